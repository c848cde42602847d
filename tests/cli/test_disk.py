"""A disk with no room: the command ends with an error, and nothing that was acknowledged is gone.

The room is taken away by a limit on the size of a file, which needs no disk of its own; with the
right to mount, a small disk is filled as well.
"""

import os
import resource
import signal
import subprocess
import unittest

from harness import PROGRAM, CommandTest, main

UNAVAILABLE = 5
MIB = 1 << 20


class Disk(CommandTest):
    def demo(self, file_bytes=None):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

        return subprocess.run(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
            capture_output=True, timeout=300, preexec_fn=limit if file_bytes else None,
        )  # fmt: skip

    def test_files_that_may_not_grow(self):
        heads = []
        for file_bytes in (MIB, 300_000, 700_000, 500_000):
            done = self.demo(file_bytes)
            self.assertEqual(done.returncode, UNAVAILABLE, done.stderr.decode())
            self.assertIn("File too large", done.stderr.decode())
            report = self.item("verify")
            self.assertTrue(report["ok"], report)
            heads.append(report["head"])
        self.assertEqual(heads, sorted(heads))
        self.assertGreater(heads[-1], 0)
        self.assertEqual(self.demo().returncode, 0)
        self.assertTrue(self.item("verify")["ok"])

    def test_a_disk_that_fills_up(self):
        mount = self.path("small")
        os.mkdir(mount)
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", mount], capture_output=True
        )
        if made.returncode != 0:
            raise unittest.SkipTest("no right to mount a small disk")
        self.addCleanup(lambda: subprocess.run(["umount", mount], check=True))
        self.store = os.path.join(mount, "store")
        ballast = os.path.join(mount, "ballast")
        with open(ballast, "wb") as file:
            file.write(b"x" * (9 * MIB))
        for _ in range(2):
            done = self.demo()
            self.assertEqual(done.returncode, UNAVAILABLE, done.stderr.decode())
            self.assertIn("No space left", done.stderr.decode())
            self.assertTrue(self.item("verify")["ok"])
        os.remove(ballast)
        subprocess.run(["mount", "-o", "remount,size=64m", mount], check=True)
        done = self.demo()
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertTrue(self.item("verify")["ok"])


if __name__ == "__main__":
    main()
