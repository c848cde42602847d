"""Who sees what: no look without an actor, none in clear without a purpose and a record of it."""

import json

from harness import OFFICER, CommandTest, main

CHIEF = "station_chief:s1@S001"
SUPERVISOR = "supervisor:v1"
REFUSED, USAGE = 1, 2
NAME, PHONE = "蒋五", "13700000000"


class Access(CommandTest):
    def case(self, key="S001-1", *more):
        self.answer(
            "case", "report", "--id", key, "--district", "PD", "--category", "not_accepted",
            "--matter", "JJ04", "--reason", "M1", "--present", "--name", NAME, "--phone", PHONE,
            "--narrative", f"{NAME}来过三次，电话137-0000-0000", *more,
        )  # fmt: skip
        return key

    def with_notice(self):
        key = self.case()
        self.answer(
            "case", "route-notice", key, "--items", '{"code":"1","material":"","requirement":""}',
            "--acknowledged", "--basis", "b", "--place", "p", "--contact", "c", "--remedy", "r",
        )  # fmt: skip
        return key

    def types(self, key):
        return [e["event"]["type"] for e in self.items("case", "history", key)]

    def looks(self, key, **how):
        return [(one["actor"], one["purpose"]) for one in self.items("looks", f"case/{key}", **how)]

    def test_no_look_without_an_actor(self):
        key = self.with_notice()
        for look in (("case", "show", key), ("case", "history", key), ("case", "notice", key),
                     ("case", "document", key, "notice"), ("case", "next", key), ("tail",),
                     ("cases",), ("deadlines",), ("timers", "list"), ("calendar", "history"),
                     ("looks", f"case/{key}"), ("copy", f"case/{key}")):  # fmt: skip
            self.fails(USAGE, "--as: ", *look, actor=None)
        # --as and RECOURSE_ACTOR mean the same, and the first one counts.
        self.assertEqual(
            self.answer("case", "show", key, "--as", CHIEF, actor=None),
            self.answer("case", "show", key, actor=CHIEF),
        )
        self.fails(REFUSED, "not_to_be_seen", "case", "show", key, "--as", "window_officer:x@S002")

    def test_who_acts_in_no_role_that_there_is_is_told_so(self):
        key = self.case()
        for look in (("case", "show", key), ("case", "history", key), ("tail",), ("cases",),
                     ("deadlines",), ("ledger",), ("looks", f"case/{key}"), ("receipt", key),
                     ("calendar", "history"), ("calendar", "next")):  # fmt: skip
            self.fails(USAGE, "is no role; there are: ", *look, "--as", "nobody")
            self.fails(USAGE, "'ghost' is no role; there are: ", *look, "--as", "ghost:x")
            words = "'superviser' is no role; there are: supervisor, "
            self.fails(USAGE, words, *look, "--as", "superviser:s1@SH")

    def test_no_look_in_clear_without_a_purpose(self):
        key = self.with_notice()
        for look in (("case", "show", key), ("case", "history", key), ("case", "notice", key),
                     ("tail",), ("looks", f"case/{key}"), ("copy", f"case/{key}")):  # fmt: skip
            self.fails(USAGE, "--purpose", "--reveal", *look)
            self.fails(USAGE, "--reveal", *look, "--purpose", "核对")
        self.fails(USAGE, "no personal data", "--reveal", "cases", "--purpose", "核对")
        self.assertEqual(self.looks(key), [])
        self.assertNotIn("case.unmasked", self.types(key))

    def test_every_way_to_clear_text_is_recorded_first(self):
        key = self.with_notice()
        ways = (
            ("case", "show", key), ("case", "history", key), ("case", "notice", key),
            ("case", "document", key, "notice"), ("tail",), ("copy", f"case/{key}"),
        )  # fmt: skip
        for n, way in enumerate(ways, 1):
            masked = "" if way[0] == "copy" else self.run_it("--json", *way).stdout.decode()
            self.assertNotIn(NAME, masked, way)
            done = self.run_it("--json", "--reveal", *way, "--purpose", f"核对{n}")
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertIn(NAME, done.stdout.decode(), way)
            self.assertEqual(self.looks(key)[-1], (OFFICER, f"核对{n}"), way)
        self.assertEqual(len(self.looks(key)), len(ways))
        self.assertEqual(self.types(key).count("case.unmasked"), len(ways))

    def test_what_is_refused_shows_nothing_in_clear(self):
        key = self.with_notice()
        other = "window_officer:w9@S001"  # of the station, and never handled it
        for way in (("case", "show", key), ("case", "history", key), ("case", "notice", key),
                    ("copy", f"case/{key}")):  # fmt: skip
            done = self.fails(REFUSED, "assigned", "--reveal", *way, "--purpose", "好奇", actor=other)
            self.assertEqual(done.stdout, b"", way)
        log = self.run_it("--json", "--reveal", "tail", "--purpose", "好奇", actor=other)
        self.assertEqual(log.returncode, 0, log.stderr.decode())
        self.assertNotIn(NAME, log.stdout.decode())
        self.assertTrue(all("masked" in json.loads(line) for line in log.stdout.splitlines()))
        self.assertEqual(self.looks(key), [])
        self.fails(REFUSED, "purpose_missing", "--reveal", "case", "show", key, "--purpose", "  ")
        self.fails(USAGE, "--follow", "--reveal", "tail", "--follow", "--purpose", "核对")

    def test_tail_leaves_out_what_is_not_theirs(self):
        self.case("S001-1")
        self.answer("case", "report", "--id", "S002-1", "--district", "PD", "--category", "policy",
                    "--line", "traffic", actor="window_officer:w1@S002")  # fmt: skip

        def streams(actor):
            log = self.run_it("--json", "tail", actor=actor).stdout.splitlines()
            return {json.loads(line)["stream"] for line in log}

        self.assertEqual(streams(OFFICER), {"case/S001-1"})
        self.assertEqual(streams("window_officer:w1@S002"), {"case/S002-1"})
        self.assertEqual(streams(SUPERVISOR), {"case/S001-1", "case/S002-1"})
        self.assertEqual(streams("administrator:a1"), set())
        listed = [c["case"] for c in self.items("cases", actor=OFFICER)]
        self.assertEqual(listed, ["S001-1"])
        self.assertEqual({d["case"] for d in self.items("deadlines", actor=OFFICER)}, {"S001-1"})
        self.assertEqual(self.items("cases", actor="administrator:a1"), [])

    def test_a_citizen_sees_what_he_can_name_and_no_list(self):
        key = self.case()
        self.case("S001-2")
        citizen = "citizen:c1"
        self.assertEqual(self.items("cases", actor=citizen), [])
        self.assertEqual(self.items("deadlines", actor=citizen), [])
        self.assertEqual(self.items("ledger", actor=citizen), [])
        told = self.run_it("--json", "tail", actor=citizen).stdout.decode()
        self.assertNotIn("case/", told)
        self.assertEqual(self.item("case", "show", key, actor=citizen)["key"], key)
        self.assertNotEqual(self.items("cases", actor=OFFICER), [])

    def test_a_workflow_that_records_no_looks_shows_nothing_in_clear(self):
        self.answer(
            "calendar", "publish-year", "--year", "2099", "--as", "administrator:a1",
            "--days", '{"date":"2099-01-01","off":true,"name":"元旦"}',
        )  # fmt: skip
        self.assertEqual(len(self.items("calendar", "history")), 1)
        look = ("--reveal", "calendar", "history", "--purpose", "p")
        self.fails(REFUSED, "looks_not_recorded", *look)
        self.assertEqual(self.items("looks", "calendar/cn"), [])

    def test_what_is_not_theirs_to_see_is_null(self):
        key = self.case("S001-1", "--accused", '{"staff":"","described":"三号窗口"}')
        self.answer("case", "recuse", key, "--staff", "w3", "--reason", "被反映", actor=CHIEF)
        seen = self.items("case", "history", key, "--as", "citizen:c1")
        received, barred = seen[0]["event"], seen[-1]["event"]
        for hidden in ("accused", "inquiry", "name_mark", "by", "profile"):
            self.assertIsNone(received[hidden], hidden)
        self.assertEqual((received["name"], received["station"]), ("蒋*", "S001"))
        self.assertIsNone(barred["person"])
        staff = self.items("case", "history", key, "--as", SUPERVISOR)[0]["event"]
        self.assertEqual(staff["accused"], [{"staff": "", "described": "三号窗口"}])
        self.assertEqual(staff["by"], "w7")
        self.assertIsNone(staff["inquiry"])

    def test_of_a_confidential_report_clear_text_names_nobody_to_the_outside(self):
        key = self.case("S001-1", "--confidential")
        inside = self.run_it("--json", "--reveal", "case", "history", key, "--purpose", "核对")
        self.assertIn(f"{NAME}来过三次，电话137-0000-0000", inside.stdout.decode())
        seen = self.items("--reveal", "case", "history", key, "--purpose", "督办", actor=SUPERVISOR)
        received = seen[0]["event"]
        self.assertIsNone(received["name"])
        self.assertIsNone(received["phone"])
        self.assertEqual(received["narrative"], "蒋*来过三次，电话137****0000")
        self.assertNotIn(NAME, json.dumps(seen, ensure_ascii=False))

    def test_looks_tell_who_saw_it_when_and_for_what(self):
        key = self.case()
        self.answer("--reveal", "case", "show", key, "--purpose", "回访", actor=CHIEF)
        (look,) = self.items("looks", f"case/{key}")
        self.assertEqual((look["actor"], look["purpose"]), (CHIEF, "回访"))
        self.assertRegex(look["at"], r"^\d{4}-\d\d-\d\dT")
        self.assertIn("回访", self.run_it("looks", f"case/{key}").stdout.decode())
        self.fails(REFUSED, "not_to_be_seen", "looks", f"case/{key}", actor="citizen:c1")
        self.fails(USAGE, "KIND/KEY", "looks", "S001-1")
        self.fails(4, "there is no case", "looks", "case/S001-9")

    def test_a_citizen_reads_their_own_case_in_clear_with_the_code(self):
        key = self.case("S001-1", "--inquiry-code", "7K3M-9QXR", "--accused",
                        '{"staff":"w5","described":""}')  # fmt: skip
        citizen = "citizen:c1"
        look = ("--reveal", "case", "history", key, "--purpose", "查看答复")
        self.fails(REFUSED, "code_missing", *look, actor=citizen)
        self.fails(REFUSED, "wrong_code", *look, "--code", "AAAA-0000", actor=citizen)
        self.fails(USAGE, "--code", "case", "history", key, "--code", "7K3M-9QXR", actor=citizen)
        self.assertEqual(self.looks(key), [])
        received = self.items(*look, "--code", "7k3m9qxr", actor=citizen)[0]["event"]
        self.assertEqual((received["name"], received["phone"]), (NAME, PHONE))
        self.assertIsNone(received["accused"])
        self.assertEqual(self.looks(key), [(citizen, "查看答复")])
        self.assertNotIn("7K3M", json.dumps(self.items("case", "history", key)))
        # Nobody lists or follows cases as a citizen, code or none.
        every = self.run_it("--json", "--reveal", "tail", "--purpose", "p", "--code", "7K3M-9QXR",
                            actor=citizen)  # fmt: skip
        self.assertNotIn(NAME, every.stdout.decode())
        self.assertEqual(self.looks(key), [(citizen, "查看答复")], "what lists looks at none")

    def test_a_copy_holds_what_is_the_persons_and_nothing_of_others(self):
        key = self.case("S001-1", "--accused", '{"staff":"w5","described":""}')
        done = self.item("--reveal", "copy", f"case/{key}", "--purpose", "本人申请", actor=CHIEF)
        received = done["events"][0]["event"]
        self.assertEqual((received["name"], received["phone"]), (NAME, PHONE))
        self.assertIn(NAME, received["narrative"])
        for others in ("accused", "by", "profile", "inquiry"):
            self.assertIsNone(received[others], others)
        self.assertEqual(done["looks"][-1]["purpose"], "本人申请")
        self.assertEqual(done["left_out"], ["rater", "comment"])
        said = self.run_it("--reveal", "copy", f"case/{key}", "--purpose", "p", actor=CHIEF)
        text = said.stdout.decode()
        for part in ("登记 case.received", NAME, PHONE, "本人申请", "rater, comment"):
            self.assertIn(part, text)
        self.assertNotIn("w5", text)
        whole = self.item("--reveal", "copy", f"case/{key}", "--purpose", "p", actor=SUPERVISOR)
        self.assertEqual(whole["left_out"], [])

    def test_what_a_command_answers_with_is_masked(self):
        for flags in ((), ("--reveal",)):
            done = self.answer(*flags, "case", "report", "--district", "PD", "--category", "policy",
                               "--line", "traffic", "--name", NAME)  # fmt: skip
            self.assertNotIn(NAME, json.dumps(done, ensure_ascii=False))
        # Whoever may not see the case learns that it was done, and no more.
        key = self.case()
        done = self.answer("case", "recuse", key, "--staff", "w7", "--reason", "本人回避")
        self.assertEqual(done["item"], {"key": key})
        self.assertEqual(done["outcome"]["events"], ["case.barred"])


if __name__ == "__main__":
    main()
