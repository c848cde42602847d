#!/usr/bin/env python3
"""Fails if a hot path needs more instructions than its budget allows.

    guard.py build/release/bin/bench_paths            checks against budgets.json beside this file
    guard.py build/release/bin/bench_paths --update   writes the budgets as they are now

Instructions are counted by callgrind, within the path alone, so the count does not depend on what
else the machine does. A path that grew by more than the tolerance is shown with the functions whose
own instructions grew most. Exit code: 0 within budget, 1 over it, 2 not understood, 77 left out
(no valgrind, or another compiler than the budgets are of), saying why.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

LEFT_OUT = 77
TOLERANCE_PERCENT = 5
# How often each path is done: enough that what is done once does not count.
TIMES = {
    "append-memory": 20,
    "decide": 50,
    "decode": 50,
    "encode": 50,
    "fold": 50,
    "scan": 5,
}
FUNCTIONS_KEPT = 40
FUNCTIONS_SHOWN = 8
LINE = re.compile(r"^\s*([\d,]+)\s*\(\s*[\d.]+%\)\s+(.*)$")


def left_out(why):
    print(f"guard.py: left out: {why}")
    sys.exit(LEFT_OUT)


def compiler_of(program):
    """What the compiler wrote into the program."""
    shown = subprocess.run(
        ["readelf", "-p", ".comment", program], capture_output=True, text=True, check=True
    ).stdout
    names = sorted(set(re.findall(r"(?:GCC|clang version|Debian clang)[^\n]*", shown)))
    return "; ".join(names)


def function_of(text):
    """The name without its file and its object."""
    return re.sub(r"\s+\[[^\]]*\]$", "", text).split(":", 1)[-1]


def functions_in(annotated):
    """Own instructions by function, from what callgrind_annotate prints."""
    found = {}
    for line in annotated.splitlines():
        match = LINE.match(line)
        if match and match[2] != "PROGRAM TOTALS":
            name = function_of(match[2])
            found[name] = found.get(name, 0) + int(match[1].replace(",", ""))
    return found


def count(program, path):
    """Instructions of doing a path once, and the functions that they are spent in."""
    times = TIMES[path]
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        command = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={out}",
            "--toggle-collect=measured_path",
            program,
            path,
            str(times),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode != 0:
            sys.exit(f"guard.py: {path} failed:\n{done.stderr[-2000:]}")
        annotated = subprocess.run(
            ["callgrind_annotate", "--threshold=100", "--auto=no", out],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        with open(out, encoding="utf-8", errors="replace") as file:
            total = next(int(line.split()[1]) for line in file if line.startswith("summary:"))
    functions = {name: n // times for name, n in functions_in(annotated).items()}
    return total // times, functions


def kept(functions):
    largest = sorted(functions.items(), key=lambda item: -item[1])[:FUNCTIONS_KEPT]
    return dict(largest)


def grown(functions, before):
    """Functions by how much their own instructions grew, the most first. Of one that is not among
    those that were kept, no more is known than that it was smaller than they."""
    smallest = min(before.values(), default=0)
    growth = {name: n - before.get(name, smallest) for name, n in functions.items()}
    return sorted(
        ((n, name) for name, n in growth.items() if n > 0), key=lambda one: (-one[0], one[1])
    )


def check(budgets, counted):
    """Prints each path beside its budget; true if none is over it."""
    within = True
    tolerance = budgets["tolerance_percent"]
    for path, (total, functions) in counted.items():
        budget = budgets["paths"].get(path)
        if budget is None:
            print(f"{path:16} {total:12,} instructions, and no budget: guard.py --update")
            within = False
            continue
        change = 100 * (total / budget["instructions"] - 1)
        over = change > tolerance
        word = "OVER" if over else "within"
        print(f"{path:16} {total:12,} instructions, {change:+.1f} %, {word} {tolerance} %")
        if over:
            within = False
            for n, name in grown(functions, budget["functions"])[:FUNCTIONS_SHOWN]:
                print(f"    {n:+12,}  {name[:140]}")
    for path in budgets["paths"]:
        if path not in counted:
            print(f"{path:16} has a budget and is measured no more")
            within = False
    return within


def main(words):
    if not words or len(words) > 2 or words[1:] not in ([], ["--update"]):
        print(__doc__)
        return 2
    program = words[0]
    budgets_file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "budgets.json")
    if not os.access(program, os.X_OK):
        print(f"guard.py: there is no program {program}")
        return 2
    if shutil.which("valgrind") is None:
        left_out("valgrind is not installed")
    compiler = compiler_of(program)
    if words[1:] != ["--update"]:
        with open(budgets_file, encoding="utf-8") as file:
            budgets = json.load(file)
        if budgets["compiler"] != compiler:
            left_out(f"budgets are of {budgets['compiler']}, the program of {compiler}")
    counted = {path: count(program, path) for path in TIMES}
    if words[1:] != ["--update"]:
        return 0 if check(budgets, counted) else 1
    written = {
        "compiler": compiler,
        "tolerance_percent": TOLERANCE_PERCENT,
        "paths": {
            path: {"instructions": total, "functions": kept(functions)}
            for path, (total, functions) in counted.items()
        },
    }
    with open(budgets_file, "w", encoding="utf-8") as file:
        json.dump(written, file, indent=1)
        file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
