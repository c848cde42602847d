"""recourse.Engine: every verb, on event loops too; tails, kept positions, views, upkeep."""

from __future__ import annotations

import asyncio
import datetime
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from own_parcels import Collect, Deposit, Deposited, Emptied, State, parcel

import recourse
from recourse import Actor, Refused
from recourse.define import Engine, Record, Rows, projection
from recourse.testing.pytest_plugin import recourse_clock, recourse_engine

Opens = Callable[..., Engine]
__all__ = ["recourse_clock", "recourse_engine"]
COURIER, CITIZEN = Actor("c1", "courier"), Actor("p1")


@projection("count", of=parcel)
def count(rows: Rows, record: Record, event: Any) -> None:
    rows.put("all", rows.get("all", 0) + 1)


def test_a_thousand_are_awaited_at_once(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        async with Engine.open_async(tmp_path / "e", workflows=[parcel],
                                     projections=[count]) as engine:
            done = await asyncio.gather(*(
                engine.handle_async(f"A{n}", Deposit("7"), actor=COURIER) for n in range(1024)))
            assert sorted(one.first for one in done) == list(range(1, 1025))
            assert (await engine.rows_async(count)) == [("all", 1024)]
            state: State = await engine.state_async("A7")
            assert state.door == "7"
            with pytest.raises(Refused, match="not_your_role"):
                await engine.handle_async("B", Deposit("7"), actor=CITIZEN)
            with pytest.raises(recourse.UserCodeFailedError, match="boom"):
                await engine.handle_async("B", Deposit("boom"), actor=COURIER)
            head = await engine.head_async()
            assert head == 1024
        with pytest.raises(recourse.ClosedError):
            engine.head()

    asyncio.run(main())


def test_who_is_cancelled_does_not_undo_the_command(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    identity = "0123456789abcdef0123456789abcdef"

    async def main() -> None:
        task = asyncio.ensure_future(
            engine.handle_async("A1", Deposit("7"), actor=COURIER, command_id=identity))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        again = await engine.handle_async("A1", Deposit("7"), actor=COURIER, command_id=identity)
        assert (again.version, engine.version("A1")) == (1, 1)

    asyncio.run(main())


def test_a_tail_follows_and_shows_what_is_the_actors(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    engine.handle("A1", Deposit("7"), actor=COURIER)

    async def main() -> list[Any]:
        seen: list[Any] = []

        async def follow() -> None:
            async for event in engine.tail(actor=CITIZEN, kind="parcel", follow=True):
                seen.append(event)
                if len(seen) == 3:
                    return

        task = asyncio.ensure_future(follow())
        await engine.handle_async("A1", Collect(), actor=CITIZEN)
        await engine.handle_async("A2", Deposit("8"), actor=COURIER)
        await asyncio.wait_for(task, 20)
        return seen

    seen = asyncio.run(main())
    assert [type(one.event) for one in seen] == [Deposited, Emptied, Deposited]
    assert [one.type for one in engine.read_events(actor=CITIZEN).events] == [
        "parcel.deposited", "parcel.emptied", "parcel.deposited"]


def test_a_subscription_keeps_its_position(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    for n in range(3):
        engine.handle(f"A{n}", Deposit("7"), actor=COURIER)
    first = [e.position for e in engine.subscribe("mail", actor=COURIER, follow=False)]
    engine = recourse_engine(workflows=[parcel])
    engine.handle("A9", Deposit("7"), actor=COURIER)
    again = [e.position for e in engine.subscribe("mail", actor=COURIER, follow=False)]
    assert (first, again, engine.kept_position("mail")) == ([1, 2, 3], [4], 4)
    engine.forget_position("mail")
    assert engine.kept_positions() == {}
    assert engine.wait_until(4) == 4
    with pytest.raises(recourse.TimedOutError):
        engine.wait_until(99, timeout=0.05)


def test_upkeep_is_that_of_an_office(recourse_engine: Opens, tmp_path: pathlib.Path) -> None:
    engine = recourse_engine(workflows=[parcel], projections=[count])
    done = engine.handle("A1", Deposit("7"), actor=COURIER)
    engine.wait_for_view("count", done.last, timeout=20)
    assert {view.name for view in engine.views()} == {"count", "parcel"}
    engine.rebuild(count)
    engine.rebuild_view("parcel", compare=True)
    assert engine.rows(count, at_least=done.last) == [("all", 1)]
    assert engine.verify().ok and engine.health().ok
    assert "recourse_commands" in engine.metrics()
    assert engine.backup(tmp_path / "copy").last == 1
    assert recourse.verify_backup(tmp_path / "copy").ok
    (limit,) = engine.due("A1")
    assert limit.name == "pick_up"
    assert engine.timers().failing == 0 and engine.reactions() == []
    assert engine.streams("parcel")["parcel/A1"].door == "7"
    assert engine.now() == datetime.datetime(2030, 1, 1, 9, tzinfo=datetime.timezone.utc)
    with pytest.raises(recourse.InvalidArgumentError, match="no view that was given"):
        engine.rows("parcel")


def test_the_version_is_expected(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    engine.handle("A1", Deposit("7"), actor=COURIER, expected=0)
    with pytest.raises(recourse.VersionConflictError):
        engine.handle("A1", Collect(), actor=CITIZEN, expected=7)
    engine.handle("A1", Collect(), actor=CITIZEN, expected=engine.version("A1"))


def test_what_a_rule_raised_is_the_cause_wherever_it_ran(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    for n in range(3):
        with pytest.raises(recourse.UserCodeFailedError) as failed:
            engine.handle("A1", Deposit("boom"), actor=COURIER)
        cause = failed.value.__cause__
        assert isinstance(cause, ZeroDivisionError) and cause.__traceback__ is not None
        # It is no cause of what fails otherwise.
        with pytest.raises(recourse.NotFoundError) as missing:
            engine.state("A9")
        assert missing.value.__cause__ is None
        engine.handle(f"B{n}", Deposit("7"), actor=COURIER)


@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, GeneratorExit, RecursionError])
def test_whatever_a_rule_raises_is_an_error_of_its_command(
        recourse_engine: Opens, monkeypatch: pytest.MonkeyPatch,
        error: type[BaseException]) -> None:
    engine = recourse_engine(workflows=[parcel], debug=False)
    user: Any = parcel._user
    rules = user["decide"], user["evolve"]

    def raising(*_: Any) -> Any:
        raise error("out of a rule")

    for hook in ("decide", "evolve"):
        monkeypatch.setitem(user, hook, raising)
        with pytest.raises(recourse.UserCodeFailedError, match="out of a rule") as failed:
            engine.handle("A1", Deposit("7"), actor=COURIER)
        assert isinstance(failed.value.__cause__, error)
        monkeypatch.setitem(user, "decide", rules[0])
        monkeypatch.setitem(user, "evolve", rules[1])
    assert engine.head() == 0
    assert engine.handle("A1", Deposit("7"), actor=COURIER).version == 1


INTERRUPTED = """
import os, signal, sys, threading, time
from own_parcels import Collect, Deposit, parcel
from recourse import Actor
from recourse.define import Engine

def give(**more):
    return GIVEN

engine = Engine.open(store="memory", workflows=[parcel])
decide = parcel._user["decide"]
def slow(state, command, context):
    time.sleep(3 if command == Deposit("slow") else 0)
    return decide(state, command, context)
parcel._user["decide"] = slow
sent = []
def send():
    time.sleep(0.3)
    sent.append(time.monotonic())
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=send).start()
try:
    give()
    raise SystemExit("it was not interrupted")
except KeyboardInterrupt as stopped:
    assert time.monotonic() - sent[0] < 2
    identity = stopped.command_id
assert give(command_id=identity).first == 1
assert engine.head() == engine.version("A1")
"""


def run(code: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], cwd=pathlib.Path(__file__).parent,
                          capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("given", ['handle("A1", Deposit("slow")',
                                   'handle_all("A1", [Deposit("slow"), Collect()]'])
def test_ctrl_c_ends_the_waiting_and_not_the_command(given: str) -> None:
    run(INTERRUPTED.replace("GIVEN", f'engine.{given}, actor=Actor("c1", "courier"), **more)'))


def test_a_rule_closes_what_it_opened_and_nothing_else(
        recourse_engine: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = recourse_engine(workflows=[parcel])
    decide = parcel._user["decide"]

    def closing(state: State, command: Any, context: Any) -> Any:
        if command == Deposit("own"):
            with Engine.open(store="memory", workflows=[parcel]) as own:
                assert own.head() == 0
        elif isinstance(command, Deposit):
            engine.close()
        return decide(state, command, context)

    rules: Any = parcel._user
    monkeypatch.setitem(rules, "decide", closing)
    assert engine.handle("A1", Deposit("own"), actor=COURIER).version == 1
    with pytest.raises(recourse.UserCodeFailedError, match="cannot close what calls it"):
        engine.handle("A2", Deposit("7"), actor=COURIER)
    assert engine.head() == 1


@pytest.mark.parametrize("target", ["A1", "A2"])
def test_a_rule_gives_no_commands_but_to_what_it_opened(
        recourse_engine: Opens, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    engine = recourse_engine(workflows=[parcel])
    decide = parcel._user["decide"]
    ways: dict[Any, Callable[[], object]] = {
        "handle": lambda: engine.handle(target, Deposit("9"), actor=COURIER),
        "handle_all": lambda: engine.handle_all(target, [Deposit("9")], actor=COURIER),
        "erase": lambda: engine.erase(f"parcel/{target}", actor=COURIER),
        "fire_due": engine.fire_due,
    }

    def commanding(state: State, command: Any, context: Any) -> Any:
        if command == Deposit("own"):
            with Engine.open(store="memory", workflows=[parcel]) as own:
                own.handle("A1", Deposit("7"), actor=COURIER)
        elif isinstance(command, Deposit) and command.door in ways:
            ways[command.door]()
        return decide(state, command, context)

    rules: Any = parcel._user
    monkeypatch.setitem(rules, "decide", commanding)
    for way in ways:
        with pytest.raises(recourse.UserCodeFailedError, match="a rule cannot give a command"):
            engine.handle("A1", Deposit(way), actor=COURIER)
    assert engine.head() == 0
    assert engine.handle("A1", Deposit("own"), actor=COURIER).version == 1


def test_the_last_who_holds_an_engine_may_be_its_handler() -> None:
    run("""
import threading, time, weakref
from own_parcels import Deposit, parcel
from recourse import Actor
from recourse.define import Engine
only, let_go = [], threading.Event()
def last(*event):
    let_go.wait()
    only.clear()
only.append(Engine.open(store="memory", workflows=[parcel]))
gone = weakref.ref(only[0])
only[0].add_subscriber("last", last, actor=Actor("c1", "courier"))
only[0].handle("A1", Deposit("7"), actor=Actor("c1", "courier"))
let_go.set()
deadline = time.monotonic() + 30
while gone() is not None:
    assert time.monotonic() < deadline
    time.sleep(0.01)
""")


def test_a_fork_leaves_the_engine_to_its_parent() -> None:
    run("""
import asyncio, os
from own_parcels import Deposit, parcel
from recourse import Actor
from recourse.define import Engine
actor = Actor("c1", "courier")
with Engine.open(store="memory", workflows=[parcel]) as engine:
    engine.handle("A1", Deposit("7"), actor=actor)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            engine.handle("A2", Deposit("7"), actor=actor)
        except RuntimeError as error:
            with Engine.open(store="memory", workflows=[parcel]) as own:
                own.handle("A1", Deposit("7"), actor=actor)
            status = 0 if "before the process was forked" in str(error) else 2
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    engine.handle("A2", Deposit("7"), actor=actor)
""")


def test_an_interpreter_ends_with_an_engine_open_and_busy() -> None:
    """Hooks run on threads of the engine and of daemons when the interpreter goes."""
    run("""
import asyncio, threading, time
from own_parcels import Deposit, parcel
from recourse import Actor, ClosedError
from recourse.define import Engine, projection, subscriber
@projection("slow", of=parcel)
def slow(rows, record, event):
    time.sleep(0.001)
    rows.put(record.stream, 1)
@subscriber("all")
def everything(record, event):
    time.sleep(0.001)
engine = Engine.open(store="memory", workflows=[parcel], projections=[slow],
                     subscribers=[everything])
threading.excepthook = lambda args: None
def work(name):
    for n in range(10**9):
        engine.handle(f"{name}-{n}", Deposit("7"), actor=Actor("c1", "courier"))
for name in "abc":
    threading.Thread(target=work, args=(name,), daemon=True).start()
async def leave():
    for n in range(300):
        engine.handle_async(f"x-{n}", Deposit("7"), actor=Actor("c1", "courier"))
asyncio.run(leave())
while engine.head() < 500:
    time.sleep(0.01)
keep = [engine]
keep.append(keep)
""")
