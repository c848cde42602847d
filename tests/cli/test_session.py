"""A complaint from report to rating, by the command."""

import json
import os

from harness import CommandTest, main


class Session(CommandTest):
    def test_a_case_lives_from_report_to_rating(self):
        made = self.report_case()
        self.assertEqual(made["item"]["state"]["phases"]["stage"], "accepted")
        code = made["outcome"]["inquiry_code"]
        steps = [step["type"] for step in self.items("case", "next", "S001-1")]
        self.assertIn("case.route_on_spot", steps)
        self.answer("case", "route-on-spot", "S001-1")
        closed = self.item(
            "case", "close", "S001-1", "--outcome", "done", "--reply", "已办结", "--told", "in_person"
        )
        self.assertEqual(closed["state"]["ending"]["outcome"], "done")
        self.answer(
            "case", "rate", "S001-1", "--way", "code", "--code", code, "--grade", "satisfied",
            actor="citizen:c1",
        )  # fmt: skip
        events = [e["event"]["type"] for e in self.items("case", "history", "S001-1")]
        self.assertEqual(events[0], "case.received")
        self.assertEqual(events[-1], "case.rated")
        figures = self.item("report")
        self.assertEqual((figures["cases"], figures["done"], figures["rated"]), (1, 1, 1))
        self.assertTrue(self.item("verify")["ok"])

    def test_an_unnamed_case_gets_a_readable_key(self):
        made = self.answer("case", "report", "--district", "PD",
                           "--category", "policy", "--line", "traffic")
        self.assertRegex(made["item"]["key"], r"^S001-\d{8}-0001-[0-9A-Z]$")

    def test_personal_data_is_masked_unless_revealed(self):
        self.report_case()
        masked = json.dumps(self.answer("case", "history", "S001-1"), ensure_ascii=False)
        self.assertNotIn("张三", masked)
        self.assertIn("张*", masked)
        look = ("--reveal", "case", "history", "S001-1", "--purpose", "核对")
        self.assertIn("张三", json.dumps(self.answer(*look), ensure_ascii=False))

    def test_storing_personal_data_says_that_it_is_not_sealed(self):
        done = self.run_it("case", "report", "--district", "PD",
                           "--category", "policy", "--line", "traffic")
        self.assertIn("clear form", done.stderr.decode())

    def test_a_command_for_a_version_that_has_passed_is_a_conflict(self):
        seen = self.report_case()["outcome"]["version"]
        late = ("case", "route-on-spot", "S001-1", "--expected-version")
        self.fails(5, f"at version {seen}", *late, str(seen - 1))
        self.fails(2, "--expected-version", *late, "one")
        done = self.answer(*late, str(seen))["outcome"]
        self.assertGreater(done["version"], seen)
        self.fails(5, "version_conflict", "case", "report", "--id", "S001-9", "--category",
                   "difficult", "--line", "population", "--present", "--district", "PD",
                   "--expected-version", "1")  # fmt: skip

    def test_a_repeated_command_id_gives_the_first_answer(self):
        self.report_case()
        one = "00112233445566778899aabbccddeeff"
        first = self.answer("case", "route-on-spot", "S001-1", "--command-id", one)
        again = self.answer("case", "route-on-spot", "S001-1", "--command-id", one)
        self.assertFalse(first["outcome"]["repeated"])
        self.assertEqual(again["outcome"], {**first["outcome"], "repeated": True})
        self.assertEqual(again["item"], first["item"])
        self.fails(3, one, "case", "escalate", "S001-1", "--command-id", one)

    def test_a_refusal_says_what_is_allowed_in_both_languages(self):
        self.report_case()
        done = self.fails(1, "allowed now: ", "case", "accept", "S001-1")
        self.assertIn("不能进行", done.stderr.decode())
        refused = json.loads(self.run_it("--json", "case", "accept", "S001-1").stderr)["refusal"]
        self.assertEqual(refused["name"], "not_allowed_in_phase")
        self.assertIn("case.route_on_spot", refused["allowed"])

    def test_a_case_can_be_seen_as_it_stood(self):
        self.report_case()
        early = self.item("case", "show", "S001-1", "--version", "1")
        self.assertEqual((early["key"], early["version"]), ("S001-1", 1))
        self.assertEqual(early["state"]["phases"]["stage"], "received")

    def test_fields_can_come_as_json(self):
        fields = {"district": "PD", "category": "policy", "line": "traffic",
                  "counter_did": ["refused", "delayed"]}
        made = self.item("case", "report", "--input", "-", stdin=json.dumps(fields).encode())
        self.assertEqual(made["state"]["intake"]["counter_did"], ["refused", "delayed"])

    def test_an_answer_says_what_was_recorded_and_where_it_is_true(self):
        made = self.report_case()
        self.assertEqual(list(made), ["position", "item", "outcome"])
        self.assertEqual(made["position"], 2)
        self.assertEqual(
            list(made["item"]), ["key", "version", "definition", "state", "timers", "next"]
        )
        self.assertNotIn("allowed", made["item"]["state"])
        self.assertIn("case.route_on_spot", made["item"]["next"])
        limits = [d["kind"] for d in made["item"]["state"]["current_deadlines"] if not d["met_at"]]
        self.assertEqual(sorted(t["name"] for t in made["item"]["timers"]), sorted(limits))
        outcome = made["outcome"]
        self.assertEqual(
            {name: outcome[name] for name in ("stream", "version", "position", "repeated")},
            {"stream": "case/S001-1", "version": 2, "position": 2, "repeated": False},
        )
        self.assertEqual(outcome["events"], ["case.received", "case.accepted"])
        self.report_case("S001-2")
        shown = self.answer("case", "show", "case/S001-1")
        self.assertEqual(list(shown), ["position", "item"])
        self.assertEqual((shown["position"], shown["item"]), (4, made["item"]))
        self.assertEqual(self.answer("case", "history", "S001-1")["position"], 4)
        citizens = self.item("case", "show", "S001-1", "--as", "citizen:c1")["next"]
        self.assertNotIn("case.route_on_spot", citizens)
        self.assertIn("case.withdraw", citizens)

    def test_next_is_what_the_actor_may_give(self):
        self.report_case()
        said = self.items("case", "next", "S001-1")
        self.assertEqual(list(said[0]), ["type", "doc", "zh"])
        everything = [step["type"] for step in said]
        citizens = [
            step["type"] for step in self.items("case", "next", "S001-1", "--as", "citizen:c1")
        ]
        self.assertIn("case.withdraw", citizens)
        self.assertNotIn("case.close", citizens)
        self.assertLess(set(citizens), set(everything))
        words = "'mayor' is no role; there are: "
        self.fails(2, words, "case", "next", "S001-1", "--as", "mayor:x")
        text = self.run_it("case", "next", "S001-1").stdout.decode()
        self.assertRegex(text, r"(?m)^route-on-spot +\S+$")

    def test_the_schema_of_a_type_is_printed(self):
        types = {row["type"]: row for row in self.items("case", "schema")}
        self.assertEqual(types["case.accept"]["of"], "command")
        self.assertEqual(types["case.accepted"]["of"], "event")
        self.assertEqual(types["case.state"]["of"], "state")
        self.assertTrue(all(row["doc"] for row in types.values()))
        schema = self.item("case", "schema", "case.rate")
        self.assertEqual(schema["title"], "case.rate")
        self.assertIn("satisfied", schema["properties"]["grade"]["enum"])
        self.assertIn("satisfied", schema["properties"]["service"]["anyOf"][0]["enum"])
        self.assertEqual(schema["required"], ["way", "grade"])
        text = self.run_it("case", "schema", "case.rate").stdout
        self.assertEqual(json.loads(text), schema)
        self.assertFalse(os.path.exists(self.store), "it needs no store")
        nearest = "'case.acept' is no type of case; there are: case.accept, case.accepted, "
        self.fails(2, nearest, "case", "schema", "case.acept")

    def test_keys_that_are_none_of_the_workflow(self):
        self.report_case()
        self.fails(2, "'calendar/cn' is no key of case", "case", "show", "calendar/cn")
        self.fails(2, "key", "case", "show")

    def test_help_teaches(self):
        self.assertIn("A case from report to rating", self.run_it("--help").stdout.decode())
        close = self.run_it("case", "close", "--help").stdout.decode()
        self.assertIn("--outcome", close)
        self.assertIn("cannot_by_law", close)


if __name__ == "__main__":
    main()
