"""Keeps the budget of building: how long one file may take to compile, and all of them.

Usage: budget.py <build folder>. Reads what ninja noted of the build that made the folder
(.ninja_log). The unit is the median of the library's lower rooms in the same log, so that a slow
machine, or a busy one, moves both sides alike. It judges a build that was made at one go: objects
that were compiled again, or that came from a compiler cache, say nothing of each other; then it
says so and ends with 77 (skipped).
"""

import json
import os
import statistics
import sys

REFERENCE = ("src/base/", "src/describe/", "src/core/")
CACHED_BELOW = 300  # ms; nothing of this project compiles faster
FEWEST = 25  # of the reference
# In units. One is some 2.5 to 3.5 s on the machine that these were set on.
# What engine.hpp and office.hpp bring along has grown by viewers, keys, erasures, duties: 12, 18.
FILE = 12.0
PRECOMPILED = 18.0  # one stands for the same headers in each file of its room
# Some 1,000 without the six workflows around the case; each of them has some 20 commands and 20
# events and costs some 50 to 70 with everything that serves it; the case's own extensions some 100.
# Dispatch catalogue and hotline are two more, some 150; event logs, ledger, similar cases, figures
# and classes with their commands and tests some 250. Logs that move between stores, stores by URI,
# limits of eight workflows counted anew and workflows of Python's, with their tests, some 120.
WHOLE = 2020.0
# One file alone takes up to half more or less from run to run (what runs beside it decides): what
# is over its budget by less than that is named and is no fault. The whole evens itself out to a
# tenth or so.
NOISE = 1.5
NOISE_OF_WHOLE = 1.1


def times_of(folder):
    """Milliseconds by object, of those that the build still makes; none if one was made twice."""
    with open(os.path.join(folder, "compile_commands.json"), encoding="utf-8") as file:
        commands = json.load(file)
    wanted = {entry["output"] for entry in commands if "output" in entry}
    if not wanted:
        wanted = {output_of(entry["command"]) for entry in commands}
    times = {}
    again = False
    with open(os.path.join(folder, ".ninja_log"), encoding="utf-8") as file:
        for line in file:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 5 and parts[3] in wanted:
                again = again or parts[3] in times
                times[parts[3]] = int(parts[1]) - int(parts[0])
    return {} if again else times


def allowed(name):
    return PRECOMPILED if name.endswith(".gch") else FILE


def output_of(command):
    words = command.split()
    return words[words.index("-o") + 1]


def judge(times):
    """Lines about what is over its budget by more than noise, and what the unit is.

    No unit: too little was built.
    """
    built = {name: ms for name, ms in times.items() if ms >= CACHED_BELOW}
    reference = [ms for name, ms in built.items() if name.startswith(REFERENCE)]
    if len(reference) < FEWEST:
        return [], None
    unit = statistics.median(reference)
    faults = [
        f"{name}: {units:.1f} units, of {allowed(name):.0f}. Split it, or include less."
        for name, units in over_budget(built, unit)
        if units > allowed(name) * NOISE
    ]
    whole = sum(built.values()) / unit
    if len(built) == len(times) and whole > WHOLE * NOISE_OF_WHOLE:
        faults.append(f"everything: {whole:.0f} units; it may take {WHOLE:.0f}")
    return faults, unit


def over_budget(built, unit):
    """Names and units of the files that are over their budget, the worst first."""
    units = [(name, ms / unit) for name, ms in built.items()]
    return sorted((one for one in units if one[1] > allowed(one[0])), key=lambda one: -one[1])


def main(folder):
    times = times_of(folder)
    faults, unit = judge(times)
    if unit is None:
        print("left out: this build was not made at one go, or came from a cache")
        return 77
    for fault in faults:
        print(fault)
    for name, units in over_budget(times, unit):
        if units <= allowed(name) * NOISE:
            print(f"{name}: {units:.1f} units, of {allowed(name):.0f}: over it, within noise")
    whole = sum(times.values()) / unit
    print(f"{len(times)} files, {whole:.0f} units of {unit / 1000:.2f} s")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
