"""What a citizen is given for a case, what others may see of it, and what is printed."""

import json

from harness import CommandTest, main

REPORT = ("--district", "PD",
          "--category", "difficult", "--matter", "RK10", "--present", "--name", "张三")
CITIZEN = "citizen:c1"
CHIEF = "station_chief:s1@S001"


class Intake(CommandTest):
    def report(self, *more, **how):
        return self.answer("case", "report", *REPORT, *more, **how)

    def test_cases_are_numbered_in_the_order_of_their_day(self):
        numbers = [self.report()["item"]["key"] for _ in range(3)]
        self.assertEqual([n.split("-")[2] for n in numbers], ["0001", "0002", "0003"])
        other = self.report(actor="window_officer:w1@S002")["item"]["key"]
        self.assertTrue(other.startswith("S002-") and "-0001-" in other, other)

    def test_a_refused_report_takes_no_number(self):
        self.fails(1, "category", "case", "report", "--matter", "RK10")
        self.assertIn("-0001-", self.report()["item"]["key"])

    def test_a_mistyped_number_is_found(self):
        number = self.report()["item"]["key"]
        wrong = number.replace("-0001-", "-0007-")
        self.fails(2, "would end in", "case", "show", wrong)
        self.assertEqual(self.item("case", "show", number)["key"], number)

    def test_a_repeated_report_is_the_same_case_without_the_code(self):
        one = ("--command-id", "00112233445566778899aabbccddeeff")
        first, again = self.report(*one)["outcome"], self.report(*one)["outcome"]
        self.assertEqual(first["stream"], again["stream"])
        self.assertRegex(first["inquiry_code"], "^[0-9A-Z]{4}-[0-9A-Z]{4}$")
        self.assertNotIn("inquiry_code", again)
        self.assertTrue(again["repeated"])
        self.fails(3, "00112233", "case", "report", *REPORT, "--reason", "D1", *one)

    def test_a_late_command_finds_what_silence_has_brought(self):
        # The licence act: what nobody answered in time is accepted from the filing day.
        licence = ("--category", "not_accepted", "--matter", "ZA02", "--reason", "S2")
        when = ("--reported-at", "2023-06-01T09:00")
        key = self.answer("case", "report", "--district", "PD", *licence, *when)["item"]["key"]
        self.assertEqual(len(self.items("case", "history", key)), 1)
        self.fails(1, "not_allowed_in_phase", "case", "accept", key)
        told = {e["event"]["type"]: e["actor"] for e in self.items("case", "history", key)}
        self.assertEqual(told["case.deemed_accepted"], "timer:engine")
        work = self.item("case", "show", key)["state"]["work"]
        self.assertEqual(work["accepted_at"], "2023-06-01T01:00:00.000Z")
        before = self.item("verify")["head"]
        self.assertEqual(self.item("timers", "fire")["fired"], 0, "nothing is left to them")
        self.assertEqual(self.item("verify")["head"], before)

    def test_the_code_rates_and_is_not_in_the_log(self):
        made = self.report()
        key, code = made["item"]["key"], made["outcome"]["inquiry_code"]
        self.answer("case", "route-on-spot", key)
        done = ("--outcome", "done", "--reply", "r", "--told", "in_person")
        self.answer("case", "close", key, *done)
        rate = ("case", "rate", key, "--way", "code", "--grade", "satisfied")
        self.fails(1, "inquiry code", *rate, actor=CITIZEN)
        self.fails(1, "inquiry code", *rate, "--code", "AAAA-AAAA", actor=CITIZEN)
        self.answer(*rate, "--code", code.lower().replace("-", ""), actor=CITIZEN)
        log = self.run_it("--json", "--reveal", "tail", "--purpose", "核对").stdout.decode()
        self.assertNotIn(code, log)
        self.assertNotIn(code.replace("-", ""), log)

    def test_a_simple_case_is_one_command_from_a_form(self):
        form = self.item("case", "form", "--matter", "RK20", "--district", "PD")
        self.assertEqual(form["report"]["district"], "PD")
        self.assertEqual(form["report"]["station"], "S001")
        self.assertEqual(form["report"]["line"], "population")
        self.fails(1, "category", "case", "finish-on-spot", "--input", "-",
                   stdin=json.dumps(form).encode())  # fmt: skip
        form["report"]["category"] = "other"
        form["outcome"] = "done"
        given = json.dumps(form).encode()
        done = self.item("case", "finish-on-spot", "--input", "-", stdin=given)
        self.assertEqual(done["state"]["phases"]["stage"], "closed")
        self.assertEqual(done["version"], 4)
        self.assertIn("same_day", done["state"]["loops"])
        self.fails(2, "XX", "case", "form", "--matter", "XX")
        self.fails(2, "'PX' is no district", "case", "form", "--matter", "RK20", "--district", "PX")
        for actor in ("citizen:c1", "window_officer:w1", "wndow:w1@S001"):
            self.fails(2, "--as", "case", "form", "--matter", "RK20", actor=actor)

    def test_who_looks_sees_what_is_theirs(self):
        key = self.report("--channel", "phone")["item"]["key"]
        look = ("case", "history", key, "--as")
        self.assertEqual(len(self.items(*look, CHIEF)), 2)
        self.fails(1, "not_to_be_seen", *look, "window_officer:w1@S002")
        self.fails(1, "not_to_be_seen", *look, "administrator:a1")
        self.answer("case", "recuse", key, "--staff", "s1", "--reason", "r", actor="supervisor:v1")
        refused = self.run_it("--json", *look, CHIEF)
        self.assertEqual(json.loads(refused.stderr)["refusal"]["rule"], "bars")

    def test_a_look_at_personal_data_is_recorded_or_refused(self):
        key = self.report()["item"]["key"]
        look = ("--reveal", "case", "history", key, "--as")
        self.fails(2, "for what", *look, CHIEF)
        self.fails(1, "assigned", *look, "window_officer:w9@S001", "--purpose", "p")
        self.assertEqual(len(self.items("case", "history", key)), 2)
        shown = self.answer(*look, CHIEF, "--purpose", "核对身份")
        self.assertIn("张三", json.dumps(shown, ensure_ascii=False))
        last = self.items("case", "history", key)[-1]
        self.assertEqual(last["event"]["type"], "case.unmasked")
        self.assertEqual(last["event"]["purpose"], "核对身份")

    def test_the_notice_is_printed(self):
        key = self.answer("case", "report", "--district", "PD",
                          "--category", "not_accepted", "--matter", "JJ01",
                          "--present", "--name", "张三")["item"]["key"]  # fmt: skip
        self.fails(4, "no written notice", "case", "notice", key)
        # A paper without a code is none that the catalogue lacks.
        self.fails(1, "items_missing", "case", "route-notice", key, "--items",
                   '{"material":"身份证"}', "--basis", "法", "--place", "窗口", "--contact", "民警",
                   "--remedy", "复议", "--acknowledged")  # fmt: skip
        self.answer(
            "case", "route-notice", key, "--items", '{"code":"1"}', "--items", '{"code":"2"}',
            "--basis", "道路交通安全法", "--place", "窗口", "--contact", "<民警>", "--remedy", "复议",
            "--acknowledged",
        )  # fmt: skip
        told = self.answer("case", "notice", key)
        self.assertEqual(list(told), ["position", "item"])
        self.assertEqual(told["position"], 3)
        text = self.run_it("case", "notice", key).stdout.decode()
        for part in (key, "张*", "机动车驾驶证", "道路交通安全法", "复议"):
            self.assertIn(part, text)
        html = self.run_it("case", "notice", key, "--html").stdout.decode()
        self.assertIn("&lt;民警&gt;", html)
        self.assertEqual(self.run_it("case", "document", key, "notice").stdout.decode(), text)
        accepted = self.run_it("case", "document", key, "受理通知书").stdout.decode()
        self.assertIn("SL-" + key, accepted)
        self.fails(4, "no receipt of refusal", "case", "document", key, "refusal")
        self.fails(2, "kind of document", "case", "document", key, "letter")

    def test_a_draft_is_printed_before_what_was_signed_is_recorded(self):
        key = self.answer("case", "report", "--district", "PD",
                          "--category", "not_accepted", "--matter", "JJ01",
                          "--present", "--name", "张三")["item"]["key"]  # fmt: skip
        form = json.dumps({"items": [{"code": "1"}], "basis": "道路交通安全法", "place": "窗口",
                           "contact": "民警", "remedy": "复议"}).encode()  # fmt: skip
        draft = self.item("case", "document", key, "notice", "--draft", "--input", "-",
                          actor="window_officer:w7@S001", stdin=form)  # fmt: skip
        self.assertIn("文书稿", draft["text"])
        self.assertIn(draft["draft"], draft["text"])
        self.fails(4, "no written notice", "case", "notice", key)
        record = ("case", "route-notice", key, "--input", "-", "--acknowledged",
                  "--draft", draft["draft"])  # fmt: skip
        self.fails(1, "not what the draft", *record, "--contact", "另一人", stdin=form)
        self.answer(*record, stdin=form)
        self.assertNotIn("文书稿", self.run_it("case", "notice", key).stdout.decode())

    def test_words_of_lists_are_taken_in_chinese_too(self):
        key = self.answer("case", "report", "--district", "PD",
                          "--category", "窗口未能办成的疑难杂症", "--matter",
                          "RK10", "--present", "--channel", "窗口")["item"]["key"]  # fmt: skip
        state = self.item("case", "show", key)["state"]
        self.assertEqual(state["intake"]["category"], "difficult")
        self.assertEqual([c["case"] for c in self.items("cases", "--phase", "已受理待分类")], [key])
        self.answer("case", "contact", key, "--how", "电话", "--reached",
                    actor="反映窗口民警:w7@S001")  # fmt: skip
        help_text = self.run_it("case", "decline", "--help").stdout.decode()
        self.assertIn("属信访事项", help_text)

    def test_the_same_order_of_the_hotline_is_the_same_case(self):
        order = ("case", "report", "--station", "S001", "--district", "PD", "--category",
                 "attitude", "--matter", "QT02", "--channel", "hotline",
                 "--reference", "SH12345-1")  # fmt: skip
        first = self.answer(*order, "--name", "朱九", "--interface", "h")["outcome"]
        again = self.answer(*order, "--name", "朱 九", "--interface", "h2", actor=None)["outcome"]
        self.assertEqual(first["stream"], again["stream"])
        self.assertTrue(again["repeated"])
        self.assertNotIn("inquiry_code", again)
        other = self.answer(*order[:-1], "SH12345-2", "--interface", "h@city")["outcome"]
        self.assertNotEqual(first["stream"], other["stream"])


if __name__ == "__main__":
    main()
