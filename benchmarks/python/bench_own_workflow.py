"""What a workflow written in Python costs: commands decided and events folded a second.

    PYTHONPATH=build/release/python /usr/bin/python3 benchmarks/python/bench_own_workflow.py

Operation: one command an append, each to a stream of its own; store in memory (what is measured is
the rules, not the disk), one thread. Each is run once to warm up, then five times; all are printed.
The same parcel in C++, for comparison: bench_own_workflow_cpp, named by --cpp, if it was built.
"""

from __future__ import annotations

import argparse
import datetime
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from recourse import Actor
from recourse.define import Context, Engine, Workflow, field

parcel = Workflow("parcel")


@parcel.state
@dataclass(frozen=True)
class State:
    door: str = ""
    count: int = 0


@parcel.event()
@dataclass(frozen=True)
class Deposited:
    door: str = field("Which door.")
    at: datetime.datetime = field("When.")


@parcel.command()
@dataclass(frozen=True)
class Deposit:
    door: str


@parcel.decide
def decide(state: State, command: Deposit, context: Context) -> Deposited:
    return Deposited(command.door, context.now)


@parcel.evolve
def evolve(state: State, event: Deposited) -> State:
    return State(event.door, state.count + 1)


def commands(count: int) -> float:
    with Engine.open(store="memory", workflows=[parcel], services=False) as engine:
        actor = Actor("c1", "courier")
        begun = time.perf_counter()
        for i in range(count):
            engine.handle(f"A{i}", Deposit("7"), actor=actor)
        return count / (time.perf_counter() - begun)


def folds(count: int) -> float:
    with Engine.open(store="memory", workflows=[parcel], services=False) as engine:
        actor = Actor("c1", "courier")
        for _ in range(count):
            engine.handle("A1", Deposit("7"), actor=actor)
        begun = time.perf_counter()
        assert engine.state("A1", version=count - 1).count == count - 1
        return count / (time.perf_counter() - begun)


def runs(name: str, run: Any, count: int) -> None:
    run(count // 5)
    figures = [run(count) for _ in range(5)]
    shown = " ".join(f"{figure:,.0f}" for figure in figures)
    print(f"{name:28} {sorted(figures)[2]:>10,.0f} /s   runs: {shown}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--count", type=int, default=5000)
    arguments.add_argument("--cpp", help="the program that does the same in C++")
    given = arguments.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {given.count} of each")
    runs("commands, Python", commands, given.count)
    runs("events folded, Python", folds, given.count)
    if given.cpp:
        sys.stdout.flush()
        subprocess.run([given.cpp, str(given.count)], check=True)


if __name__ == "__main__":
    main()
