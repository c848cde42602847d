"""`recourse registry`: opening a window, and taking in a list of stations."""

from harness import CommandTest, main

REFUSED, USAGE, BAD_INPUT, NOT_FOUND = 1, 2, 3, 4
CHIEF = "station_chief:c1@PD01"
CITY = "city_officer:m1@city.ZA"

HEAD = "station,district,name,chief,kind,centre,form,place,counters,counter,reason,officers\r\n"
LIST = (
    "\ufeff" + HEAD + 'PD02,PD,"花木, 派出所",c2,,PDC1,,,,,,\r\n'
    "PDC1,PD,花木社区服务中心,c2,centre,,叠加设置,大厅,户籍:40:12;出入境:10:6,,,w3:一级警司:5\r\n"
)


class Registry(CommandTest):
    def give(self, verb, key, *fields, actor=CHIEF):
        return self.item("registry", verb, key, *fields, actor=actor)

    def list_file(self, text, name="list.csv"):
        path = self.path(name)
        with open(path, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        return path

    def test_a_window_is_opened_in_five_commands(self):
        self.give("register", "PD01", "--district", "PD", "--name", "陆家嘴派出所")
        self.give("plan", "PD01", "--form", "独立设置", "--place", "大厅")
        self.fails(REFUSED, "sign_not_passed", "registry", "open", "PD01", actor=CHIEF)
        self.give(
            "check-sign", "PD01", "--place", "入口", "--clear-position", "是", "--unobstructed", "是"
        )
        self.give(
            "add-officer", "PD01", "--staff", "w7", "--kind", "民警", "--rank", "三级警督",
            "--years", "12", "--all-met",
        )  # fmt: skip
        item = self.give("open", "PD01")
        self.assertEqual(item["state"]["phases"]["window"], "open")
        self.assertEqual(item["state"]["chief"], "c1")

    def test_show_says_how_loaded_the_counter_is_and_how_fixed_the_roster(self):
        self.give("register", "PD01", "--district", "PD", "--name", "陆家嘴派出所")
        for counter, items, minutes in (("户籍", "40", "12"), ("出入境", "10", "6")):
            self.give(
                "record-counter", "PD01", "--counter", counter, "--items-per-day", items,
                "--minutes-per-item", minutes,
            )  # fmt: skip
        self.give("plan", "PD01", "--form", "叠加设置", "--place", "大厅")
        self.give(
            "check-sign", "PD01", "--place", "入口", "--clear-position", "是", "--unobstructed", "是"
        )
        for staff in ("w7", "w8"):
            self.give(
                "add-officer", "PD01", "--staff", staff, "--kind", "民警", "--rank", "三级警督",
                "--years", "12", "--all-met",
            )  # fmt: skip
        before = self.item("registry", "show", "PD01", actor=CHIEF)["figures"]
        self.assertEqual(before["overlay_load"], 60)
        self.assertEqual(before["stability"]["served"], 0)
        self.give("open", "PD01")
        figures = self.item("registry", "show", "PD01", actor=CHIEF)["figures"]
        self.assertEqual(
            figures,
            {
                "overlay_load": 60,
                "stability": {
                    "days": 365, "served": 2, "through": 0, "share_through": 0.0, "swaps": 0,
                    "median_days": 0.0,
                },
            },
        )  # fmt: skip
        earlier = self.item("registry", "show", "PD01", "--version", "1", actor=CHIEF)["figures"]
        self.assertEqual((earlier["overlay_load"], earlier["stability"]["served"]), (None, 0))
        text = self.run_it("registry", "show", "PD01", actor=CHIEF).stdout.decode()
        self.assertIn("overlay load: 60 minutes of work a day on 出入境", text)
        self.assertIn("stability: 0 of 2 who served in the last 365 days", text)
        # Whoever may see what is open alone is told nothing of who served.
        seen = self.item("registry", "show", "PD01", actor="citizen:c1")["figures"]
        self.assertEqual(seen, {"overlay_load": 60, "stability": None})

    def test_a_list_is_taken_in_once_however_often_it_is_imported(self):
        path = self.list_file(LIST)
        told = self.item("registry", "import", path, actor=CITY)
        self.assertEqual(told, {"places": 2, "given": 7, "known": 0})
        for actor in (CITY, "supervisor:v1"):
            told = self.item("registry", "import", path, actor=actor)
            self.assertEqual(told, {"places": 2, "given": 0, "known": 7})
        centre = self.item("registry", "show", "PDC1", actor=CITY)["state"]
        self.assertEqual(centre["members"], ["PD02"])
        self.assertEqual(centre["counter"], "出入境")
        self.assertEqual([o["status"] for o in centre["officers"]], ["candidate"])

    def test_an_import_that_was_interrupted_goes_on(self):
        first = self.list_file(HEAD + "PD03,PD,塘桥派出所,c3,,,,,,,,\r\n", "first.csv")
        self.assertEqual(self.item("registry", "import", first, actor=CITY)["given"], 1)
        whole = self.list_file(HEAD + "PD03,PD,塘桥派出所,c3,,,,,,,,w3:一级警司:5\r\n", "whole.csv")
        told = self.item("registry", "import", whole, actor=CITY)
        self.assertEqual(told, {"places": 1, "given": 1, "known": 1})

    def test_a_bad_line_leaves_nothing_half_imported(self):
        self.give("register", "PD01", "--district", "PD", "--name", "n")
        path = self.list_file(
            HEAD + "PD08,PD,n,c,,,,,,,,\n"
            "PD01,PD,n,c,,,,,,,,\n"
            "PD05,ZZ,n,c,,,,,,,,w1:一级警司:5\n"
            "PD07,PD,n,c,,,overlaid,p,,,,w1:一级警司:1\n"
        )
        done = self.fails(BAD_INPUT, "nothing was imported", "registry", "import", path, actor=CITY)
        said = done.stderr.decode()
        self.assertIn("line 3, column station: PD01 is registered already", said)
        self.assertIn("line 4, column district: There is no district ZZ; there are HP, ", said)
        self.assertIn("line 5, column counters: An overlay is proposed from figures", said)
        self.assertIn("line 5, column officers: Who serves is experienced", said)
        self.assertNotIn("not in the register", said)
        self.fails(NOT_FOUND, "PD08", "registry", "show", "PD08", actor=CITY)

    def test_what_is_no_list_is_named_by_its_place(self):
        for text, words in (
            ("station,district\n", "the column 'name' is wanted"),
            (HEAD + "PD01,PD\n", "line 2, column 3: the row has 2 cells"),
            (HEAD + "PD01,PD,n,c,x,,,,,,,\n", "line 2, column kind: 'x' is neither"),
        ):
            path = self.list_file(text)
            self.fails(BAD_INPUT, words, "registry", "import", path, actor=CITY)
        self.fails(USAGE, "cannot be read", "registry", "import", self.path("none"), actor=CITY)


if __name__ == "__main__":
    main()
