"""The ledger and similar cases by the command: conditions, pages, files, words, who sees what."""

import csv
import io
import json
import os

from harness import CommandTest, main

REFUSED, USAGE, NOT_FOUND, UNAVAILABLE = 1, 2, 4, 5
SUPERVISOR = "supervisor:v1"
TEXTS = ("孩子户口迁入学区被拒", "窗口排队太久，态度不好", "孩子户口迁入学区不收 MoveIn")


class Ledger(CommandTest):
    def setUp(self):
        super().setUp()
        self.master = self.path("master.key")
        super().run_it("keys", "create", self.master)
        self.sealed = True
        for number, text in enumerate(TEXTS, 1):
            self.answer(
                "case", "report", "--id", f"S001-{number}", "--category", "difficult", "--line",
                "population", "--district", "PD", "--narrative", text, "--name", "欧阳明日",
                "--phone", "13912345678",
            )  # fmt: skip
        self.answer("case", "accept", "S001-2", "--present")

    def run_it(self, *arguments, **more):
        if getattr(self, "sealed", False):
            arguments = ("--master-key", self.master, *arguments)
        return super().run_it(*arguments, **more)

    def ledger(self, *arguments, actor=SUPERVISOR):
        return self.answer("ledger", *arguments, actor=actor)

    def numbers(self, *arguments, **more):
        return [row["number"] for row in self.ledger(*arguments, **more)["items"]]

    def test_conditions_choose_and_orders_sort(self):
        self.assertEqual(self.numbers(), ["S001-1", "S001-2", "S001-3"])
        self.assertEqual(self.numbers("--where", "accepted_at!="), ["S001-2"])
        both = ("--where", "station=S001", "--where", "phase=received")
        self.assertEqual(self.numbers(*both), ["S001-1", "S001-3"])
        self.assertEqual(self.numbers("--sort", "-number")[0], "S001-3")
        self.assertEqual(self.numbers("--where", "reported_at<2001-01-01"), [])
        row = self.ledger("--fields", "number,phase,outcome,overdue")["items"][0]
        self.assertEqual(
            row, {"number": "S001-1", "phase": "received", "outcome": None, "overdue": False}
        )

    def test_what_is_wrong_is_said_with_what_there_is(self):
        ledger = ("ledger", "--as", SUPERVISOR)
        self.fails(USAGE, "no column", *ledger, "--where", "nothing=1")
        self.fails(USAGE, "'flying' is no phase; there are: ", *ledger, "--where", "phase=flying")
        self.fails(USAGE, "personal", *ledger, "--where", "reporter=欧阳明日")
        for name, words in (("station=S999", "'S999' is no station with a case; there are: S001"),
                            ("district=ZZ", "'ZZ' is no district with a case"),
                            ("matter=RK99", "'RK99' is no matter; there are: RK"),
                            ("reason=D99", "'D99' is no reason; there are: D"),
                            ("lin=traffic", "did you mean: line"),
                            ("line=trafic", "did you mean: traffic?")):  # fmt: skip
            self.fails(USAGE, words, *ledger, "--where", name)
        self.fails(USAGE, "did you mean: line", *ledger, "--sort", "-lin")
        self.assertEqual(self.numbers("--where", "station!=S999"), self.numbers())
        self.fails(USAGE, "personal", *ledger, "--sort", "reporter")
        self.fails(USAGE, "no column", *ledger, "--fields", "number,nothing")
        self.fails(USAGE, "csv", *ledger, "--bom")
        self.fails(USAGE, "csv", *ledger, "--output", self.path("x"))
        for form in ("csv", "arrow"):
            self.fails(USAGE, "--page-size", *ledger, "--format", form, "--page-size", "1")
        self.fails(USAGE, "is for --text", *ledger, "--unverified")
        self.fails(USAGE, "another list", *ledger, "--after", self.next_page(), "--sort", "-number")
        self.fails(UNAVAILABLE, "not yet at", *ledger, "--as-of", "99999")
        done = super().run_it(*ledger, "--text", "户口")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("master key of this log", done.stderr.decode())

    def next_page(self):
        return self.ledger("--page-size", "1")["next"]

    def test_pages_are_true_at_one_position(self):
        first = self.ledger("--page-size", "1", "--where", "phase=received")
        self.answer("case", "accept", "S001-3", "--present")
        where = ("--where", "phase=received", "--page-size", "1")
        second = self.ledger(*where, "--after", first["next"])
        self.assertEqual([row["number"] for row in second["items"]], ["S001-3"])
        self.assertEqual(second["position"], first["position"])
        self.assertEqual(self.numbers("--where", "phase=received"), ["S001-1"])
        self.assertEqual(
            self.numbers("--where", "phase=received", "--as-of", str(first["position"])),
            ["S001-1", "S001-3"],
        )

    def test_words_are_found_by_who_may_read_them(self):
        self.assertEqual(self.numbers("--text", "户口 学区"), ["S001-1", "S001-3"])
        self.assertEqual(self.numbers("--text", "ＭＯＶＥＩＮ"), ["S001-3"])
        self.assertTrue(self.ledger("--text", "户口", "--unverified")["probable"])
        self.assertEqual(self.numbers("--text", "户口", actor="window_officer:w8@S002"), [])
        self.assertEqual(self.numbers("--text", "户口", actor="administrator:a1"), [])
        self.fails(USAGE, "two Chinese characters", "ledger", "--text", "户", actor=SUPERVISOR)

    def test_files_hold_all_rows_and_no_name(self):
        file = self.path("ledger.csv")
        export = ("ledger", "--format", "csv", "--bom", "--fields", "all", "--output", file)
        self.assertEqual(self.run_it(*export, actor=SUPERVISOR).returncode, 0)
        with open(file, "rb") as written:
            content = written.read()
        self.assertTrue(content.startswith(b"\xef\xbb\xbfnumber,"))
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        self.assertEqual([row["number"] for row in rows], ["S001-1", "S001-2", "S001-3"])
        self.assertNotIn("欧阳明日", content.decode())
        arrow = self.run_it("ledger", "--format", "arrow", actor=SUPERVISOR)
        self.assertTrue(arrow.stdout.startswith(b"\xff\xff\xff\xff"))
        self.assertTrue(arrow.stdout.endswith(b"\xff\xff\xff\xff\0\0\0\0"))
        # The same by the name of what is exported.
        again = self.run_it("export", "arrow", actor=SUPERVISOR)
        self.assertEqual((again.returncode, again.stdout), (0, arrow.stdout))
        again = self.run_it("export", "csv", "--bom", "--fields", "all", actor=SUPERVISOR)
        self.assertEqual((again.returncode, again.stdout), (0, content))
        some = self.run_it("export", "csv", "--where", "number=S001-2", actor=SUPERVISOR)
        self.assertEqual(some.stdout.count(b"S001-"), 1)
        self.fails(USAGE, "--bom", "export", "arrow", "--bom", actor=SUPERVISOR)
        nowhere = ("--output", self.path("no/such/folder"))
        self.fails(
            UNAVAILABLE, "it cannot be written", "ledger", "--format", "csv", *nowhere,
            actor=SUPERVISOR,
        )  # fmt: skip

    def test_a_file_that_is_there_outlives_a_query_that_is_refused(self):
        file = self.path("ledger.csv")
        with open(file, "w", encoding="utf-8") as written:
            written.write("of last month")
        for wrong in (("--as-of", "99999"), ("--text", "户"), ("--sort", "reporter")):
            for form in ("csv", "arrow"):
                done = self.run_it(
                    "ledger", "--format", form, "--output", file, *wrong, actor=SUPERVISOR
                )
                self.assertNotEqual(done.returncode, 0, wrong)
        with open(file, encoding="utf-8") as kept:
            self.assertEqual(kept.read(), "of last month")
        self.assertEqual([name for name in os.listdir(self.path(".")) if "part" in name], [])

    def test_similar_cases_come_with_what_became_of_them(self):
        found = self.answer("similar", "--text", "户口迁入学区被拒", "--most", "2")["items"]
        self.assertEqual([one["number"] for one in found], ["S001-1", "S001-3"])
        self.assertIsNone(found[0]["outcome"])
        of_case = self.answer("similar", "--case", "S001-3")["items"]
        self.assertEqual(of_case[0]["number"], "S001-1")
        self.assertTrue(all(one["overlap"] > 0 for one in found))
        elsewhere = self.answer(
            "similar", "--text", "户口迁入学区被拒", actor="window_officer:w8@S002"
        )["items"]
        self.assertEqual(elsewhere[0]["number"], "S001-1")
        self.assertIsNone(elsewhere[0]["score"])
        self.assertIsNone(elsewhere[0]["overlap"])
        self.assertIs(elsewhere[0]["near_duplicate"], False)
        self.fails(REFUSED, "see", "similar", "--text", "户口", actor="administrator:a1")
        self.fails(USAGE, "one of both", "similar")
        self.fails(NOT_FOUND, "", "similar", "--case", "S001-9")
        done = self.run_it("similar", "--text", "户口迁入学区")
        self.assertNotIn(TEXTS[0], done.stdout.decode())
        self.assertEqual(done.stdout.decode().count("S001-"), 2)
        json.dumps(of_case)


if __name__ == "__main__":
    main()
