"""How long `import recourse` takes: the median of several new processes, and what takes it.

    PYTHONPATH=build/release/python /usr/bin/python3 benchmarks/python/bench_import.py [--runs N]

Each run is a process of its own, with the files in the page cache and compiled to .pyc; its time is
that of the import alone, without the interpreter's start. Beside it: the same process importing
nothing (the clock's own cost), and an import that a first command needs as well. Both wall and
processor time are shown: on a machine with other work only the second means anything.
"""

from __future__ import annotations

import argparse
import platform
import re
import statistics
import subprocess
import sys

MEASURE = (
    "import time; a, b = time.perf_counter(), time.process_time(); {}; "
    "print(time.perf_counter() - a, time.process_time() - b)"
)
CASES = {
    "nothing": "pass",
    "recourse": "import recourse",
    "recourse, and what a first command needs":
        "import recourse; recourse.Actor, recourse.complaint.Report, recourse.complaint.Phase",
}


def once(statement: str) -> tuple[float, float]:
    """Milliseconds of the wall and of the processor, in a new process."""
    done = subprocess.run([sys.executable, "-c", MEASURE.format(statement)], check=True,
                          capture_output=True, text=True)
    wall, processor = (float(part) * 1e3 for part in done.stdout.split())
    return wall, processor


def shown(values: list[float]) -> str:
    return (f"median {statistics.median(values):6.1f} ms  "
            f"[{min(values):.1f} … {max(values):.1f}]")


def slowest(most: int) -> list[tuple[int, int, str]]:
    """(itself, with what it imports, name) in microseconds, by -X importtime."""
    done = subprocess.run([sys.executable, "-X", "importtime", "-c", "import recourse"],
                          check=True, capture_output=True, text=True)
    rows = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)", done.stderr)
    ends = next(i for i, row in enumerate(rows) if row[3] == "recourse")
    begins = max((i for i, row in enumerate(rows[:ends]) if len(row[2]) == 1), default=-1)
    ours = [(int(own), int(whole), name) for own, whole, _, name in rows[begins + 1:ends + 1]]
    return sorted(ours, reverse=True)[:most]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {options.runs} processes each, after one")
    for name, statement in CASES.items():
        once(statement)
        times = [once(statement) for _ in range(options.runs)]
        print(f"\n{name}")
        print(f"  wall       {shown([wall for wall, _ in times])}")
        print(f"  processor  {shown([processor for _, processor in times])}")
    print("\n-X importtime: microseconds itself / with what it imports")
    for own, whole, name in slowest(8):
        print(f"  {own:8} {whole:8}  {name}")


if __name__ == "__main__":
    main()
