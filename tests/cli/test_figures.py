"""Figures and the report by the command: groups, periods, looks back, cases behind, the page."""

import csv
import io
import json
import os
import re
import unittest

from harness import CommandTest, main

SUPERVISOR = "supervisor:v1@city"
REFUSED, USAGE, UNAVAILABLE = 1, 2, 5


class Figures(CommandTest):
    def setUp(self):
        super().setUp()
        self.report_case("S001-1")
        self.report_case("S001-2")
        self.head = self.answer("cases", "--as", SUPERVISOR)["position"]
        self.answer("case", "route-on-spot", "S001-1")
        self.answer("case", "close", "S001-1", "--outcome", "done", "--reply", "已办结",
                    "--told", "in_person")  # fmt: skip

    def figures(self, *words, **more):
        return self.item("figures", *words, actor=SUPERVISOR, **more)

    def test_groups_and_the_cases_behind_them(self):
        table = self.figures("--by", "station,outcome", "--figure", "cases,done_rate")
        self.assertEqual(table["by"], ["station", "outcome"])
        self.assertEqual(
            [(row["keys"], row["values"]) for row in table["rows"]],
            [
                (["S001", ""], [{"value": 1, "of": 0}, {"value": 0, "of": 0}]),
                (["S001", "done"], [{"value": 1, "of": 0}, {"value": 1, "of": 1}]),
            ],
        )
        behind = self.items("figures", "--by", "station,outcome", "--figure", "done_rate",
                            "--cases", "S001,done", actor=SUPERVISOR)  # fmt: skip
        self.assertEqual(behind, ["case/S001-1"])
        all_of_them = ("figures", "--figure", "cases", "--cases", "all")
        self.assertEqual(self.items(*all_of_them, "--most", "1", actor=SUPERVISOR),
                         ["case/S001-1"])  # fmt: skip
        self.assertEqual(self.items(*all_of_them, "--after", "case/S001-1", actor=SUPERVISOR),
                         ["case/S001-2"])  # fmt: skip

    def test_as_of_a_position_or_a_moment(self):
        then = self.figures("--figure", "done", "--as-of", str(self.head))
        self.assertEqual(then["rows"][0]["values"][0]["value"], 0)
        now = self.figures("--figure", "done", "--as-of", "2099-01-01")
        self.assertEqual(now["rows"][0]["values"][0]["value"], 1)
        never = self.figures("--figure", "cases", "--as-of", "1999-01-01")
        self.assertEqual((never["position"], never["rows"][0]["values"][0]["value"]), (0, 0))
        self.fails(UNAVAILABLE, "not yet at 99999", "figures", "--as-of", "99999",
                   actor=SUPERVISOR)  # fmt: skip
        self.fails(USAGE, "neither a position", "figures", "--as-of", "-1", actor=SUPERVISOR)

    def test_events_by_what_and_who(self):
        table = self.figures("--events", "--by", "type")
        counts = {row["keys"][0]: row["values"][0]["value"] for row in table["rows"]}
        self.assertEqual((counts["case.received"], counts["case.closed"]), (2, 1))

    def test_periods_are_compared(self):
        table = self.figures("--period", "2023H2", "--compare", "--figure", "cases")
        self.assertEqual((table["from"], table["to"]), ("2023-07-01", "2023-12-31"))
        self.assertEqual((table["before"]["from"], table["before"]["to"]),
                         ("2023-01-01", "2023-06-30"))  # fmt: skip
        self.assertEqual(table["year_before"]["to"], "2022-12-31")
        self.fails(USAGE, "--period", "figures", "--compare", actor=SUPERVISOR)
        self.fails(USAGE, "without --by day", "figures", "--period", "2023H2", "--compare", "--by",
                   "station,month", actor=SUPERVISOR)  # fmt: skip

    def test_csv_is_read_back_and_holds_no_formula(self):
        done = self.run_it("figures", "--by", "station", "--figure", "cases", "--csv", "--bom",
                           actor=SUPERVISOR)  # fmt: skip
        self.assertTrue(done.stdout.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.reader(io.StringIO(done.stdout.decode("utf-8-sig"))))
        self.assertEqual(rows, [["station", "cases", "cases_of"], ["S001", "2", "0"]])

    def test_wrong_names_are_told_with_the_choice(self):
        self.fails(USAGE, "did you mean: done_rate?", "figures", "--figure", "done_rat",
                   actor=SUPERVISOR)  # fmt: skip
        self.fails(USAGE, "did you mean: station", "figures", "--by", "statoin", actor=SUPERVISOR)
        self.fails(USAGE, "population", "figures", "--where", "line=x", actor=SUPERVISOR)
        self.fails(USAGE, "dimension=value", "figures", "--where", "line", actor=SUPERVISOR)
        self.fails(USAGE, "2023H2", "figures", "--period", "2023H3", actor=SUPERVISOR)
        for name, words in (("station=S99", "'S99' is no station with a case; there are: S001"),
                            ("district=ZZ", "'ZZ' is no district with a case; there are: PD"),
                            ("department=ZZ.RK", "'ZZ.RK' is no department with a case"),
                            ("matter=RK01,RK99", "'RK99' is no matter; there are:"),
                            ("reason=XX", "'XX' is no reason; there are:")):  # fmt: skip
            self.fails(USAGE, words, "figures", "--where", name, actor=SUPERVISOR)
        # A name that is known is no error, however empty its figures.
        known = self.item("figures", "--figure", "cases", "--where", "matter=RK01", "--period",
                          "2001", actor=SUPERVISOR)  # fmt: skip
        self.assertEqual(known["rows"][0]["values"][0]["value"], 0)
        self.fails(USAGE, "name it by --figure", "figures", "--cases", "all", actor=SUPERVISOR)

    def test_what_does_not_go_together_is_refused(self):
        for words in (("--bom",), ("--most", "3"), ("--after", "case/S001-1"),
                      ("--events", "--ended"), ("--events", "--figure", "cases"),
                      ("--csv", "--figure", "cases", "--cases", "all")):  # fmt: skip
            self.fails(USAGE, "--", "figures", *words, actor=SUPERVISOR)
        for words in (("--csv", "--html", "x.html"), ("--bom",), ("--language", "en")):
            self.fails(USAGE, "--html" if "--bom" not in words else "--csv", "report", *words)
        self.fails(USAGE, "S999", "report", "--station", "S999")

    def test_counts_are_for_staff(self):
        self.fails(REFUSED, "R31", "figures", actor="citizen:c1")
        self.fails(REFUSED, "R31", "figures", actor="auxiliary:a1@S001")
        self.assertEqual(self.run_it("figures", actor="window_officer:w7@S001").returncode, 0)

    def test_everything_is_explained(self):
        item = self.item("figures", "--list")
        names = [one["name"] for one in item["figures"]]
        self.assertIn("callback_solved_rate", names)
        self.assertEqual(len(names), len(set(names)))
        self.assertTrue(all(one["sentence"] and one["zh"] for one in item["figures"]))

    def test_the_report_in_its_forms(self):
        report = self.item("report", "--period", "2026")["report"]
        self.assertEqual(report["sections"][0]["name"], "lines")
        done = self.run_it("report", "--csv")
        rows = list(csv.reader(io.StringIO(done.stdout.decode())))
        self.assertEqual(rows[0], ["section", "keys", "figure", "value", "of"])
        self.assertIn(["lines", "population", "cases", "2", "0"], rows)
        text = self.run_it("report").stdout.decode()
        self.assertIn("办成率", text)
        self.assertIn("callback_contact_rate", text)

    def test_the_group_without_a_key_is_called_none(self):
        table = self.figures("--figure", "cases", "--where", "grade=none")
        self.assertEqual(table["rows"][0]["values"][0]["value"], 2, "nobody rated")
        behind = self.items("figures", "--by", "grade", "--figure", "cases", "--cases", "none",
                            actor=SUPERVISOR)  # fmt: skip
        self.assertEqual(behind, ["case/S001-1", "case/S001-2"])

    def test_the_published_table_is_first_in_every_report(self):
        for words, cases in (((), 2), (("--period", "2001"), 0), (("--district", "PD"), 2)):
            item = self.item("report", *words)
            self.assertEqual(item["cases"], cases, words)
            self.assertEqual(item["lines"]["population"]["cases"], cases, words)
        text = self.run_it("report", "--period", "2001").stdout.decode()
        self.assertLess(text.index("合计"), text.index("指标"))
        page = self.path("first.html")
        self.item("report", "--html", page, "--period", "2001", "--language", "en")
        with open(page, encoding="utf-8") as file:
            html = file.read()
        self.assertLess(html.index("Matters by line"), html.index('class="tiles"'))

    def test_the_page_needs_nothing_but_itself(self):
        for language, words in (("zh", "统计报告"), ("en", "What the figures mean")):
            page = self.path(f"{language}.html")
            self.item("report", "--html", page, "--language", language)
            with open(page, encoding="utf-8") as file:
                text = file.read()
            self.assertIn(words, text)
            outside = re.sub(r"<script>.*?</script>", "", text, flags=re.S)
            self.assertNotRegex(outside, r"(src|href)=|url\(|@import")
            self.assertIn("<table>", outside, "read without scripts")
            for script in re.findall(r"const data=(.*?);\n", text):
                json.loads(script)
        nowhere = os.path.join(self.store, "x", "y")
        self.fails(5, "cannot be written", "report", "--html", nowhere)


if __name__ == "__main__":
    main()
