"""A complaint from report to rating, by the command."""

import json

from harness import CommandTest, main


class Session(CommandTest):
    def test_a_case_lives_from_report_to_rating(self):
        self.assertEqual(self.report_case()["state"]["phases"]["stage"], "accepted")
        self.assertIn("case.route_on_spot", self.answer("case", "next", "S001-1")["next"])
        self.answer("case", "route-on-spot", "S001-1")
        closed = self.answer(
            "case", "close", "S001-1", "--outcome", "done", "--reply", "已办结", "--told", "in_person"
        )
        self.assertEqual(closed["state"]["ending"]["outcome"], "done")
        self.answer(
            "case", "rate", "S001-1", "--way", "code", "--grade", "satisfied", actor="citizen:c1"
        )
        events = [e["event"]["type"] for e in self.answer("case", "history", "S001-1")]
        self.assertEqual(events[0], "case.received")
        self.assertEqual(events[-1], "case.rated")
        figures = self.answer("report")
        self.assertEqual((figures["cases"], figures["done"], figures["rated"]), (1, 1, 1))
        self.assertTrue(self.answer("verify")["ok"])

    def test_an_unnamed_case_gets_a_readable_key(self):
        made = self.answer("case", "report", "--category", "policy", "--line", "traffic")
        self.assertRegex(made["case"], r"^S001-\d{8}-0001-[0-9A-Z]$")

    def test_personal_data_is_masked_unless_revealed(self):
        self.report_case()
        masked = json.dumps(self.answer("case", "history", "S001-1"), ensure_ascii=False)
        self.assertNotIn("张三", masked)
        self.assertIn("张*", masked)
        shown = json.dumps(self.answer("--reveal", "case", "history", "S001-1"), ensure_ascii=False)
        self.assertIn("张三", shown)
        self.assertNotIn("张三", json.dumps(self.answer("--reveal", "case", "show", "S001-1")))

    def test_storing_personal_data_says_that_it_is_not_sealed(self):
        done = self.run_it("case", "report", "--category", "policy", "--line", "traffic")
        self.assertIn("clear form", done.stderr.decode())

    def test_a_repeated_command_id_gives_the_first_answer(self):
        self.report_case()
        one = "00112233445566778899aabbccddeeff"
        first = self.answer("case", "route-on-spot", "S001-1", "--command-id", one)
        again = self.answer("case", "route-on-spot", "S001-1", "--command-id", one)
        self.assertFalse(first["repeated"])
        self.assertTrue(again["repeated"])
        self.assertEqual(first["position"], again["position"])
        self.fails(3, one, "case", "escalate", "S001-1", "--command-id", one)

    def test_a_refusal_says_what_is_allowed_in_both_languages(self):
        self.report_case()
        done = self.fails(1, "allowed now: ", "case", "accept", "S001-1")
        self.assertIn("不能进行", done.stderr.decode())
        refused = json.loads(self.run_it("--json", "case", "accept", "S001-1").stderr)["refused"]
        self.assertEqual(refused["name"], "not_allowed_in_phase")
        self.assertIn("case.route_on_spot", refused["allowed"])

    def test_a_case_can_be_seen_as_it_stood(self):
        self.report_case()
        early = self.answer("case", "show", "S001-1", "--at-version", "1")
        self.assertEqual(early["state"]["phases"]["stage"], "received")

    def test_fields_can_come_as_json(self):
        fields = {"category": "policy", "line": "traffic", "counter_did": ["refused", "delayed"]}
        made = self.answer("case", "report", "--input", "-", stdin=json.dumps(fields).encode())
        self.assertEqual(made["state"]["intake"]["counter_did"], ["refused", "delayed"])

    def test_help_teaches(self):
        self.assertIn("A case from report to rating", self.run_it("--help").stdout.decode())
        close = self.run_it("case", "close", "--help").stdout.decode()
        self.assertIn("--outcome", close)
        self.assertIn("cannot_by_law", close)


if __name__ == "__main__":
    main()
