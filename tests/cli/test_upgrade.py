"""Checking a build against the cases of a store: baselines, findings, and bad input."""

import json
import os
import subprocess

from harness import PROGRAM, CommandTest, main

USAGE, BAD_INPUT, NOT_FOUND, UNAVAILABLE, PROBLEMS = 2, 3, 4, 5, 6


class CheckUpgrade(CommandTest):
    def setUp(self):
        super().setUp()
        self.baseline = self.path("before.baseline")

    def save(self):
        self.report_case("S001-1")
        self.report_case("S001-2")
        return self.answer("check-upgrade", "--save", self.baseline)

    def lines(self):
        with open(self.baseline, encoding="utf-8") as file:
            return file.read().splitlines(keepends=True)

    def write(self, lines):
        with open(self.baseline, "w", encoding="utf-8") as file:
            file.writelines(lines)

    def findings(self, *arguments):
        """What is found, and the report behind it."""
        done = self.run_it("--json", "check-upgrade", *arguments)
        self.assertEqual(done.returncode, PROBLEMS, done.stderr.decode())
        *found, report = [json.loads(line) for line in done.stdout.splitlines()]
        return found, report

    def of(self, kind, *arguments):
        """What is told of one kind of streams."""
        items = self.items("check-upgrade", *arguments)
        return next(item for item in items if item["kind"] == kind)

    def publish(self, year):
        days = f'{{"date":"{year}-01-01","off":true,"name":"元旦"}}'
        self.answer(
            "calendar", "publish-year", "--year", str(year), "--days", days,
            actor="administrator:a1",
        )  # fmt: skip

    def edit(self, line, **fields):
        lines = self.lines()
        lines[line] = json.dumps({**json.loads(lines[line]), **fields}) + "\n"
        self.write(lines)

    def test_a_build_does_right_by_its_own_cases(self):
        saved = self.save()
        self.assertEqual((saved["position"], saved["ok"], saved["problems"]), (4, True, 0))
        kinds = [item["kind"] for item in saved["items"]]
        self.assertEqual((kinds[:2], kinds[-1]), (["case", "calendar"], "notary"))
        case = saved["items"][0]
        self.assertEqual(
            [case[k] for k in ("ok", "streams", "events", "saved", "problems")], [True, 2, 4, 2, 0]
        )
        self.assertGreater(case["timers"], 1)
        lines = [json.loads(line) for line in self.lines()]
        whole = ["baseline.head", "baseline.stream", "baseline.stream", "baseline.end"]
        self.assertEqual(
            [line["type"] for line in lines],
            [*whole, *["baseline.head", "baseline.end"] * (len(kinds) - 1)],
        )
        self.assertEqual(lines[4]["kind"], "calendar")
        self.assertEqual((lines[0]["kind"], lines[0]["position"]), ("case", 4))
        self.assertEqual((lines[1]["stream"], lines[1]["version"]), ("case/S001-1", 2))
        steps = [step["type"] for step in self.items("case", "next", "S001-1")]
        # What its phase takes, and of that what an officer may give.
        self.assertLess(set(steps), set(lines[1]["next"]))
        self.assertGreater(len(steps), 5)
        self.assertNotIn("张三", "".join(self.lines()))

        self.answer("case", "message", "S001-1", "--text", "再问")
        self.report_case("S001-3")
        report = self.of("case", "--against", self.baseline)
        self.assertEqual([report[k] for k in ("ok", "streams", "compared")], [True, 3, 2])
        text = self.run_it("check-upgrade", "--against", self.baseline)
        self.assertEqual(text.returncode, 0)
        self.assertIn("2 streams compared with", text.stdout.decode())
        self.assertIn("nothing found", text.stdout.decode())
        self.assertEqual(text.stderr, b"")

    def test_every_kind_is_checked_and_compared(self):
        self.publish(2099)
        saved = self.save()
        kept = [item["saved"] for item in saved["items"]]
        self.assertEqual((kept[:2], sum(kept)), ([2, 1], 3))
        self.publish(2098)
        found = self.answer("check-upgrade", "--against", self.baseline)
        compared = [item["compared"] for item in found["items"]]
        self.assertEqual((compared[:2], sum(compared)), ([2, 1], 3))
        lines = [json.loads(line) for line in self.lines()]
        place = next(i for i, line in enumerate(lines) if line.get("stream") == "calendar/cn")
        self.edit(place, state="0" * len(lines[place]["state"]))
        found, report = self.findings("--against", self.baseline)
        self.assertEqual(
            [(f["kind"], f["problem"], f["stream"]) for f in found],
            [("calendar", "state_differs", "calendar/cn")],
        )
        faulty = [item["kind"] for item in report["items"] if not item["ok"]]
        self.assertEqual(faulty, ["calendar"])
        text = self.run_it("check-upgrade", "--against", self.baseline).stdout.decode()
        self.assertRegex(text, r"(?m)^case: 4 events of 2 streams read, ")
        self.assertRegex(text, r"(?m)^calendar: 2 events of 1 streams read, ")

    def test_one_kind_alone(self):
        self.publish(2099)
        self.save()
        both = self.lines()
        checked = self.answer("check-upgrade", "--kind", "case")
        self.assertEqual([item["kind"] for item in checked["items"]], ["case"])
        self.answer("check-upgrade", "--kind", "calendar", "--save", self.baseline)
        lines = [json.loads(line) for line in self.lines()]
        self.assertEqual((lines[0]["kind"], len(lines)), ("calendar", 3))
        # A baseline of an older build has no streams of a kind that is new: that is said.
        report = self.of("case", "--against", self.baseline)
        self.assertEqual((report["in_baseline"], report["compared"]), (False, 0))
        text = self.run_it("check-upgrade", "--against", self.baseline).stdout.decode()
        self.assertIn("not compared: " + self.baseline + " has no streams of this kind", text)
        words = "it has no streams 'case/…'"
        self.fails(BAD_INPUT, words, "check-upgrade", "--kind", "case", "--against", self.baseline)
        # A kind that this build has not is none to leave out silently.
        self.write([line.replace('"kind":"calendar"', '"kind":"demo"') for line in both])
        self.assertTrue(
            self.answer("check-upgrade", "--kind", "case", "--against", self.baseline)["ok"]
        )
        words = "this build has no such workflow"
        self.fails(BAD_INPUT, words, "check-upgrade", "--against", self.baseline)
        words = "--kind: 'cas' is no kind of streams; there are: case, "
        self.fails(USAGE, words, "check-upgrade", "--kind", "cas")

    def test_the_same_file_may_be_compared_with_and_saved_anew(self):
        self.save()
        before = len(self.lines())
        self.report_case("S001-3")
        self.answer("check-upgrade", "--against", self.baseline, "--save", self.baseline)
        # A stream more than before, of one kind; a head and an end for each.
        self.assertEqual(len(self.lines()), before + 1)
        self.assertEqual(os.listdir(self.folder.name).count("before.baseline.part"), 0)

    def test_steps_and_states_that_are_other_are_found(self):
        self.save()
        before = json.loads(self.lines()[1])
        self.edit(1, next=[*before["next"], "case.telegraph"])
        self.edit(2, state="0" * len(before["state"]))
        found, report = self.findings("--against", self.baseline)
        self.assertEqual(
            [(f["kind"], f["problem"], f["stream"], f["step"]) for f in found],
            [
                ("case", "step_lost", "case/S001-1", "case.telegraph"),
                ("case", "state_differs", "case/S001-2", ""),
            ],
        )
        self.assertEqual((report["ok"], report["problems"]), (False, 2))
        problems = [item["problems"] for item in report["items"]]
        self.assertEqual((problems[0], sum(problems)), (2, 2))
        self.assertEqual(report["items"][0]["found"]["step_lost"], 1)
        text = self.run_it("check-upgrade", "--against", self.baseline)
        self.assertEqual(text.returncode, PROBLEMS)
        self.assertRegex(
            text.stdout.decode(),
            r"step_lost: 1\n    case/S001-1 version 2, position 2, case.telegraph: ",
        )
        self.assertIn("2 problems. Do not let this build write", text.stdout.decode())

    def test_as_many_are_printed_as_are_wanted(self):
        self.save()
        for line in (1, 2):
            self.edit(line, next=["case.telegraph"])
        for limit, printed in (("0", 0), ("1", 1), ("5", 2)):
            found, report = self.findings("--against", self.baseline, "--limit", limit)
            self.assertEqual((len(found), report["problems"]), (printed, 2))
            text = self.run_it("check-upgrade", "--against", self.baseline, "--limit", limit)
            self.assertEqual(text.stdout.decode().count("case.telegraph"), printed)

    def test_a_case_that_the_log_has_not_is_found(self):
        self.save()
        self.edit(2, version=7)
        found, _ = self.findings("--against", self.baseline)
        self.assertEqual([f["problem"] for f in found], ["stream_missing"])

    def test_a_restored_log_may_have_less(self):
        self.report_case("S001-1")
        backup = self.path("backup")
        self.answer("backup", "create", backup)
        self.report_case("S001-2")
        self.answer("check-upgrade", "--save", self.baseline)
        self.store = self.path("restored")
        self.answer("backup", "restore", backup)
        report = self.of("case", "--against", self.baseline)
        self.assertEqual([report[k] for k in ("ok", "compared", "behind")], [True, 1, 1])

    def test_a_member_that_is_no_more_is_named(self):
        self.save()
        parts = json.loads(self.lines()[0])["parts"]
        self.edit(0, parts=[{**parts[0], "fields": [*parts[0]["fields"], "mood"]}, *parts[1:]])
        report = self.of("case", "--against", self.baseline)
        self.assertEqual(report["not_compared"], [parts[0]["name"] + ".mood"])

    def test_files_that_are_no_baseline(self):
        self.save()
        whole = self.lines()
        gone = self.path("gone")
        self.fails(USAGE, f"{gone} cannot be read", "check-upgrade", "--against", gone)
        folder = self.folder.name
        self.fails(USAGE, f"{folder} cannot be read", "check-upgrade", "--against", folder)
        for lines, words in [
            ([], "the baseline is empty"),
            (["hello\n"], "line 1: a baseline begins with a line of type baseline.head"),
            (whole[:-1], "is not a baseline, or was cut off"),
            ([*whole[:-1], whole[-1][:-1]], "is not a baseline, or was cut off"),
            ([*whole[:2], whole[2][:50] + "\n", *whole[3:]], "line 3: "),
            ([whole[0], *whole[2:]], "it says 2 streams, but there are 1 before it"),
            ([*whole[:4], whole[1], *whole[4:]], "line 5: a baseline begins with a line of type"),
            ([*whole, *whole[4:]],
             f"line {len(whole) + 1}: there is a second baseline of streams 'calendar/…'"),
            ([*whole[:2], *whole[4:]], "there is a second line baseline.head"),
            (whole[1:], "line 1: a baseline begins with a line of type baseline.head"),
            ([whole[0], whole[2], whole[1], *whole[3:]], "line 3: streams stand in the order"),
            ([whole[0].replace('"case"', '"demo"'), *whole[1:]], "it is of streams 'demo/…'"),
        ]:
            self.write(lines)
            done = self.fails(BAD_INPUT, words, "check-upgrade", "--against", self.baseline)
            self.assertIn(self.baseline if lines else words, done.stderr.decode())
        self.assertEqual(self.item("verify")["problems"], 0)

    def test_a_baseline_of_another_log(self):
        self.save()
        mine = json.loads(self.lines()[0])["log"]
        self.store = self.path("other")
        self.report_case()
        done = self.fails(BAD_INPUT, mine, "check-upgrade", "--against", self.baseline)
        self.assertIn("it is of the log", done.stderr.decode())

    def test_places_that_cannot_be_written(self):
        self.report_case()
        nowhere = self.path("no/such/folder/file")
        self.fails(USAGE, "cannot be written", "check-upgrade", "--save", nowhere)
        os.symlink("/dev/full", self.path("full.part"))
        self.fails(UNAVAILABLE, "No space left", "check-upgrade", "--save", self.path("full"))
        self.assertFalse(os.path.exists(self.path("full")))
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [PROGRAM, "--dir", self.store, "check-upgrade"], stdout=full,
                stderr=subprocess.PIPE, timeout=30,
            )  # fmt: skip
        self.assertEqual(done.returncode, UNAVAILABLE)

    def test_wrong_arguments(self):
        self.fails(NOT_FOUND, "does not exist", "check-upgrade")
        self.assertFalse(os.path.exists(self.store))
        self.fails(2, "--limit", "check-upgrade", "--limit", "-1")
        self.fails(2, "--save", "check-upgrade", "--save", "")

    def test_a_failed_check_leaves_an_older_baseline_alone(self):
        self.save()
        whole = self.lines()
        broken = self.path("broken")
        with open(broken, "w", encoding="utf-8") as file:
            file.writelines([whole[0], whole[2], whole[1], *whole[3:]])
        self.fails(
            BAD_INPUT, "line 3", "check-upgrade", "--against", broken, "--save", self.baseline
        )
        self.assertEqual(self.lines(), whole)
        self.assertFalse(os.path.exists(self.baseline + ".part"))


if __name__ == "__main__":
    main()
