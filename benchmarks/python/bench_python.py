"""What Python adds: bench_python.py [--commands N] [--in-flight N…] [--rounds N] [--cpp PROGRAM]

Durable commands on a store of its own, on the disk of the working directory:

- one at a time: microseconds a command, and what of it the calling thread's processor takes
- many in flight: Office.handle_many, and as many tasks of asyncio that await, events a second
- the ledger of the cases that this made: as dicts page by page, as Arrow batches, as NumPy columns

`--cpp`: bench_python_beside, which does the same without Python; it runs first.
Run it with PYTHONPATH=build/release/python. Two cores are noisy: medians of the rounds, ratios of
one run.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

import recourse
from recourse import Actor, complaint

OFFICER = Actor("w7", "window_officer", "S001")
SUPERVISOR = Actor("v1", "supervisor")
REPORT = complaint.Report(district="PD", category=complaint.Category.difficult,
                          line=complaint.Line.population, present=True)


def median(rounds: int, measure: Callable[[int], float]) -> float:
    measure(0)  # warm
    return statistics.median(measure(i + 1) for i in range(rounds))


def commands(name: str, count: int) -> Iterator[tuple[str, complaint.Command]]:
    """Reports and what follows: two commands a case."""
    for i in range((count + 1) // 2):
        yield f"{name}-{i}", REPORT
        yield f"{name}-{i}", complaint.RouteOnSpot()


def one_at_a_time(office: recourse.Office, count: int, rounds: int, beside: Beside) -> None:
    processor: list[float] = []

    def measure(turn: int) -> float:
        begun, own = time.perf_counter(), time.thread_time()
        for key, command in commands(f"one{turn}", count):
            office.handle(key, command, actor=OFFICER)
        processor.append(1e6 * (time.thread_time() - own) / count)
        return 1e6 * (time.perf_counter() - begun) / count

    each = median(rounds, measure)
    print(f"one at a time        {each:10.1f} us a command, "
          f"{statistics.median(processor[1:]):.1f} of processor on the calling thread"
          f"{beside.of('one', each)}")
    begun = time.perf_counter()
    for _, command in commands("x", count):
        recourse.to_json(command)
    print(f"  beside: to_json    {1e6 * (time.perf_counter() - begun) / count:10.1f} us a command")


def in_flight(office: recourse.Office, count: int, under_way: int, rounds: int,
              beside: Beside) -> None:

    def measure(turn: int) -> float:
        head = office.head()
        items = list(commands(f"many{under_way}x{turn}", count))
        begun = time.perf_counter()
        outcomes = office.handle_many(items, actor=OFFICER, in_flight=under_way)
        seconds = time.perf_counter() - begun
        outcomes.raise_first()
        return (office.head() - head) / seconds

    rate = median(rounds, measure)
    print(f"handle_many {under_way:6}   {rate:10,.0f} events/s"
          f"{beside.of(f'flight {under_way}', rate)}")


def awaited(office: recourse.Office, count: int, under_way: int, rounds: int,
            beside: Beside) -> None:
    """So many tasks, each of which awaits one command after the other."""

    async def work(items: Iterator[tuple[str, complaint.Command]]) -> None:
        for key, command in items:
            await office.handle_async(key, command, actor=OFFICER)

    async def run(turn: int) -> None:
        items = commands(f"awaited{under_way}x{turn}", count)
        await asyncio.gather(*(work(items) for _ in range(under_way)))

    def measure(turn: int) -> float:
        head, begun = office.head(), time.perf_counter()
        asyncio.run(run(turn))
        return (office.head() - head) / (time.perf_counter() - begun)

    rate = median(rounds, measure)
    print(f"asyncio {under_way:6}       {rate:10,.0f} events/s"
          f"{beside.of(f'flight {under_way}', rate)}")


class Beside:
    """The same without Python: {"one": us, "flight 1024": events/s, "ledger": cases/s}."""

    def __init__(self, program: str | None, given: argparse.Namespace) -> None:
        self.rates: dict[str, float] = {}
        if program is None:
            return
        with tempfile.TemporaryDirectory(dir=".") as folder:
            numbers = [str(n) for n in (given.commands, given.rounds, *given.in_flight)]
            out = subprocess.run([program, f"{folder}/store", *numbers], capture_output=True,
                                 text=True, timeout=1800, check=True).stdout
        for line in out.splitlines():
            name, _, number = line.rpartition(" ")
            self.rates[name] = float(number)

    def of(self, name: str, ours: float) -> str:
        """Ours to that of C++."""
        rate = self.rates.get(name)
        return "" if rate is None else f"{ours / rate:8.2f} of C++ ({rate:,.0f})"


class Stream(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in
                ("get_schema", "get_next", "get_last_error", "release", "private_data")]


def drain(table: Any) -> None:
    """Reads all batches of the Arrow stream, and drops them."""
    capsule = table.__arrow_c_stream__()
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    address = get(capsule, b"arrow_array_stream")
    stream = Stream.from_address(address)
    next_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(stream.get_next)
    array = (ctypes.c_void_p * 10)()  # struct ArrowArray: release is the ninth of ten words
    while next_of(address, ctypes.addressof(array)) == 0 and array[8]:
        ctypes.CFUNCTYPE(None, ctypes.c_void_p)(array[8])(ctypes.addressof(array))


def pages(office: recourse.Office) -> None:
    after = b""
    while True:
        page = office.ledger(actor=SUPERVISOR, page_size=1000, after=after)
        after = page["next"]
        if not after:
            return


def ledger(office: recourse.Office, rounds: int, beside: Beside) -> None:
    cases = len(office.ledger_table(actor=SUPERVISOR, columns="number"))

    def timed(read: Callable[[], object]) -> float:
        def measure(turn: int) -> float:
            del turn
            begun = time.perf_counter()
            read()
            return cases / (time.perf_counter() - begun)
        return median(rounds, measure)

    print(f"ledger of {cases} cases, 50 columns:")
    for name, read in (
        ("dicts, page by page", lambda: pages(office)),
        ("Arrow batches", lambda: drain(office.ledger_table(actor=SUPERVISOR))),
        ("NumPy columns", lambda: len(office.ledger_table(actor=SUPERVISOR))),
    ):
        rate = timed(read)
        print(f"  {name:20} {rate:10,.0f} cases/s{beside.of('ledger', rate)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--commands", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--in-flight", type=int, nargs="+", default=[64, 1024, 8192])
    parser.add_argument("--cpp", help="bench_python_beside")
    given = parser.parse_args()
    beside = Beside(given.cpp, given)
    with tempfile.TemporaryDirectory(dir=".") as folder:
        # Views are brought up to date when they are asked.
        with recourse.Office.open(f"{folder}/store", views=False) as office:
            one_at_a_time(office, min(given.commands, 2000), given.rounds, beside)
            for n in given.in_flight:
                in_flight(office, given.commands, n, given.rounds, beside)
                awaited(office, given.commands, n, given.rounds, beside)
            ledger(office, given.rounds, beside)


if __name__ == "__main__":
    main()
