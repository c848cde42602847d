"""`recourse health`: what a store says of itself from outside."""

import re

from harness import CommandTest, main

USAGE, BAD_INPUT, NOT_FOUND = 2, 3, 4


class Health(CommandTest):
    def test_a_store_that_is_well(self):
        self.report_case()
        told = self.item("health")
        self.assertEqual((told["ok"], told["troubles"]), (True, []))
        self.assertEqual(told["head"], self.item("verify")["head"])
        self.assertIn("all is well", self.run_it("health").stdout.decode())

    def test_the_figures_are_what_prometheus_reads(self):
        self.report_case()
        lines = self.run_it("health", "--prometheus").stdout.decode().splitlines()
        sample = re.compile(r'^[a-z_]+(\{([a-z_]+="[^"]*",?)+\})? [0-9.e+-]+(Inf)?$')
        seen = set()
        for line in lines:
            if line.startswith("# TYPE "):
                seen.add(line.split()[2])
            elif not line.startswith("# HELP "):
                self.assertRegex(line, sample)
        self.assertIn("recourse_log_head", seen)
        # It says the same as `health` does, though this process only reads.
        self.assertIn("recourse_healthy 1", lines)
        self.assertNotIn("recourse_store_writable", seen)
        self.assertIn("recourse_view_lag_events", seen)

    def test_what_is_wrong_with_the_call(self):
        self.fails(NOT_FOUND, "does not exist", "health")
        self.report_case()
        self.fails(USAGE, "--log-level", "--log-level", "loud", "health")

    def test_the_log_has_what_happened_and_nothing_that_was_said(self):
        log = self.path("log")
        self.answer(
            "--log", log, "--log-level", "debug", "case", "report", "--id", "S001-1",
            "--district", "PD", "--category", "difficult", "--line", "population",
            "--narrative", "三次都没办成",
        )  # fmt: skip
        self.fails(
            BAD_INPUT, "control character",
            "--log", log, "case", "message", "S001-1", "--text", "秘密\x1b[0m",
        )  # fmt: skip
        with open(log) as file:
            text = file.read()
        self.assertRegex(text, r"level=warning event=command_failed command=")
        self.assertRegex(text, r"time=\S+ level=info event=opened store=rocksdb directory=")
        self.assertRegex(text, r"event=closing position=1\n")
        self.assertNotIn("三次", text)
        self.assertNotIn("秘密", text)


if __name__ == "__main__":
    main()
