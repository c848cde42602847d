"""The demo: the published table, and a kill in the middle of it."""

import os
import signal
import subprocess
import time

from harness import PROGRAM, CommandTest, main

LINES = {
    "population": 2913, "public_order": 99, "criminal": 64, "traffic": 33, "exit_entry": 0,
    "other": 145,
}  # fmt: skip


class Demo(CommandTest):
    def demo(self):
        return self.item("demo", "shanghai-2023")

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

    def test_another_seed_is_another_demo(self):
        self.demo()
        self.fails(2, "seed", "demo", "shanghai-2023", "--seed", "1")


if __name__ == "__main__":
    main()
