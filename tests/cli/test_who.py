"""Who may: citizens by their code, `next` as it would be taken, units, and what they see."""

import json

from harness import CommandTest, main

OFFICER = "window_officer:w7@S001"
CHIEF = "station_chief:s1@S001"
SUPERVISOR = "supervisor:v1"
DISTRICT = "district_officer:d1@PD.RK"
STRANGER = "citizen:stranger"
REFUSED, NOT_FOUND = 1, 4
REPORT = ("case", "report", "--district", "PD", "--category", "difficult", "--matter", "RK10")
CLOSE = ("--outcome", "answered", "--reply", "已答复", "--next-step", "可申请复查")


class Who(CommandTest):
    def report(self, *more, **how):
        made = self.answer(*REPORT, "--reason", "D1", *more, **how)
        return made["item"]["key"], made["outcome"]["inquiry_code"]

    def next_of(self, key, actor):
        return {one["type"] for one in self.items("case", "next", key, "--as", actor)}

    def closed(self, told):
        key, code = self.report("--present", "--name", "何三")
        self.answer("case", "route-explain", key, "--law", "条例", "--understood", "true")
        self.answer("case", "close", key, "--told", told, *CLOSE)
        return key, code

    def test_a_stranger_does_nothing_to_a_case(self):
        key, code = self.closed("phone")
        rate = ("case", "rate", key, "--as", STRANGER, "--grade", "very_satisfied")
        self.fails(REFUSED, "tablet", *rate, "--way", "tablet")
        self.fails(REFUSED, "wrong_code", *rate, "--way", "code", "--code", "AAAA-0000")
        for words in (("reopen", key, "--reason", "x"), ("request-review-1", key, "--reason", "x")):
            self.fails(REFUSED, "code_missing", "case", *words, "--as", STRANGER)
            self.fails(REFUSED, "wrong_code", "case", *words, "--as", STRANGER, "--code",
                       "AAAA-0000")  # fmt: skip
        self.answer("case", "rate", key, "--as", "citizen:p1", "--way", "code", "--code", code,
                    "--grade", "very_dissatisfied")  # fmt: skip
        self.assertNotIn(code, json.dumps(self.items("case", "history", key)))

    def test_a_case_under_a_key_of_ones_own_has_a_code_too(self):
        key, code = self.report("--id", "own-1", "--present")
        self.assertEqual((key, len(code)), ("own-1", 9))
        withdraw = ("case", "withdraw", key, "--as", STRANGER, "--proof", "code", "--reference")
        self.fails(REFUSED, "wrong_code", *withdraw, "ABC")
        self.fails(REFUSED, "code_missing", "case", "message", key, "--as", STRANGER, "--text", "x")
        # One that the window chose is kept, with a key and without.
        for more in (("--id", "own-2"), ()):
            key, code = self.report("--present", "--inquiry-code", "ABCD-1234", *more)
            self.assertEqual(code, "ABCD-1234")
            self.fails(REFUSED, "wrong_code", "case", "message", key, "--text", "x", "--code", "Q")
            self.answer("case", "message", key, "--as", "citizen:c", "--text", "x", "--code", code)

    def test_whole_numbers_are_decimal_in_fields_too(self):
        made = self.answer(*REPORT, "--reason", "D1", "--earlier-trips", "010")
        self.assertEqual(made["item"]["state"]["intake"]["earlier_trips"], 10)

    def test_the_tablet_rates_at_the_closing(self):
        key, _ = self.closed("in_person")
        self.answer("case", "rate", key, "--as", "citizen:p1", "--way", "tablet", "--grade",
                    "satisfied")  # fmt: skip

    def test_a_report_names_a_district_that_exists(self):
        wrong = ("case", "report", "--category", "difficult", "--matter", "RK10", "--reason", "D1")
        self.fails(REFUSED, "district_missing", *wrong)
        self.fails(2, "`recourse districts` lists all", *wrong, "--district", "XX")
        known = {one["code"]: one["name"] for one in self.items("districts")}
        self.assertEqual((known["PD"], known["310115"]), ("浦东", "浦东"))
        self.assertEqual(len(known), 32)

    def test_next_is_what_would_be_taken(self):
        accused = ("--accused", '{"staff":"w7","described":""}')
        key = self.answer(
            "case", "report", "--district", "PD", "--category", "attitude", "--matter", "QT02",
            "--reason", "A1", *accused, actor="window_officer:w9@S001",
        )["item"]["key"]  # fmt: skip
        self.assertEqual(self.next_of(key, OFFICER), {"case.recuse"})
        self.assertIn("case.accept", self.next_of(key, CHIEF))
        self.assertNotIn("case.accept", self.next_of(key, DISTRICT))
        self.answer("case", "recuse", key, "--staff", "s1", "--role", "station_chief", "--reason",
                    "所长被反映", actor=SUPERVISOR)  # fmt: skip
        self.assertIn("case.accept", self.next_of(key, DISTRICT))
        self.assertNotIn("case.accept", self.next_of(key, CHIEF))
        listed = self.items("cases", "--unit", "PD", actor=SUPERVISOR)
        self.assertEqual([one["case"] for one in listed], [key])
        for actor in (OFFICER, CHIEF, DISTRICT, SUPERVISOR, "citizen:c1"):
            self.assertNotIn("case.go_overdue", self.next_of(key, actor), actor)

    def test_who_must_answer_sees_it(self):
        key, _ = self.report("--present", "--name", "钱七", "--narrative", "三次都没办成")
        body = "receiver:r1@民政局"
        self.fails(REFUSED, "not_to_be_seen", "case", "history", key, "--as", body)
        self.answer("case", "refer", key, "--kind", "other_body", "--to", "民政局", "--reason", "r")
        seen = self.items("case", "history", key, "--as", body)
        self.assertEqual(seen[-1]["event"]["to"], "民政局")
        self.fails(REFUSED, "not_to_be_seen", "case", "history", key, "--as", "receiver:r1@信访办")

    def test_nobody_acts_as_the_engine_or_as_another_system_by_a_role(self):
        report = ("case", "report", "--station", "S001", "--district", "PD", "--category",
                  "attitude", "--matter", "QT02")  # fmt: skip
        for actor in ("timer:engine", "engine:e"):
            self.fails(2, "kept for the engine itself", *report, actor=actor)
        self.fails(2, "--interface NAME", *report, actor="importer:hotline")
        self.fails(2, "--as is required", *report, actor=None)
        self.fails(2, "without a role", *report, "--interface", "importer:hotline")
        key = self.answer(*report, "--interface", "hotline@city", actor=None)["item"]["key"]
        self.fails(2, "kept for the engine itself", "case", "archive", key, actor="timer:x")
        self.answer("case", "accept", key)
        log = self.run_it("--json", "tail").stdout.decode().splitlines()
        records = [json.loads(line) for line in log]
        self.assertEqual(records[0]["actor"], "importer:hotline@city")
        self.assertEqual([r["actor_kind"] for r in records], ["importer", "person"])

    def test_a_chain_is_told_and_kept(self):
        letter, click = "0" * 31 + "1", "0" * 31 + "2"
        self.answer("case", "report", "--district", "PD", "--category", "attitude", "--matter",
                    "QT02", "--correlation", letter, "--causation", click)  # fmt: skip
        record = json.loads(self.run_it("--json", "tail").stdout.decode().splitlines()[0])
        self.assertEqual((record["correlation"], record["causation"]), (letter, click))
        self.fails(2, "--correlation", "case", "report", "--correlation", "xyz")

    def test_reactions_are_listed_and_run(self):
        self.report_case()
        stands = self.items("reactions", "list")
        self.assertIn("calendar_limits", [r["name"] for r in stands])
        self.assertEqual([r["name"] for r in stands if r["label"] is None], [])
        self.items("reactions", "run")
        notice = json.dumps({"year": 2099, "days": [], "source": "test"}).encode()
        self.fails(1, "", "calendar", "publish-year", "--input", "-", stdin=notice,
                   actor="administrator:a1")  # fmt: skip
        self.assertEqual(self.items("reactions", "refused", "calendar_limits"), [])
        self.fails(4, "calendar_limits", "reactions", "refused", "calendar")
        moved = self.items("reactions", "move", "calendar_limits", "--to", "0")
        self.assertEqual(moved[0]["position"], 0)
        listed = {r["name"]: r for r in self.items("reactions", "list")}
        self.assertEqual(listed["calendar_limits"]["position"], 0)
        self.fails(2, "the log ends at", "reactions", "move", "calendar_limits", "--to", "999999")
        ran = self.items("reactions", "run")
        self.assertEqual((ran[0]["lag"], ran[0]["stopped"]), (0, False))


if __name__ == "__main__":
    main()
