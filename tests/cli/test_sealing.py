"""Personal data by the command: sealed with a master key, erased, proved, and never in a file."""

import os
import shutil
import stat

from harness import CommandTest, main

REFUSED, USAGE, NOT_FOUND, UNAVAILABLE, PROBLEMS = 1, 2, 4, 5, 6
ADMINISTRATOR = "administrator:a1"
NAME, PHONE, STORY = "欧阳明日", "13912345678", "去了三次都说系统坏了"


class Sealing(CommandTest):
    def setUp(self):
        super().setUp()
        self.master = self.path("master.key")
        self.run_it("keys", "create", self.master)
        self.sealed = True

    def run_it(self, *arguments, **more):
        if getattr(self, "sealed", False):
            arguments = ("--master-key", self.master, *arguments)
        return super().run_it(*arguments, **more)

    def report(self, key="S001-1"):
        return self.answer(
            "case", "report", "--id", key, "--category", "difficult", "--line", "population",
            "--present", "--district", "PD", "--narrative", STORY, "--name", NAME, "--phone", PHONE,
        )  # fmt: skip

    def withdraw(self, key="S001-1"):
        self.answer("case", "withdraw", key, "--proof", "signature", "--reference", "QM-1")

    def erase(self, key="case/S001-1", *more, actor=ADMINISTRATOR):
        return self.item("erase", key, *more, actor=actor)

    def in_clear(self, *where):
        """The history of the case as its chief sees it for a purpose."""
        look = ("case", "history", "S001-1", "--reveal", "--purpose", "回访")
        return self.run_it("--json", *where, *look, actor="station_chief:c1@S001")

    def files_with(self, text):
        found = []
        for folder, _, names in os.walk(self.folder.name):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    if text.encode() in file.read():
                        found.append(os.path.join(folder, name))
        return found

    def test_a_master_key_is_for_its_owner_and_never_replaced(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.master).st_mode), 0o600)
        self.fails(USAGE, "is there already", "keys", "create", self.master)
        os.chmod(self.master, 0o644)
        done = self.fails(USAGE, "chmod 600", "case", "show", "S001-1")
        with open(self.master, encoding="ascii") as file:
            self.assertNotIn(file.read().strip(), done.stderr.decode())

    def test_no_file_holds_what_is_personal(self):
        self.report()
        self.answer("backup", "create", self.path("backup"))
        self.answer("--log", self.path("log"), "--log-level", "debug", "cases")
        for text in (NAME, PHONE, STORY):
            self.assertEqual(self.files_with(text), [], text)
        shown = self.in_clear()
        self.assertIn(NAME, shown.stdout.decode(), shown.stderr.decode())

    def test_without_a_master_key_it_is_told_that_it_lies_in_clear(self):
        self.sealed = False
        told = self.run_it(
            "case", "report", "--id", "S001-1", "--category", "difficult", "--line", "population",
            "--present", "--district", "PD", "--narrative", STORY,
        )  # fmt: skip
        self.assertIn("in clear form", told.stderr.decode())
        self.assertNotEqual(self.files_with(STORY), [], "the test above can fail")
        self.sealed = True
        self.fails(USAGE, "begun without keys", "case", "show", "S001-1")

    def test_without_its_keys_a_sealed_log_shows_what_is_not_personal(self):
        self.report()
        self.sealed = False
        shown = self.in_clear()
        self.assertEqual(shown.returncode, 0, shown.stderr.decode())
        self.assertNotIn(NAME, shown.stdout.decode())
        self.fails(
            UNAVAILABLE, "personal data", "case", "report", "--id", "S001-2", "--category",
            "difficult", "--line", "population", "--present", "--district", "PD", "--narrative",
            STORY,
        )  # fmt: skip
        self.fails(UNAVAILABLE, "keys", "erase", "case/S001-1", actor=ADMINISTRATOR)
        self.answer("case", "contact", "S001-1", "--how", "phone")
        self.answer("verify")

    def test_another_master_key_opens_nothing(self):
        self.report()
        self.sealed = False
        self.run_it("keys", "create", self.path("other.key"))
        self.fails(
            UNAVAILABLE, "does not open with this master key", "--master-key",
            self.path("other.key"), "case", "show", "S001-1",
        )  # fmt: skip

    def test_erasing_asks_the_case_and_proves_itself(self):
        self.report()
        self.fails(REFUSED, "goes on", "erase", "case/S001-1", actor=ADMINISTRATOR)
        self.withdraw()
        self.fails(REFUSED, "not by window_officer", "erase", "case/S001-1")
        self.fails(USAGE, "--as is required", "erase", "case/S001-1", actor=None)
        self.fails(PROBLEMS, "", "erase", "case/S001-1", "--prove")
        for reason in (f"{NAME}书面申请", f"来电{PHONE}要求删除"):
            self.fails(REFUSED, "for ever, in clear", "erase", "case/S001-1", "--reason", reason,
                       actor=ADMINISTRATOR)  # fmt: skip
        proof = self.erase("case/S001-1", "--reason", "书面申请")
        self.assertTrue(proof["holds"], proof)
        self.assertGreaterEqual(proof["fields"], 3)
        self.assertEqual((proof["opening"], proof["usable"], proof["unreached"]), (0, [], []))
        self.assertEqual(proof["erasures"][0]["ground"], "request")
        again = self.item("erase", "case/S001-1", "--prove")
        # Rows are counted as the views stand, which follow the erasure by themselves.
        self.assertGreaterEqual(again.pop("rows"), 1)
        proof.pop("rows")
        self.assertEqual(again, proof)
        shown = self.in_clear().stdout.decode()
        for text in (NAME, PHONE, STORY):
            self.assertNotIn(text, shown)
        self.fails(REFUSED, "erased already", "erase", "case/S001-1", actor=ADMINISTRATOR)
        self.assertTrue(self.item("verify")["ok"])
        self.assertEqual(len(self.items("cases")), 1, "the case stays, and counts")

    def test_wrong_arguments_say_what_there_is(self):
        self.report()
        self.fails(USAGE, "reporter", "erase", "case/S001-1", "--subject", "reportr")
        self.fails(USAGE, "retention", "erase", "case/S001-1", "--ground", "because")
        self.fails(USAGE, "stream", "erase", "S001-1", actor=ADMINISTRATOR)
        self.fails(NOT_FOUND, "no case", "erase", "case/none", actor=ADMINISTRATOR)
        self.fails(NOT_FOUND, "no workflow", "erase", "cases/S001-1", actor=ADMINISTRATOR)
        self.sealed = False
        self.fails(USAGE, "needs --master-key", "--keys", self.path("k"), "case", "show", "S001-1")

    def test_an_older_backup_with_its_older_keys_opens_nobody_who_was_erased_since(self):
        self.report()
        self.withdraw()
        self.answer("backup", "create", self.path("backup"))
        self.item("keys", "copy", self.path("copy"))
        self.erase()
        restored = self.path("restored")
        self.item("--dir", restored, "backup", "restore", self.path("backup"))
        shutil.copytree(self.path("copy"), os.path.join(restored, "keys"))
        os.remove(os.path.join(restored, "keys", "lock"))
        shown = self.in_clear("--dir", restored)
        self.assertEqual(shown.returncode, 0, shown.stderr.decode())
        for text in (NAME, PHONE, STORY):
            self.assertNotIn(text, shown.stdout.decode())

    def test_a_copy_that_is_away_is_owed_the_erasure_and_health_says_so(self):
        self.report()
        self.withdraw()
        self.item("keys", "copy", self.path("copy"))
        os.rename(self.path("copy"), self.path("away"))
        done = self.run_it("--json", "erase", "case/S001-1", actor=ADMINISTRATOR)
        self.assertEqual(done.returncode, PROBLEMS, done.stderr.decode())
        self.assertIn(self.path("copy"), done.stdout.decode())
        self.fails(PROBLEMS, "", "keys", "status")
        told = self.run_it("health")
        self.assertEqual(told.returncode, PROBLEMS)
        self.assertIn("keys_unreached", told.stdout.decode() + told.stderr.decode())
        os.rename(self.path("away"), self.path("copy"))
        self.answer("timers", "fire")
        self.assertEqual(self.item("keys", "status")["unreached"], [])
        self.assertTrue(self.item("erase", "case/S001-1", "--prove")["holds"])

    def test_what_is_past_its_term_is_found_and_nothing_else(self):
        self.report()
        self.withdraw()
        told = self.answer("erase", "--past-retention", "--dry-run", actor=ADMINISTRATOR)
        self.assertEqual((told["items"], told["erased"]), ([], 0))
        self.fails(
            REFUSED, "is kept until", "erase", "case/S001-1", "--ground", "retention",
            actor=ADMINISTRATOR,
        )  # fmt: skip
        both = "say a stream, or --past-retention"
        self.fails(USAGE, both, "erase", actor=ADMINISTRATOR)
        self.fails(USAGE, both, "erase", "case/S001-1", "--past-retention", actor=ADMINISTRATOR)

    def test_the_demonstration_is_sealed_too_and_goes_on(self):
        self.item("demo", "shanghai-2023")
        self.assertEqual(self.item("demo", "shanghai-2023")["fresh"], 0, "it was there")
        self.assertGreater(self.item("keys", "status")["keys"], 3000)
        self.answer("check-upgrade")
        self.assertTrue(self.item("verify")["ok"])

    def test_after_rotation_the_new_master_key_opens(self):
        self.report()
        self.sealed = False
        new = self.path("new.key")
        self.run_it("keys", "create", new)
        self.sealed = True
        self.item("keys", "rotate", "--to", new)
        self.fails(UNAVAILABLE, "master key", "case", "show", "S001-1")
        self.master = new
        shown = self.in_clear()
        self.assertIn(NAME, shown.stdout.decode(), shown.stderr.decode())


if __name__ == "__main__":
    main()
