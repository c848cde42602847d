"""Every row of the tables of refusals is provoked by some test.

Usage: every_refusal.py <test program> [test program…]. Runs the programs, but for tests that take
long and refuse nothing, and asks what they made refusals from (tests/support/refusal_watch.cpp).
"""

import os
import subprocess
import sys
import tempfile


LEFT_OUT = ("RealNarratives.*", "Columns.*", "PhrasesInNoise.*", "ClassesInNoise.*")


def main(programs):
    with tempfile.TemporaryDirectory() as folder:
        seen = os.path.join(folder, "seen")
        for program in programs:
            done = subprocess.run(
                [program, "--gtest_brief=1", "--gtest_filter=-" + ":".join(LEFT_OUT)],
                env={**os.environ, "RECOURSE_REFUSALS_SEEN": seen},
                stdout=subprocess.DEVNULL,
                check=False,
            )
            if done.returncode != 0:
                print(f"{program} failed: run it by itself")
                return 1
        with open(seen, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split(" ", 1) for line in file]
    made = {text for word, text in lines if word == "made"}
    rows = [text.split(" ", 2) for text in dict.fromkeys(t for word, t in lines if word == "row")]
    missing = [f"{table}: {row}" for table, row, zh in rows if f"{row} {zh}" not in made]
    for line in missing:
        print(f"no test provokes {line}")
    print(f"{len(rows) - len(missing)} of {len(rows)} rows are provoked")
    return 1 if missing or not rows else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
