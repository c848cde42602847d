"""Kills a writing process at random moments and holds what is left against what it acknowledged.

An acknowledgement counts once its whole line is in the pipe, which the kernel keeps for us.
"""

import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

VICTIM = sys.argv.pop(1)
ROUNDS = int(os.environ.get("RECOURSE_KILL_ROUNDS", "200"))
SEED = int(os.environ.get("RECOURSE_KILL_SEED", "1"))
NOBODY = 65534


class Writer:
    """A victim that writes; its lines are read once it is dead."""

    def __init__(self, directory, first=1):
        # The output goes to a file: a pipe that nobody empties would stop the writer.
        self.output = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [VICTIM, "write", directory, str(first)], stdout=self.output, stderr=subprocess.PIPE
        )

    def wait_until_open(self):
        while os.pread(self.output.fileno(), 4, 0) != b"open" and self.process.poll() is None:
            time.sleep(0.001)

    def end(self, signal_number):
        self.process.send_signal(signal_number)
        self.process.wait()
        self.process.stderr.close()
        return self.lines()

    def lines(self):
        self.output.seek(0)
        text = self.output.read().decode()
        self.output.close()
        return [line for line in text.split("\n")[:-1] if line != "open"]


def check(directory, lines, **options):
    return subprocess.run(
        [VICTIM, "check", directory], input="\n".join(lines), text=True, capture_output=True,
        timeout=120, check=False, **options,
    )  # fmt: skip


class Kill(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="recourse-kill-")
        self.addCleanup(self.folder.cleanup)
        self.directory = os.path.join(self.folder.name, "store")

    def test_what_was_acknowledged_before_a_kill_is_there_after_it(self):
        moments = random.Random(SEED)
        acknowledged = []
        total = early = 0
        for round_number in range(ROUNDS):
            if round_number % 10 == 0:
                total += len(acknowledged)
                acknowledged = []
                self.directory = os.path.join(self.folder.name, f"store{round_number}")
            # A killed writer may have appended beyond its last line: serials are not used twice.
            first = 1 + (round_number % 10) * 1_000_000
            writer = Writer(self.directory, first)
            if moments.random() < 0.8:
                writer.wait_until_open()
            time.sleep(moments.random() * moments.choice((0.005, 0.03, 0.1)))
            lines = writer.end(signal.SIGKILL)
            early += not lines
            acknowledged += lines
            checked = check(self.directory, acknowledged)
            self.assertEqual(
                checked.returncode, 0,
                f"round {round_number}, seed {SEED}: {checked.stdout}{checked.stderr}",
            )  # fmt: skip
        total += len(acknowledged)
        print(f"{ROUNDS} kills, {early} before the first acknowledgement, {total} acknowledged")
        self.assertGreater(total, ROUNDS)

    def test_a_second_writer_is_refused_and_the_first_goes_on(self):
        writer = Writer(self.directory)
        writer.wait_until_open()
        second = check(self.directory, [])
        self.assertEqual(second.returncode, 3, second.stdout)
        self.assertIn("store_locked", second.stdout)
        self.assertIn(str(writer.process.pid), second.stdout)
        time.sleep(0.1)
        self.assertIsNone(writer.process.poll())
        self.assertEqual(check_ok(self, self.directory, writer.end(signal.SIGKILL)), 0)

    def test_sigterm_drains_what_was_accepted(self):
        for pause in (0.0, 0.05, 0.2):
            writer = Writer(self.directory, 1 + int(pause * 10_000_000))
            writer.wait_until_open()
            time.sleep(pause)
            lines = writer.end(signal.SIGTERM)
            self.assertEqual(writer.process.returncode, 0)
            self.assertEqual(lines[-1], f"drained {len(lines) - 1}")
            self.assertEqual(check_ok(self, self.directory, lines[:-1]), 0)

    def test_a_directory_that_cannot_be_written_is_refused_and_left_alone(self):
        writer = Writer(self.directory)
        writer.wait_until_open()
        time.sleep(0.05)
        lines = writer.end(signal.SIGTERM)
        os.chmod(self.folder.name, 0o755)
        for folder, _, _ in os.walk(self.directory):
            os.chmod(folder, stat.S_IRUSR | stat.S_IXUSR | 0o055)
        before = snapshot(self.directory)
        as_nobody = {"user": NOBODY} if os.geteuid() == 0 else {}
        refused = check(self.directory, [], **as_nobody)
        self.assertEqual(refused.returncode, 3, refused.stdout + refused.stderr)
        self.assertIn("Permission denied", refused.stdout)
        self.assertEqual(snapshot(self.directory), before)
        for folder, _, _ in os.walk(self.directory):
            os.chmod(folder, 0o755)
        self.assertEqual(check_ok(self, self.directory, lines[:-1]), 0)


def check_ok(case, directory, lines):
    checked = check(directory, lines)
    case.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)
    return checked.returncode


def snapshot(directory):
    """Names and contents of all files."""
    files = {}
    for folder, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                files[path] = file.read()
    return files


if __name__ == "__main__":
    unittest.main()
