"""A class of failures on the command line: its number, its one rectification, its counts, its
topic, and the catalogue that it publishes to."""

import datetime

from harness import CommandTest, main

SUPERVISOR = "supervisor:v1@city.ZA"
CITY = "city_officer:m1@city.RK"
OPEN = ("rectification", "open", "--matter", "RK01", "--reason", "M1", "--period", "2023Q3",
        "--stations", "S001", "--found", "2", "--overall", "3")  # fmt: skip
BUILT_IN = "2026-11-23"


class Rectification(CommandTest):
    def opened(self):
        return self.answer(*OPEN, actor=SUPERVISOR)["item"]["key"]

    def give(self, verb, key, *more, actor=CITY):
        return self.answer("rectification", verb, key, *more, actor=actor)["item"]["state"]

    def published(self):
        key = self.opened()
        self.give("analyse", key, "--cause", "清单过时")
        self.give("propose", key, "--kind", "材料清单", "--text", "改清单", "--owner", "city.RK",
                  "--due", self.today())  # fmt: skip
        self.give("adopt", key, "--measures", "1")
        self.give("carry-out", key, "--measure", "1", "--report", "已改")
        paper = '{"code":"1","name":"出生医学证明（正页）","main":true}'
        return key, self.give("publish", key, "--how", "公示", "--reworded", paper)

    def today(self):
        zone = datetime.timezone(datetime.timedelta(hours=8))
        return datetime.datetime.now(zone).date().isoformat()

    def test_a_class_has_one_and_the_refusal_names_it(self):
        key = self.opened()
        self.assertRegex(key, r"^ZG-\d{4}-0001$")
        self.fails(1, key, *OPEN, actor=CITY)

    def test_a_published_list_is_a_version_of_the_catalogue(self):
        _, state = self.published()
        self.assertEqual(state["catalogues"], [f"{BUILT_IN}+1"])
        versions = [one["version"] for one in self.items("catalogue", "show")]
        self.assertEqual(versions, [f"{BUILT_IN}+1", BUILT_IN])
        show = ("catalogue", "show", "--matter", "RK01")
        self.assertEqual(self.item(*show)["papers"][0]["zh"], "出生医学证明（正页）")
        old = self.item(*show, "--version", BUILT_IN)
        self.assertEqual(old["papers"][0]["zh"], "出生医学证明")
        self.fails(2, BUILT_IN, *show, "--version", "2026-11-24")
        made = self.answer("case", "report", "--district", "PD", "--category", "difficult",
                           "--matter", "RK01", "--reason", "M1")  # fmt: skip
        self.assertEqual(made["item"]["state"]["intake"]["catalogue"], f"{BUILT_IN}+1")

    def test_counts_name_their_cases(self):
        key = self.opened()
        count = self.item("rectification", "count", key, "--as", SUPERVISOR)
        self.assertEqual((count["before"], count["before_cases"], count["upper"]), (0, [], None))
        self.fails(2, "not been judged", "rectification", "count", key, "--recorded",
                   "--as", SUPERVISOR)  # fmt: skip
        self.fails(1, "not_allowed_in_phase", "rectification", "verify", key, actor=SUPERVISOR)

    def test_the_topic_of_a_month_is_listed(self):
        key, _ = self.published()
        self.give("set-topic", key, "--month", "2023-11", actor=SUPERVISOR)
        topic = self.item("rectification", "topic", "--month", "2023-11")
        self.assertEqual([one["text"] for one in topic["tasks"]], ["改清单"])
        self.assertEqual(topic["policy"][0]["catalogue"], f"{BUILT_IN}+1")
        self.assertEqual(topic["figures"][0]["found"], 2)
        self.fails(2, "2023-11", "rectification", "topic", "--month", "November")


if __name__ == "__main__":
    main()
