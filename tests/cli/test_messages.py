"""The real messages: their figures equal an independent count, and twice changes nothing."""

import os
import sys

from harness import CommandTest, main

DATA = os.environ.get("RECOURSE_DATA")
MESSAGES = os.path.join(DATA, "messages.jsonl") if DATA else None

REFERENCE = {
    "cases": 1645, "median": 8, "p90": 29, "most": 796,
    "within_1": 157, "within_5": 615, "within_10": 1009, "within_15": 1216,
}  # fmt: skip


class Messages(CommandTest):
    def test_the_figures_equal_the_reference(self):
        first = self.item("import", "messages", MESSAGES)
        self.assertEqual(first, {"lines": 1645, "imported": 1645, "known": 0, "broken": 0})
        figures = self.item("report", "--channel", "imported")
        self.assertEqual(figures["working_days"], REFERENCE)
        self.assertEqual(figures["historical"], 1645)
        head = self.item("verify")["head"]
        again = self.item("import", "messages", MESSAGES)
        self.assertEqual(again, {"lines": 1645, "imported": 0, "known": 1645, "broken": 0})
        self.assertEqual(self.item("verify")["head"], head)
        self.fails(2, "kept for the engine", "case", "archive", "messages-2549",
                   "--as", "timer:clock")
        self.fails(1, "historical", "case", "archive", "messages-2549",
                   "--as", "window_officer:w@PD01")


if __name__ == "__main__":
    if not (MESSAGES and os.path.exists(MESSAGES)):
        print("left out: RECOURSE_DATA names no folder with messages.jsonl")
        sys.exit(77)
    main()
