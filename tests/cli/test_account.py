"""Accounts: opened by an administrator; a password is set, noted, and stands nowhere."""

import os
import stat
import subprocess

from harness import PROGRAM, CommandTest, main

ADMINISTRATOR = "administrator:a1"
PASSWORD = "correct horse 电池"


class Accounts(CommandTest):
    def opened(self, key="a1", *more):
        role = more or ("--role", "administrator")
        return self.item("account", "open", key, "--name", "钱七", *role, actor=ADMINISTRATOR)

    def password(self, key, text=PASSWORD, actor=ADMINISTRATOR):
        return self.run_it(
            "account", "password", key, "--stdin", stdin=(text + "\n").encode(), actor=actor
        )

    def test_the_first_account_is_opened_by_whoever_has_the_store(self):
        state = self.opened()["state"]
        self.assertEqual((state["phase"], state["role"]), ("open", "administrator"))
        self.assertEqual(state["staff"], "a1")
        self.fails(1, "not for window_officer", "account", "close", "a1", "--reason", "x")
        self.fails(
            1, "Say the unit", "account", "open", "w7", "--name", "王五", "--role",
            "window_officer", actor=ADMINISTRATOR,
        )  # fmt: skip

    def test_a_password_is_set_and_noted_and_stands_nowhere(self):
        self.opened()
        done = self.password("a1")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        file = os.path.join(self.store, "accounts.sqlite")
        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
        for folder, _, names in os.walk(self.store):
            for name in names:
                with open(os.path.join(folder, name), "rb") as bytes_of:
                    self.assertNotIn(PASSWORD.encode(), bytes_of.read(), name)
        entries = self.items("account", "history", "a1", actor=ADMINISTRATOR)
        self.assertEqual(len(entries), 2)
        self.assertIn("account.password_set", str(entries[1]))

    def test_what_is_wrong_changes_nothing(self):
        self.opened()
        self.opened("w7", "--role", "window_officer", "--unit", "PD01")
        for code, words, done in (
            (2, "at least 10 characters", self.password("a1", "short")),
            (2, "UTF-8", self.run_it("account", "password", "a1", "--stdin",
                                     stdin=b"correct horse \xff\n", actor=ADMINISTRATOR)),
            (2, "ended before", self.run_it("account", "password", "a1", "--stdin",
                                            actor=ADMINISTRATOR)),
            (2, "no terminal", self.run_it("account", "password", "a1", actor=ADMINISTRATOR)),
            (2, "--as is required", self.password("a1", actor=None)),
            (4, "no open account", self.password("nobody")),
            (1, "not of w8", self.password("w7", actor="window_officer:w8@PD01")),
        ):  # fmt: skip
            self.assertEqual(done.returncode, code, done.stderr.decode())
            self.assertIn(words, done.stderr.decode())
        self.assertEqual(len(self.items("account", "history", "w7", actor=ADMINISTRATOR)), 1)

    def test_at_a_terminal_it_is_typed_twice_and_not_shown(self):
        self.opened()
        for second, code in ((PASSWORD, 0), (PASSWORD + "!", 2)):
            primary, secondary = os.openpty()
            environment = {**os.environ, "RECOURSE_DIR": self.store}
            environment["RECOURSE_ACTOR"] = ADMINISTRATOR
            process = subprocess.Popen(
                [PROGRAM, "account", "password", "a1"], stdin=secondary, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env=environment,
            )  # fmt: skip
            os.close(secondary)
            # What is typed before the echo is off is thrown away: each line waits for its question.
            self.assertIn("Password", self.until_asked(process))
            os.write(primary, (PASSWORD + "\n").encode())
            self.assertIn("Again", self.until_asked(process))
            os.write(primary, (second + "\n").encode())
            process.communicate(timeout=60)
            self.assertEqual(process.returncode, code)
            os.set_blocking(primary, False)
            try:
                shown = os.read(primary, 4096)
            except (BlockingIOError, OSError):
                shown = b""
            os.close(primary)
            self.assertNotIn(b"horse", shown)

    @staticmethod
    def until_asked(process):
        """What it says up to the colon of its question."""
        text = b""
        while not text.endswith(b": "):
            one = process.stderr.read(1)
            if not one:
                break
            text += one
        return text.decode()


if __name__ == "__main__":
    main()
