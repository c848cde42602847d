"""Event loops: many commands under way, cancelled waits, tails, shutdown within a running loop."""

from __future__ import annotations

import asyncio
import pathlib
import threading

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, complaint


def test_thousands_of_commands_are_under_way_without_a_thread_each(tmp_path: pathlib.Path) -> None:
    async def run() -> None:
        async with recourse.Office.open_async(tmp_path / "window") as office:
            before = threading.active_count()
            answers = await asyncio.gather(
                *(office.handle_async(f"A-{n}", report(), actor=OFFICER) for n in range(2000))
            )
            assert threading.active_count() == before
            assert len({answer.last for answer in answers}) == 2000
            page = await office.cases_async(actor=SUPERVISOR, station="S001", page_size=1000)
            assert page.position >= max(answer.last for answer in answers)
        with pytest.raises(recourse.ClosedError):
            office.head()

    asyncio.run(run())


def test_what_is_raised_comes_out_of_the_await(office: recourse.Office) -> None:
    async def run() -> None:
        await office.handle_async("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.Refused):
            await office.handle_async("A-1", complaint.Accept(), actor=Actor("c", "citizen"))
        with pytest.raises(recourse.VersionConflictError) as raised:
            await office.handle_async("A-1", complaint.RouteOnSpot(), actor=OFFICER, expected=7)
        assert raised.value.actual == 2
        with pytest.raises(recourse.NotFoundError):
            await office.state_async("A-9", actor=OFFICER)
        with pytest.raises(TypeError, match="command"):
            await office.handle_async("A-1", 7, actor=OFFICER)  # type: ignore[arg-type]

    asyncio.run(run())


def test_a_cancelled_wait_does_not_undo_the_command(office: recourse.Office) -> None:
    async def run() -> None:
        identity = "ab" * 16
        waiting = asyncio.ensure_future(
            office.handle_async("A-1", report(), actor=OFFICER, command_id=identity)
        )
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        again = await office.handle_async("A-1", report(), actor=OFFICER, command_id=identity)
        assert again.repeated and office.state("A-1", actor=SUPERVISOR).version == 2

    asyncio.run(run())


def test_a_task_group_ends_as_one(office: recourse.Office) -> None:
    async def one(case: str) -> None:
        await office.handle_async(case, report(), actor=OFFICER)
        await office.handle_async(case, complaint.Accept(), actor=OFFICER)  # refused: accepted

    async def run() -> None:
        with pytest.raises(ExceptionGroup) as raised:
            async with asyncio.TaskGroup() as group:
                for n in range(20):
                    group.create_task(one(f"A-{n}"))
        assert any(isinstance(e, recourse.Refused) for e in raised.value.exceptions)

    asyncio.run(run())
    assert office.head() >= 20


def test_the_loop_goes_on_while_a_read_waits(office: recourse.Office) -> None:
    """Goal: nothing blocks the loop. Method: a query that waits for what is not written yet."""

    async def run() -> None:
        waiting = asyncio.ensure_future(office.cases_async(actor=SUPERVISOR, at_least=2))
        for _ in range(10):
            await asyncio.sleep(0.01)
        assert not waiting.done()
        await office.handle_async("A-1", report(), actor=OFFICER)
        assert len((await asyncio.wait_for(waiting, 10)).cases) == 1

    asyncio.run(run())


def test_waiting_for_a_position_takes_no_thread(office: recourse.Office) -> None:
    async def run() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await office.wait_until_async(1)
        waits = [asyncio.ensure_future(office.wait_until_async(n)) for n in range(1, 500)]
        for n in range(250):
            await office.handle_async(f"A-{n}", report(), actor=OFFICER)
        assert min(await asyncio.gather(*waits)) >= 1
        await office.wait_for_view_async("cases")
        await office.wait_for_view_async("cases", 5)
        with pytest.raises(recourse.NotFoundError):
            await office.wait_for_view_async("casas", 5)

    asyncio.run(run())


def test_a_wait_takes_seconds_that_are_a_number(office: recourse.Office) -> None:
    with pytest.raises(recourse.TimedOutError, match="at position 0, not yet at 1"):
        office.wait_until(1, timeout=0)
    with pytest.raises(ValueError, match="timeout: .* not nan"):
        office.wait_until(1, timeout=float("nan"))
    with pytest.raises(ValueError, match="timeout: .* not nan"):
        office.wait_for_view("cases", 1, timeout=float("nan"))


def test_a_tail_goes_on_with_what_comes(office: recourse.Office) -> None:
    async def run() -> None:
        seen: list[str] = []

        async def follow() -> None:
            async for event in office.tail(actor=SUPERVISOR, types=("case.received",), follow=True):
                seen.append(event.stream)
                await asyncio.sleep(0)

        following = asyncio.create_task(follow())
        for n in range(600):
            await office.handle_async(f"A-{n}", report(), actor=OFFICER)
        while len(seen) < 600:
            await asyncio.sleep(0.01)
        await office.close_async()  # ends it
        await asyncio.wait_for(following, 10)
        assert seen == [f"case/A-{n}" for n in range(600)]

    asyncio.run(run())


def test_an_office_is_used_by_several_loops(office: recourse.Office) -> None:
    async def work(thread: int) -> int:
        answers = await asyncio.gather(
            *(office.handle_async(f"T{thread}-{n}", report(), actor=OFFICER) for n in range(200))
        )
        return len(answers)

    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: counts.append(asyncio.run(work(n)))) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counts == [200] * 4
    for n in range(50):  # loops come and go
        assert asyncio.run(work(100 + n)) == 200


def test_closing_waits_for_what_is_under_way(tmp_path: pathlib.Path) -> None:
    async def run() -> int:
        office = await recourse.Office.open_async(tmp_path / "window")
        under_way = [
            office.handle_async(f"A-{n}", report(), actor=OFFICER) for n in range(300)
        ]
        await office.close_async()
        answers = await asyncio.gather(*under_way, return_exceptions=True)
        with pytest.raises(recourse.ClosedError):
            await office.handle_async("A-1", report(), actor=OFFICER)
        return sum(isinstance(answer, recourse.Appended) for answer in answers)

    assert asyncio.run(run()) == 300
    with recourse.Office.open(tmp_path / "window", create=False) as office:
        assert office.head() == 600


def test_without_a_loop_it_says_so(office: recourse.Office) -> None:
    with pytest.raises(RuntimeError, match="no running event loop"):
        _ = office.handle_async("A-1", report(), actor=OFFICER)
    with pytest.raises(RuntimeError, match="no running event loop"):
        _ = office.cases_async(actor=SUPERVISOR)
    assert office.head() == 0
