"""What the tests of the command share: running it in a directory of its own."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop(1) if len(sys.argv) > 1 else "recourse"
OFFICER = "window_officer:w7@S001"


# The log of whoever runs the tests is not theirs; a test that wants one says so itself.
os.environ.pop("RECOURSE_STORE", None)


class CommandTest(unittest.TestCase):
    """One temporary directory a test; `self.store` is where its store goes."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="recourse-cli-")
        self.addCleanup(self.folder.cleanup)
        self.store = os.path.join(self.folder.name, "store")

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def run_it(self, *arguments, stdin=b"", actor=OFFICER):
        environment = {**os.environ, "RECOURSE_DIR": self.store}
        environment.pop("RECOURSE_ACTOR", None)
        if actor:
            environment["RECOURSE_ACTOR"] = actor
        return subprocess.run(
            [PROGRAM, *arguments], input=stdin, capture_output=True, env=environment, timeout=300
        )

    def answer(self, *arguments, **more):
        """The answer of a command that must succeed, read from JSON."""
        done = self.run_it("--json", *arguments, **more)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return json.loads(done.stdout)

    def item(self, *arguments, **more):
        """The one thing that a command answers with."""
        return self.answer(*arguments, **more)["item"]

    def items(self, *arguments, **more):
        """The list that a command answers with."""
        return self.answer(*arguments, **more)["items"]

    def fails(self, code, words, *arguments, **more):
        """The command must end with `code` and say `words` on standard error."""
        done = self.run_it(*arguments, **more)
        self.assertEqual(done.returncode, code, done.stdout.decode() + done.stderr.decode())
        self.assertIn(words, done.stderr.decode(errors="replace"))
        return done

    def report_case(self, key="S001-1"):
        return self.answer(
            "case", "report", "--id", key, "--category", "difficult", "--line", "population",
            "--present", "--district", "PD", "--narrative", "三次都没办成", "--name", "张三",
        )  # fmt: skip


def main():
    unittest.main(verbosity=1)
