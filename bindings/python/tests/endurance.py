"""Many commands, and what of memory is left behind: endurance.py [--commands N] [--store FOLDER]

An office on disk with a workflow of Python's beside its own takes N commands in rounds of a
thousand, in every way that there is: one at a time, by handle_many, awaited, through the bare
names, refused, of wrong types, by rules that raise; and what was written is read in every way.
After each twentieth of N it prints seconds, resident memory without what the office says that its
caches hold, the interpreter's allocated blocks and objects that the collector knows. It ends with 1
if, over the second half, the blocks grow by more than a hundredth of a block a command, or that
memory by more than 64 bytes a command and what allocators keep.

The first half is not judged: threads and allocators take what they keep. Cases are new ones each
time; parcels come and go in the same lockers, since the states that the engine keeps of them are
objects of Python's. Run it with PYTHONPATH=build/release/python.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from own_parcels import Collect, Deposit, parcel

import recourse
from recourse import Actor, complaint

OFFICER = Actor("w7", "window_officer", "S001")
COURIER = Actor("c1", "courier")
REPORT = complaint.Report(district="PD", category=complaint.Category.difficult,
                          line=complaint.Line.population, present=True)
CACHES = 64 << 20
"""Of the store; as OfficeOptions::memory_bytes."""
KEPT = 8 << 20
"""By allocators: pages that were freed in part."""
HELD = ("recourse_store_memory_bytes", "recourse_state_cache_bytes", "recourse_index_tail_bytes")
"""What the office says that it holds, by the names of its metrics."""


@dataclass(frozen=True)
class Sample:
    commands: int
    seconds: float
    resident: int
    blocks: int
    objects: int

    def __str__(self) -> str:
        return (f"{self.commands:>9,} {self.seconds:8.1f} s {self.resident / (1 << 20):8.1f} MiB "
                f"{self.blocks:>9,} blocks {self.objects:>7,} objects")


def held(office: recourse.Office) -> int:
    """Bytes of its caches."""
    return sum(int(float(line.rsplit(" ", 1)[1])) for line in office.metrics().splitlines()
               if line.startswith(HELD))


def sample(commands: int, begun: float, office: recourse.Office) -> Sample:
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as file:
        resident = int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return Sample(commands, time.monotonic() - begun, resident - held(office),
                  sys.getallocatedblocks(), len(gc.get_objects()))


def refused(give: Callable[[], object], error: type[BaseException]) -> None:
    with contextlib.suppress(error):
        give()
        raise AssertionError("it was taken")


def one_at_a_time(office: recourse.Office, name: str, number: int) -> int:
    """10 that are taken, 20 that are not."""
    parcels = office.workflow("parcel")
    wrong: Any = "report"
    deposit = ("parcel.deposit", {"door": "7"})
    for n in range(5):
        office.handle(f"{name}-{n}", REPORT, actor=OFFICER)
        parcels.handle(f"{n}", *(deposit if number % 2 else ("parcel.collect", {})), actor=COURIER)
        case = f"{name}-{n}"
        refused(partial(office.handle, case, REPORT, actor=OFFICER), recourse.Refused)
        refused(partial(office.handle, case, wrong, actor=OFFICER), TypeError)
        refused(partial(parcels.handle, "boom", Deposit("boom"), actor=COURIER),
                recourse.UserCodeFailedError)
        refused(partial(office.complaint.report, f"{name}-x", district="PD", earlier_trips=-1,
                        actor=OFFICER), ValueError)
    return 30


def many(office: recourse.Office, name: str) -> int:
    """700 at once, of two workflows."""
    items: list[Any] = [(f"{name}m{n}", command) for n in range(300)
                        for command in (REPORT, complaint.RouteOnSpot())]
    items += [(f"parcel/{name}m{n}", Deposit("7")) for n in range(20)]
    outcomes = office.handle_many(items, actor=OFFICER, in_flight=512)
    assert len(outcomes.failures()) == 20  # they are a courier's
    assert outcomes.taken == 600
    return len(items)


async def awaited(office: recourse.Office, name: str, number: int) -> int:
    """250 under way, of which some are given up."""
    parcels = office.workflow("parcel")
    command = Deposit("7") if number % 2 else Collect()
    tasks = [asyncio.ensure_future(parcels.handle_async(f"a{n}", command, actor=COURIER))
             for n in range(125)]
    tasks += [asyncio.ensure_future(office.handle_async(f"{name}a{n}", REPORT, actor=OFFICER))
              for n in range(125)]
    for task in tasks[::25]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async for _ in office.tail(actor=OFFICER, from_=office.head() - 20):
        pass
    return len(tasks)


def read(office: recourse.Office, name: str) -> None:
    head = office.head()
    office.state(f"{name}-1", actor=OFFICER)
    office.history(f"{name}-1", actor=OFFICER)
    office.find_case(f"{name}-1", actor=OFFICER)
    office.workflow("parcel").state("1", actor=COURIER)
    office.workflow("parcel").version("1")
    assert len(office.read_events(actor=OFFICER, from_=head - 50).events) > 0
    recourse.to_json(REPORT)
    len(office.history_table([f"case/{name}-{n}" for n in range(5)], actor=OFFICER))
    refused(lambda: office.state("nowhere", actor=OFFICER), recourse.NotFoundError)


def rounds(office: recourse.Office, commands: int, loop: asyncio.AbstractEventLoop) -> list[Sample]:
    given, begun, samples = 0, time.monotonic(), [sample(0, time.monotonic(), office)]
    step = max(1000, commands // 20)
    number = 0
    while given < commands:
        number += 1
        name = f"R{number}"
        given += one_at_a_time(office, name, number) + many(office, name)
        given += loop.run_until_complete(awaited(office, name, number))
        read(office, name)
        if given >= step * len(samples):
            samples.append(sample(given, begun, office))
            print(samples[-1], flush=True)
    return samples


def verdict(samples: list[Sample]) -> list[str]:
    """What is wrong with the second half."""
    middle, last = samples[len(samples) // 2], samples[-1]
    commands = last.commands - middle.commands
    blocks = last.blocks - middle.blocks
    resident = last.resident - middle.resident
    print(f"second half: {blocks / commands:.4f} blocks and {resident / commands:.1f} bytes "
          "resident a command")
    wrong = []
    if blocks > 0.01 * commands + 2000:
        wrong.append(f"{blocks} blocks more")
    if resident > 64 * commands + KEPT:
        wrong.append(f"{resident} bytes more")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--commands", type=int, default=1_000_000)
    parser.add_argument("--store", help="a folder that is missing or empty")
    given = parser.parse_args()
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        where = given.store or f"{folder}/store"
        with recourse.Office.open(where, workflows=[parcel], memory_bytes=CACHES,
                                  views=False) as office:
            samples = rounds(office, given.commands, loop)
        loop.close()
    wrong = verdict(samples)
    print(*wrong, sep="\n", end="" if not wrong else "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
