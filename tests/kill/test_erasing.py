"""Kills a process that seals and erases at random moments, and tries what opens afterwards.

Who was acknowledged as taken in opens, who was acknowledged as erased does not, and an erasure that
the log records is carried out whatever was killed in between.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ERASER = sys.argv.pop(1)
ROUNDS = int(os.environ.get("RECOURSE_KILL_ROUNDS", "60"))
SEED = int(os.environ.get("RECOURSE_KILL_SEED", "1"))


def write_and_kill(directory, first, moments):
    """What was acknowledged before it was killed: "in 7", "out 9"."""
    with tempfile.TemporaryFile() as output:
        with subprocess.Popen([ERASER, "write", directory, str(first)], stdout=output) as process:
            while os.pread(output.fileno(), 4, 0) != b"open" and process.poll() is None:
                time.sleep(0.001)
            time.sleep(moments.random() * moments.choice((0.01, 0.05, 0.2)))
            process.send_signal(signal.SIGKILL)
        output.seek(0)
        lines = output.read().decode().split("\n")[:-1]
    return [line for line in lines if line != "open"]


class Erasing(unittest.TestCase):
    def test_what_was_erased_before_a_kill_opens_nowhere_after_it(self):
        moments = random.Random(SEED)
        with tempfile.TemporaryDirectory(prefix="recourse-kill-") as folder:
            acknowledged, total, erased = [], 0, 0
            directory = ""
            for number in range(ROUNDS):
                if number % 10 == 0:
                    acknowledged, directory = [], os.path.join(folder, f"store{number}")
                lines = write_and_kill(directory, 1 + (number % 10) * 100_000, moments)
                acknowledged += lines
                total += len(lines)
                erased += sum(line.startswith("out") for line in lines)
                checked = subprocess.run(
                    [ERASER, "check", directory], input="\n".join(acknowledged), text=True,
                    capture_output=True, timeout=120, check=False,
                )  # fmt: skip
                self.assertEqual(
                    checked.returncode, 0,
                    f"round {number}, seed {SEED}: {checked.stdout}{checked.stderr}",
                )  # fmt: skip
            print(f"{ROUNDS} kills, {total} acknowledged, {erased} of them erasures")
            self.assertGreater(erased, 0)


if __name__ == "__main__":
    unittest.main()
