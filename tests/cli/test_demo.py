"""The demo: the published table, a kill in the middle of it, the key that it makes for itself."""

import json
import os
import shutil
import signal
import stat
import subprocess
import time

from harness import PROGRAM, CommandTest, main

LINES = {
    "population": 2913, "public_order": 99, "criminal": 64, "traffic": 33, "exit_entry": 0,
    "other": 145,
}  # fmt: skip


UNAVAILABLE = 5


class Demo(CommandTest):
    def setUp(self):
        super().setUp()
        self.key = self.store + ".demo-key"

    def demo(self):
        return self.item("demo", "shanghai-2023")

    def begun(self, *options):
        """A demo that has begun, and goes no further."""
        process = subprocess.Popen(
            [PROGRAM, "--dir", self.store, "demo", "shanghai-2023", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        patience = time.monotonic() + 60
        while time.monotonic() < patience and process.poll() is None:
            done = self.run_it("--json", "verify")
            if done.returncode == 0 and json.loads(done.stdout)["item"]["head"] > 0:
                break
            time.sleep(0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertGreater(self.item("verify")["head"], 0)

    def read_key(self):
        with open(self.key, "rb") as file:
            return file.read()

    def test_a_new_demo_is_sealed_by_a_key_that_later_commands_find(self):
        done = self.demo()
        self.assertEqual(os.path.realpath(done["master_key"]), os.path.realpath(self.key))
        self.assertEqual(stat.S_IMODE(os.stat(self.key).st_mode), 0o600)
        named = self.item("--master-key", self.key, "keys", "status")
        self.assertEqual(self.item("keys", "status"), named)
        text = self.run_it("demo", "shanghai-2023")
        self.assertIn(done["master_key"], text.stdout.decode())
        self.assertNotIn("in clear form", text.stderr.decode())
        hidden = self.path("hidden")
        os.rename(self.key, hidden)
        self.fails(UNAVAILABLE, "--master-key", "keys", "status")
        self.assertEqual(self.item("--master-key", hidden, "keys", "status"), named)

    def test_a_clear_demo_has_no_key(self):
        self.begun("--clear")
        self.assertFalse(os.path.exists(self.key))
        self.assertFalse(os.path.exists(os.path.join(self.store, "keys")))
        self.fails(UNAVAILABLE, "has no keys", "keys", "status")
        # Going on with it seals nothing.
        done = self.run_it("demo", "shanghai-2023")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        self.assertIn("in clear form", done.stderr.decode())
        self.assertNotIn(".demo-key", done.stdout.decode())
        self.assertFalse(os.path.exists(self.key))

    def test_a_key_that_lies_there_is_never_overwritten(self):
        self.begun()
        before = self.read_key()
        shutil.rmtree(self.store)
        self.begun()
        self.assertEqual(self.read_key(), before, "copies of the other demo open by it")
        self.item("--master-key", self.key, "keys", "status")
        shutil.rmtree(self.store)
        self.begun("--clear")
        self.assertEqual(self.read_key(), before)
        shutil.rmtree(self.store)
        with open(self.key, "wb") as file:
            file.write(b"no key\n")
        done = self.run_it("demo", "shanghai-2023")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("the demonstration's key", done.stderr.decode())
        self.assertEqual(self.read_key(), b"no key\n")

    def test_a_killed_demo_loses_nothing_and_resumes_to_the_published_table(self):
        acknowledged = 0
        for patience in (1.0, 1.7, 0.6):
            process = subprocess.Popen(
                [PROGRAM, "--dir", self.store, "demo", "shanghai-2023"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(patience)
            process.send_signal(signal.SIGKILL)
            process.wait()
            report = self.item("verify")
            self.assertTrue(report["ok"], report)
            self.assertGreaterEqual(report["head"], acknowledged, "acknowledged events are gone")
            acknowledged = report["head"]
        self.assertGreater(acknowledged, 0)
        done = self.demo()
        self.assertTrue(done["resumed"])
        figures = done["figures"]
        self.assertEqual({k: v["cases"] for k, v in figures["lines"].items()}, LINES)
        counted = (figures["cases"], figures["stations"], figures["districts"])
        self.assertEqual(counted, (3254, 311, 16))
        self.assertEqual(figures["open"], 0)
        self.assertTrue(self.item("verify")["ok"])
        again = self.demo()
        self.assertEqual((again["fresh"], again["events"]), (0, done["events"]))
        self.assertEqual(again["figures"], figures)

    def test_it_says_that_the_cases_are_simulated_and_prints_the_table(self):
        text = self.run_it("demo", "shanghai-2023").stdout.decode()
        self.assertIn("simulated", text)
        self.assertRegex(text, r"人口\s+Population.*\s2,913\s+90 %")
        self.assertRegex(text, r"合计\s+total\s+3,254")
        self.assertRegex(text, r"durable commands a second")
        self.assertIn(os.path.realpath(self.store), text)

    def test_a_foreign_store_is_refused_and_left_alone(self):
        self.report_case()
        self.fails(2, "demo", "demo", "shanghai-2023")
        self.assertEqual(self.item("verify")["head"], 2)
        self.assertFalse(os.path.exists(self.key))

    def test_another_seed_is_another_demo(self):
        self.demo()
        self.fails(2, "seed", "demo", "shanghai-2023", "--seed", "1")


if __name__ == "__main__":
    main()
