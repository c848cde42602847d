"""Threads: many at once, closing under their feet, and Python running on while they wait."""

from __future__ import annotations

import pathlib
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import complaint


def test_many_threads_write_and_read_one_office(tmp_path: pathlib.Path) -> None:
    with recourse.Office.open(tmp_path / "window") as office:

        def work(thread: int) -> int:
            for n in range(50):
                case = f"T{thread}-{n}"
                office.handle(case, report(), actor=OFFICER)
                office.handle(case, complaint.RouteOnSpot(), actor=OFFICER)
                stage = office.state(case, actor=SUPERVISOR).phases.stage
                assert stage is complaint.Phase.handled_on_spot
            return len(office.history(f"T{thread}-0", actor=SUPERVISOR))

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(work, range(8))) == [3] * 8
        assert office.head() == 8 * 50 * 3
        assert office.report().cases == 8 * 50


def test_threads_that_fight_for_one_case_lose_nothing(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)

    def contact(_: int) -> int:
        message = complaint.Message(text=recourse.Sealed("还没好吗"))
        return office.handle("A-1", message, actor=recourse.Actor("x", "citizen")).last

    with ThreadPoolExecutor(8) as pool:
        positions = list(pool.map(contact, range(200)))
    assert len(set(positions)) == 200
    assert office.state("A-1", actor=SUPERVISOR).work.messages == 200


@pytest.mark.parametrize("round_", range(10))
def test_closing_waits_for_calls_and_loses_nothing(tmp_path: pathlib.Path, round_: int) -> None:
    """Goal: no crash, no lost answer. Method: six threads write until they are told ClosedError."""
    office = recourse.Office.open(tmp_path / "window")
    acknowledged: list[str] = []
    ended: list[str] = []

    def work(thread: int) -> None:
        try:
            for n in range(1_000_000):
                office.handle(f"T{thread}-{n}", report(), actor=OFFICER)
                acknowledged.append(f"T{thread}-{n}")
                office.report()
        except recourse.ClosedError:
            ended.append("closed")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    time.sleep(0.02 * round_)
    closers = [threading.Thread(target=office.close) for _ in range(3)]
    for thread in closers + threads:
        if thread in closers:
            thread.start()
    for thread in closers:
        thread.join(60)
    # Closed means closed: the store can be opened at once.
    with recourse.Office.open(tmp_path / "window", create=False) as again:
        for thread in threads:
            thread.join(60)
        assert ended == ["closed"] * 6
        for case in acknowledged:
            assert again.state(case, actor=SUPERVISOR).version == 2


def share_of_silence(call: Callable[[], object]) -> float:
    """How long this thread stood still at most while another was in `call`, as a share of it."""
    ends: list[float] = []

    def timed() -> None:
        ends.append(time.perf_counter())
        call()
        ends.append(time.perf_counter())

    other = threading.Thread(target=timed)
    steps: list[float] = []
    other.start()
    while other.is_alive():
        steps.append(time.perf_counter())
    begin, end = ends
    within = [begin, *(step for step in steps if begin < step < end), end]
    return max(b - a for a, b in zip(within, within[1:])) / (end - begin)


def test_other_threads_run_while_one_waits(office: recourse.Office) -> None:
    """Goal: the GIL is free meanwhile. Method: a call that takes long, a thread that counts.

    With the GIL held the counting stands still for the whole call. A busy machine may stop it for a
    while too: one undisturbed round of many is enough.
    """
    for n in range(10_000):
        office.handle(f"A-{n}", report(), actor=OFFICER)
    head = office.head()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.0002)
    try:
        shares = [share_of_silence(lambda: office.report(as_of=head)) for _ in range(20)]
    finally:
        sys.setswitchinterval(usual)
    assert min(shares) < 0.5, shares
