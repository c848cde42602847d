"""Workflows written in Python run on the engine: decided, folded, timed, right after a restart."""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from own_parcels import Collect, Deposit, Deposited, Emptied, Label, Size, State, parcel

import recourse
from recourse import Actor, ManualClock, Refused, Sealed
from recourse.define import (
    Engine, Intent, Range, Record, Rows, TimerDeclined, Workflow, projection, reaction, subscriber,
)
from recourse.testing.pytest_plugin import recourse_clock, recourse_engine

Opens = Callable[..., Engine]
__all__ = ["recourse_clock", "recourse_engine"]
COURIER, CITIZEN = Actor("c1", "courier", "N1"), Actor("p1")
WEEK = datetime.timedelta(days=7)


def test_a_command_is_decided_recorded_and_there_after_a_restart(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    done = engine.handle("parcel/A1", Deposit("7", 300), actor=COURIER)
    assert (done.version, done.first, done.repeated) == (1, 1, False)
    engine = recourse_engine(workflows=[parcel])
    assert engine.state("A1") == State("7", engine.state("A1").until, 300)
    [(record, event)] = engine.history("A1")
    assert (record.type, record.actor, record.version) == ("parcel.deposited", "courier:c1@N1", 1)
    assert isinstance(event, Deposited) and event.grams == 300 and event.size is Size.small
    assert engine.events() == engine.history("A1")


def test_a_command_id_takes_effect_once(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    identity = "0123456789abcdef0123456789abcdef"
    first = engine.handle("A1", Deposit("7"), actor=COURIER, command_id=identity)
    again = engine.handle("A1", Deposit("7"), actor=COURIER, command_id=identity)
    assert again.repeated and again.first == first.first
    with pytest.raises(recourse.CommandIdReusedError):
        engine.handle("A1", Deposit("8"), actor=COURIER, command_id=identity)


def test_refusals_have_name_kind_rule_texts_and_what_is_allowed(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    with pytest.raises(Refused) as refused:
        engine.handle("A1", Deposit("nowhere"), actor=COURIER)
    no = refused.value
    assert (no.name, no.kind, no.rule, no.zh) == ("no_such_door", "not_found", "doors", "无此柜门。")
    assert no.allowed == ("parcel.deposit",)
    with pytest.raises(Refused, match="not_your_role"):
        engine.handle("A1", Deposit("7"), actor=CITIZEN)
    with pytest.raises(Refused, match="not_allowed_in_phase"):
        engine.handle("A1", Collect(), actor=CITIZEN)
    assert engine.handle("A1", Deposit("nothing"), actor=COURIER).nothing_to_do
    assert engine.position == 0
    assert engine.next("A1", COURIER) == ["parcel.deposit"] and engine.next("A1", CITIZEN) == []


def test_what_decide_raises_is_an_error_with_its_cause_and_nothing_is_appended(
        recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    with pytest.raises(recourse.UserCodeFailedError) as failed:
        engine.handle("A1", Deposit("boom"), actor=COURIER)
    assert isinstance(failed.value.__cause__, ZeroDivisionError)
    assert failed.value.__cause__.__traceback__ is not None
    assert "parcel.decide of parcel.deposit raised ZeroDivisionError: boom (own_parcels.py, line" \
        in str(failed.value)
    with pytest.raises(recourse.UserCodeFailedError, match="Deposited.door: text"):
        engine.handle("A1", Deposit("wrong"), actor=COURIER)
    with pytest.raises(recourse.UserCodeFailedError, match="parcel.evolve of parcel.deposited"):
        engine.handle("A1", Deposit("unfoldable"), actor=COURIER)
    assert engine.position == 0


def test_what_does_not_fit_is_named(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    with pytest.raises(ValueError, match=r"Deposit.grams: the number is not from 0 to 60000"):
        engine.handle("A1", Deposit("7", 60_001), actor=COURIER)
    with pytest.raises(TypeError, match="a command of parcel is wanted, not Emptied"):
        engine.handle("A1", Emptied(), actor=COURIER)
    with pytest.raises(recourse.InvalidArgumentError, match="there are: parcel"):
        engine.handle("case/A1", Deposit("7"), actor=COURIER)
    with pytest.raises(recourse.NotFoundError):
        engine.state("A9")


def test_a_limit_fires_by_itself_once(recourse_engine: Opens, recourse_clock: ManualClock) -> None:
    engine = recourse_engine(workflows=[parcel])
    engine.handle("A1", Deposit("7"), actor=COURIER)
    engine.handle("A2", Deposit("stuck"), actor=COURIER)
    assert engine.fire_due().fired == 0
    recourse_clock.advance(WEEK)
    assert engine.fire_due().fired == 0  # the last moment of the limit
    recourse_clock.advance(datetime.timedelta(milliseconds=1))
    fired = engine.fire_due()
    assert (fired.fired, fired.declined) == (1, 1)
    assert engine.fire_due().fired == 1
    assert engine.history("A1")[-1][1] == Emptied(returned=True)
    assert engine.history("A1")[-1][0].actor == "timer:engine"
    declined = engine.history("A2")[-1][1]
    assert declined == TimerDeclined("pick_up", "stuck", "The door is stuck.")
    assert engine.state("A2").door == "stuck"
    recourse_engine(workflows=[parcel]).fire_due()


def test_limits_run_on_a_thread_of_the_engine(recourse_engine: Opens,
                                              recourse_clock: ManualClock) -> None:
    engine = recourse_engine(workflows=[parcel], services=True)
    engine.handle("A1", Deposit("7"), actor=COURIER)
    recourse_clock.advance(2 * WEEK)
    engine.clock_moved()
    wait(lambda: engine.state("A1").door is None)


def test_many_threads_give_commands_while_views_and_subscribers_call_python(
        recourse_engine: Opens) -> None:
    seen: list[int] = []

    @projection("count", of=parcel)
    def count(rows: Rows, record: Record, event: Any) -> None:
        rows.put(record.stream, rows.get(record.stream, 0) + 1)

    @subscriber("seen")
    def see(record: Record, event: Any) -> None:
        seen.append(record.position)

    engine = recourse_engine(workflows=[parcel], projections=[count], subscribers=[see])

    def work(thread: int) -> None:
        for i in range(40):
            engine.handle(f"T{thread % 2}x{i}", Deposit("7"), actor=COURIER, command_id=None) \
                if thread < 2 else engine.rows(count)
            engine.health()

    threads = [threading.Thread(target=work, args=(t,)) for t in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert dict(engine.rows(count)) == {f"parcel/T{t}x{i}": 1 for t in range(2) for i in range(40)}
    wait(lambda: len(seen) == 80)
    assert seen == list(range(1, 81))


def test_a_projection_that_raises_stops_by_name_and_a_new_version_is_built_anew(
        recourse_engine: Opens) -> None:
    @projection("doors", of=parcel, types=(Deposited,))
    def doors(rows: Rows, record: Record, event: Deposited) -> None:
        if event.door == "8":
            raise LookupError("no door 8")
        rows.put(event.door, {"grams": event.grams})

    engine = recourse_engine(workflows=[parcel], projections=[doors])
    engine.handle("A1", Deposit("7", 5), actor=COURIER)
    assert list(engine.rows(doors)) == [("7", {"grams": 5})]
    engine.handle("A2", Deposit("8"), actor=COURIER)
    with pytest.raises(recourse.ViewStoppedError, match="LookupError: no door 8"):
        engine.rows(doors)
    assert any("doors" in trouble for trouble in engine.health().troubles)
    engine.handle("A3", Deposit("9"), actor=COURIER)  # nothing else has stopped

    @projection("doors", of=parcel, version=2)
    def later(rows: Rows, record: Record, event: Any) -> None:
        rows.put(record.stream, type(event).__name__)

    engine = recourse_engine(workflows=[parcel], projections=[later])
    assert dict(engine.rows(later)) == {f"parcel/A{i}": "Deposited" for i in (1, 2, 3)}


def test_a_subscriber_that_raises_stops_and_gets_the_same_record_again(
        recourse_engine: Opens) -> None:
    broken, seen = [True], []

    @subscriber("mail", of=parcel)
    def mail(record: Record, event: Any) -> None:
        if broken and record.position == 2:
            raise ConnectionError("no mail today")
        seen.append(record.position)

    engine = recourse_engine(workflows=[parcel], subscribers=[mail])
    for key in ("A1", "A2", "A3"):
        engine.handle(key, Deposit("7"), actor=COURIER)
    wait(lambda: engine.subscribers()[0].state == "stopped")
    assert "ConnectionError: no mail today" in engine.subscribers()[0].error
    broken.clear()
    engine.resume("mail")
    wait(lambda: seen == [1, 2, 3])
    engine = recourse_engine(workflows=[parcel], subscribers=[mail])
    engine.handle("A4", Deposit("7"), actor=COURIER)
    wait(lambda: seen[-1] == 4)
    assert seen == [1, 2, 3, 4]  # its position was kept


def wait(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        threading.Event().wait(0.05)
    pytest.fail("it did not come to that")


def shop(price: int) -> Workflow:
    """What was sold, at a price that is in its rules."""
    made = Workflow("shop")

    @made.state
    @dataclass(frozen=True)
    class Till:
        money: int = 0

    @made.event()
    @dataclass(frozen=True)
    class Sold:
        pieces: int

    @made.command()
    @dataclass(frozen=True)
    class Sell:
        pieces: int

    made.decide(lambda s, c, x: Sold(c.pieces))
    made.evolve(lambda s, e: Till(s.money + price * e.pieces))
    made.sell = Sell  # type: ignore[attr-defined]
    return made


def test_a_reaction_gives_its_command_once(recourse_engine: Opens) -> None:
    till = shop(2)

    @reaction("selling", of=parcel, from_beginning=True)
    def selling(record: Record, event: Any) -> Intent:
        return Intent("shop/all", till.sell(3))  # type: ignore[attr-defined]

    engine = recourse_engine(workflows=[parcel, till], reactions=[selling])
    engine.handle("parcel/A1", Deposit("7"), actor=COURIER)
    engine.react()
    engine.react()
    assert engine.state("shop/all").money == 6
    assert engine.history("shop/all")[0][0].actor.startswith("engine:")
    engine = recourse_engine(workflows=[parcel, till], reactions=[selling])
    engine.react()
    assert engine.state("shop/all").money == 6


def test_rules_that_are_not_pure_are_found(recourse_engine: Opens) -> None:
    moody = Workflow("moody")
    calls: list[int] = []

    @moody.state
    @dataclass(frozen=True)
    class Mood:
        n: int = 0

    @moody.event()
    @dataclass(frozen=True)
    class Changed:
        n: int

    @moody.command()
    @dataclass(frozen=True)
    class Change:
        pass

    @moody.decide
    def decide(state: Mood, command: Change, context: Any) -> Changed:
        calls.append(1)
        return Changed(len(calls))

    moody.evolve(lambda state, event: Mood(event.n))
    engine = recourse_engine(workflows=[moody])
    with pytest.raises(recourse.UserCodeFailedError, match="not deterministic"):
        engine.handle("A1", Change(), actor=COURIER)
    engine = recourse_engine(workflows=[moody], debug=False)
    assert engine.handle("A1", Change(), actor=COURIER).version == 1


def older(*, doors: bool = True) -> Workflow:
    """The parcel of an older program: one event that is retired today, one of version 1."""
    parcels = Workflow("parcel")

    @parcels.state
    @dataclass(frozen=True)
    class Old:
        door: str = ""

    @parcels.event()
    @dataclass(frozen=True)
    class Put:
        door: str

    @parcels.event("burnt")
    @dataclass(frozen=True)
    class Burnt:
        pass

    @parcels.command()
    @dataclass(frozen=True)
    class PutIn:
        door: str

    parcels.decide(lambda s, c, x: Burnt() if c.door == "fire" else Put(c.door))
    parcels.evolve(lambda s, e: Old(getattr(e, "door", "")))
    parcels.put_in = PutIn  # type: ignore[attr-defined]
    return parcels


def test_history_of_older_code_is_upcast_or_an_error_by_name(recourse_engine: Opens) -> None:
    old = older()
    engine = recourse_engine(workflows=[old])
    engine.handle("A1", old.put_in("7"), actor=COURIER)  # type: ignore[attr-defined]
    engine = recourse_engine(workflows=[parcel])
    assert engine.state("A1").door == "7"
    assert isinstance(engine.history("A1")[0][1], Deposited)
    assert engine.check_upgrade() == []
    engine = recourse_engine(workflows=[old])
    engine.handle("A2", old.put_in("fire"), actor=COURIER)  # type: ignore[attr-defined]
    engine = recourse_engine(workflows=[parcel])
    with pytest.raises(recourse.UnknownEventError, match="parcel.burnt"):
        engine.state("A2")
    [finding] = engine.check_upgrade()
    assert (finding.problem, finding.stream, finding.step) == (
        "fold_failed", "parcel/A2", "parcel.burnt")


def test_new_code_is_held_against_what_the_old_one_made(recourse_engine: Opens,
                                                        tmp_path: Any) -> None:
    before = shop(2)
    engine = recourse_engine(workflows=[before])
    engine.handle("s1", before.sell(3), actor=COURIER)  # type: ignore[attr-defined]
    engine.save_baseline(tmp_path / "baseline.json")
    assert engine.check_upgrade(tmp_path / "baseline.json") == []
    engine = recourse_engine(workflows=[shop(5)])
    [finding] = engine.check_upgrade(tmp_path / "baseline.json")
    assert finding.problem == "state_differs" and "money" in finding.what


def test_every_type_of_field_comes_back_as_it_was(recourse_engine: Opens) -> None:
    everything = Workflow("everything")

    @everything.state
    @dataclass(frozen=True)
    class Count:
        n: int = 0

    @everything.event()
    @dataclass(frozen=True)
    class Given:
        text: str
        flag: bool
        whole: int
        small: Annotated[int, Range(-3, 100)]
        real: float
        size: Size
        moment: datetime.datetime
        day: datetime.date
        label: Label
        labels: tuple[Label, ...]
        some: str | None
        none: str | None
        sealed: Sealed[str]

    @everything.command()
    @dataclass(frozen=True)
    class Give:
        pass

    made = Given(
        "易碎", True, -(2**63), -3, -0.5, Size.large,
        datetime.datetime(2030, 1, 1, 9, 30, 1, 5000, tzinfo=datetime.timezone.utc),
        datetime.date(2028, 2, 29), Label("", datetime.date(1970, 1, 1)),
        (Label("a", datetime.date(2030, 2, 28)), Label("b", datetime.date(2030, 3, 1))), "x", None,
        Sealed("张三"))
    everything.decide(lambda state, command, context: made)
    everything.evolve(lambda state, event: Count(state.n + 1) if event == made else state)
    recourse_engine(workflows=[everything]).handle("1", Give(), actor=CITIZEN)
    engine = recourse_engine(workflows=[everything])
    assert engine.history("1")[0][1] == made
    assert engine.state("1") == Count(1)


def test_the_schema_says_what_a_command_takes() -> None:
    schema = parcel.schema("parcel.deposit")
    assert schema["properties"].keys() == {"door", "grams"}
    assert parcel.schema("parcel.deposited")["properties"]["door"]["description"] == "Which door."
    with pytest.raises(recourse.InvalidArgumentError, match="parcel.deposit"):
        parcel.schema("parcel.open")


def test_a_description_that_could_not_be_kept_is_refused() -> None:
    bad = Workflow("bad")
    with pytest.raises(TypeError, match="frozen=True"):
        bad.event()(dataclass(type("Loose", (), {"__annotations__": {"a": int}})))
    with pytest.raises(TypeError, match="Wrong.a: .* is no type of a field"):
        @bad.event()
        @dataclass(frozen=True)
        class Wrong:
            a: dict[str, int]
    with pytest.raises(TypeError, match="has no decide"):
        Engine.open(store="memory", workflows=[bad])
    with pytest.raises(TypeError, match="Deposit is no event of parcel"):
        projection("doors", of=parcel, types=(Deposit,))(lambda rows, record, event: None)


def test_a_closed_engine_says_so(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    engine.close()
    engine.close()
    assert engine.closed
    with pytest.raises(recourse.ClosedError):
        engine.handle("A1", Deposit("7"), actor=COURIER)


PROGRAM = """
import os, sys, threading, time
sys.path.insert(0, {tests!r})
from own_parcels import *
from recourse import Actor
from recourse.define import Engine, subscriber
@subscriber("s")
def s(record, event): pass
engine = Engine.open({folder!r}, workflows=[parcel], subscribers=[s])
engine.handle("A1", Deposit("7"), actor=Actor("c", "courier"))
"""


@pytest.mark.parametrize("ending", [
    "",  # the interpreter ends with the engine open
    "sys.exit(0)",
    "engine = None; import gc; gc.collect()",
    "def work():\n  while True: engine.handle('B' + str(time.time_ns()), Deposit('7'), "
    "actor=Actor('c', 'courier'))\n"
    "threading.Thread(target=work, daemon=True).start(); time.sleep(0.3)",
])
def test_the_interpreter_ends_well_with_an_engine_open(ending: str, tmp_path: Any) -> None:
    run(PROGRAM, ending, tmp_path)


def test_a_forked_child_may_not_use_it(tmp_path: Any) -> None:
    run(PROGRAM, """
child = os.fork()
if child == 0:
    try:
        engine.state("A1")
    except RuntimeError as error:
        os._exit(0 if "forked" in str(error) else 2)
    os._exit(3)
assert os.waitpid(child, 0)[1] == 0
assert engine.state("A1").door == "7"
engine.close()
""", tmp_path)


def run(program: str, ending: str, folder: Any) -> None:
    import os
    text = program.format(tests=os.path.dirname(__file__), folder=str(folder / "store")) + ending
    done = subprocess.run([sys.executable, "-c", text], timeout=60, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stderr


def test_personal_text_is_sealed_in_a_sealed_log_and_clear_for_the_rules(tmp_path: Any) -> None:
    import os

    key = tmp_path / "master.key"
    key.write_text(os.urandom(32).hex() + "\n")
    key.chmod(0o600)
    box = Workflow("box")

    @box.state
    @dataclass(frozen=True)
    class Whose:
        name: Sealed[str] | None = None

    @box.event()
    @dataclass(frozen=True)
    class Taken:
        name: Sealed[str]

    @box.command()
    @dataclass(frozen=True)
    class Take:
        name: Sealed[str]

    box.decide(lambda s, c, x: Taken(c.name))
    box.evolve(lambda s, e: Whose(e.name))
    folder = tmp_path / "store"
    with Engine.open(folder, workflows=[box], master_key=key) as engine:
        engine.handle("1", Take(Sealed("张三丰的包裹")), actor=CITIZEN)
        assert engine.state("1").name.reveal() == "张三丰的包裹"
    with Engine.open(folder, workflows=[box]) as engine:
        event = engine.history("1")[0][1]
        assert not event.name.is_clear
    wanted = "张三丰的包裹".encode()
    for path in folder.rglob("*"):
        assert not path.is_file() or wanted not in path.read_bytes()
