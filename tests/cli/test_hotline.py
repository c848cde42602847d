"""What the window learns from: the hotline, classes of failures, the dispatch catalogue."""

import csv
import datetime
import json

from harness import CommandTest, main

SUPERVISOR = "supervisor:v1@city.ZA"
MAP = """
date_format = "%Y-%m-%d %H:%M"
[columns]
order = "工单"
reported_at = "时间"
station = "单位"
matter = "类别"
district = "区"
[station]
"一所" = "S001"
[matter]
"出生登记" = "RK01"
"驾驶证" = "JJ01"
"""


class Hotline(CommandTest):
    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def orders(self, *rows):
        return self.write("orders.csv", "工单,时间,单位,类别,区\n" + "".join(r + "\n" for r in rows))

    def imports(self, orders, *more):
        return self.item("import", "hotline", orders, "--map", self.write("map.toml", MAP), *more)

    def test_orders_are_matched_confirmed_and_told_back(self):
        made = self.answer(
            "case", "report", "--district", "PD", "--category", "difficult", "--matter", "RK01",
            "--reason", "M1",
        )["item"]  # fmt: skip
        # Answers are in UTC; orders, and months, in the city's time.
        reported = datetime.datetime.fromisoformat(made["state"]["intake"]["reported_at"][:19])
        day = (reported + datetime.timedelta(hours=8)).date()
        orders = self.orders(f"A-1,{day} 00:01,一所,出生登记,PD", f"A-2,{day} 00:02,一所,驾驶证,PD")
        planned = self.imports(orders, "--dry-run")
        self.assertEqual((planned["likely"], planned["fresh"]), (1, 1))
        done = self.imports(orders)
        self.assertEqual((done["likely"], done["fresh"], done["known"]), (1, 1, 0))
        self.assertEqual(self.imports(orders)["known"], 2)
        confirmed = self.answer("hotline", "confirm", "A-1", "--stream", made["key"])["item"]
        self.assertEqual(confirmed["state"]["phase"], "confirmed")
        self.assertEqual(confirmed["state"]["by"], "w7")
        self.assertIn(confirmed["state"]["match"]["score"], (49, 50))
        status = self.path("status.csv")
        self.item("export", "hotline", "--out", status, actor=SUPERVISOR)
        with open(status, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["order"] for row in rows], ["A-1", "A-2"])
        self.assertEqual({row["state"] for row in rows}, {"received"})
        trends = self.items("hotline", "trends", actor=SUPERVISOR)
        self.assertEqual([t["line"] for t in trends], ["population", "traffic"])
        self.assertEqual([(t["matched"], t["opened"]) for t in trends], [(1, 0), (0, 1)])
        self.fails(1, "not_to_be_seen", "hotline", "trends")

    def test_a_faulty_list_is_taken_in_whole_or_by_its_good_rows(self):
        orders = self.orders("A-1,2026-11-01 08:00,一所,出生登记,PD", "A-2,gestern,二所,出生登记,PD")
        done = self.fails(3, "line 3, column 2", "import", "hotline", orders, "--map",
                          self.write("map.toml", MAP))  # fmt: skip
        self.assertIn("line 3, column 3", done.stderr.decode())
        self.assertIn("nothing was imported", done.stderr.decode())
        self.fails(3, "line 3", "import", "hotline", orders, "--map", self.path("map.toml"),
                   "--skip-faulty")  # fmt: skip
        self.assertEqual(len(self.items("export", "hotline", actor=SUPERVISOR)), 1)
        self.fails(3, "lacks order", "import", "hotline", orders, "--map",
                   self.write("bad.toml", "[columns]\n"))  # fmt: skip

    def test_a_row_with_a_cell_too_many_or_an_unknown_district_stops_its_row_alone(self):
        orders = self.orders(
            "A-1,2026-11-01 08:00,一所,出生登记,PD", "A-2,2026-11-01 08:00,一所,出生登记,PD,XX",
            "", "A-3,2026-11-01 08:00,一所,出生登记,XX",
        )  # fmt: skip
        done = self.fails(3, "line 3, column 6", "import", "hotline", orders, "--map",
                          self.write("map.toml", MAP))  # fmt: skip
        for part in ("the row has 6 cells, the header 5", "line 4: it is empty", "line 5", "XX"):
            self.assertIn(part, done.stderr.decode())
        taken = self.run_it("--json", "import", "hotline", orders, "--map", self.path("map.toml"),
                            "--skip-faulty")  # fmt: skip
        self.assertEqual(taken.returncode, 3, "the good rows, and an end that tells of the others")
        item = json.loads(taken.stdout)["item"]
        self.assertEqual([fault["line"] for fault in item["faults"]], [3, 4, 5])
        self.assertEqual([order["order"] for order in item["orders"]], ["A-1"])

    def test_the_dispatch_catalogue_learns(self):
        propose = ("dispatch", "propose", "--from-case", "S001-1", "--matter", "RK01", "--line",
                   "criminal", "--reason", "裁定")  # fmt: skip
        self.answer(*propose, actor="city_officer:m1@city.RK")
        self.fails(1, "not_your_role", "dispatch", "adopt", "--proposal", "1",
                   actor="city_officer:m2@city.RK")  # fmt: skip
        adopted = self.answer("dispatch", "adopt", "--proposal", "1", actor=SUPERVISOR)["item"]
        self.assertEqual(adopted["state"]["version"], 1)
        made = self.answer("case", "report", "--district", "PD", "--category", "difficult",
                           "--matter", "RK01", "--reason", "M1")  # fmt: skip
        self.assertEqual(made["item"]["state"]["intake"]["line"], "criminal")

    def test_classes_are_listed_with_what_takes_them_up(self):
        self.report_case()
        report = self.item("classes", actor=SUPERVISOR)
        self.assertEqual(report["classes"], [])
        self.assertLess(report["before_to"], report["from"])
        self.fails(4, "there is no class 1", "classes", "--open", "1", actor=SUPERVISOR)
        self.fails(2, "is no day", "classes", "--from", "gestern", actor=SUPERVISOR)
        self.fails(1, "not_to_be_seen", "classes", actor="citizen:c1")


if __name__ == "__main__":
    main()
