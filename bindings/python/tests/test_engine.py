"""The engine from Python: the life of a case, what is asked of it, and what it says no to."""

from __future__ import annotations

import dataclasses
import datetime
import pathlib
import time
import uuid

import pytest
from conftest import OFFICER, report

import recourse
from recourse import Actor, casework

CHIEF = Actor("c1", "station_chief", "S001")
DAY = datetime.timedelta(days=1)
CLOSE = casework.Close(
    outcome=casework.Outcome.done, reply=recourse.Sealed("已办结"), told=casework.Told.in_person
)


def test_a_case_from_report_to_end(engine: recourse.Engine, clock: recourse.ManualClock) -> None:
    first = engine.handle("A-1", report(), actor=OFFICER)
    assert (first.first, first.last, first.version, first.repeated) == (1, 2, 2, False)
    assert first.recorded_at == clock.now() == engine.now()
    engine.handle("A-1", casework.RouteOnSpot(), actor=OFFICER)
    engine.handle("A-1", CLOSE, actor=OFFICER)
    state = engine.state("A-1")
    assert state.phases == casework.Phases(
        life=casework.Phase.closed, clock=casework.ClockPhase.stopped,
        care=casework.CarePhase.none, supervision=casework.SupervisionPhase.none,
    )
    assert state.ending.outcome is casework.Outcome.done
    assert [type(entry.event).__name__ for entry in engine.history("A-1")] == [
        "Received", "Accepted", "RoutedOnSpot", "Closed",
    ]
    assert "case.rate" in engine.next("A-1")


def test_a_refusal_is_raised_and_says_why_and_what_is_allowed(engine: recourse.Engine) -> None:
    engine.handle("A-1", report(), actor=OFFICER)
    with pytest.raises(recourse.Refused) as raised:
        engine.handle("A-1", casework.Rate(grade=casework.Grade.satisfied), actor=OFFICER)
    refused = raised.value
    assert refused.name and refused.rule and refused.en and refused.zh
    assert "case.route_on_spot" in refused.allowed
    assert not isinstance(refused, recourse.RecourseError)
    assert engine.head() == 2


def test_a_command_id_takes_effect_once(engine: recourse.Engine) -> None:
    identity = str(uuid.uuid4())
    first = engine.handle("A-1", report(), actor=OFFICER, command_id=identity)
    again = engine.handle("A-1", report(), actor=OFFICER, command_id=identity)
    assert again.repeated and (again.first, again.last) == (first.first, first.last)
    assert engine.history("A-1")[0].command_id == identity.replace("-", "")
    with pytest.raises(recourse.CommandIdReusedError):
        engine.handle("A-1", report(by_proxy=True), actor=OFFICER, command_id=identity)


def test_nothing_to_do_is_an_answer(clock: recourse.ManualClock) -> None:
    nothing = recourse.Appended(first=0, last=0, version=0, recorded_at=clock.now(), repeated=False)
    assert nothing.nothing_to_do
    assert not dataclasses.replace(nothing, first=1, last=1, version=1).nothing_to_do


def test_a_case_is_read_as_it_stood(engine: recourse.Engine) -> None:
    engine.handle("case/A-1", report(), actor=OFFICER)
    assert engine.state("A-1", at_version=1).phases.life is casework.Phase.received
    assert engine.state("A-1").phases.life is casework.Phase.accepted
    view = engine.find_case("A-1")
    assert (view.id, view.version, view.definition) == ("case/A-1", 2, 1)
    with pytest.raises(recourse.NotFoundError, match="there is no case 'A-2'"):
        engine.state("A-2")


def test_new_cases_are_pinned_to_the_norms_of_the_deployment(
    tmp_path: pathlib.Path, clock: recourse.ManualClock
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('base = "shanghai"\nname = "own"\nversion = 3\nordinary = 7\n')
    given: list[tuple[list[str | pathlib.Path], str, int]]
    given = [([own, "jiangsu"], "own", 3), (["jiangsu"], "jiangsu", 1)]
    for norms, name, version in given:
        with recourse.Engine.open(store="memory", clock=clock, norms=norms) as engine:
            engine.handle("A-1", report(), actor=OFFICER)
            intake = engine.state("A-1").intake
            assert (intake.profile, intake.profile_version) == (name, version)
    known = "neither a file nor a built-in profile; those are: beijing, jiangsu, shanghai"
    with pytest.raises(recourse.InvalidArgumentError, match=known):
        recourse.Engine.open(store="memory", norms=["tianjin"])
    with pytest.raises(TypeError, match="norms: a list of profiles"):
        recourse.Engine.open(store="memory", norms="jiangsu")
    own.write_text('base = "shanghai"\nname = "own"\nversion = 3\nordinary = "7"\n')
    with pytest.raises(recourse.MalformedError, match="own.toml.*ordinary"):
        recourse.Engine.open(store="memory", norms=[own])


def test_a_command_may_have_happened_before(engine: recourse.Engine) -> None:
    at = engine.now() - DAY
    engine.handle("A-1", report(), actor=OFFICER, at=at)
    entry = engine.history("A-1")[0]
    assert (entry.occurred_at, entry.recorded_at) == (at, engine.now())
    assert entry.actor == str(OFFICER) == "window_officer:w7@S001"


def test_limits_are_listed_and_act(engine: recourse.Engine, clock: recourse.ManualClock) -> None:
    last = engine.handle("A-1", report(), actor=OFFICER).last
    finish = next(d for d in engine.due_times("A-1") if d.limit is casework.Limit.finish)
    assert finish.due == engine.state("A-1").limits.finish and finish.met_at is None
    listed = engine.deadlines(limit=casework.Limit.finish, at_least=last).deadlines
    assert [(d.id, d.due, d.fires) for d in listed] == [("case/A-1", finish.due.at, True)]
    assert engine.deadlines(to=finish.due.at - DAY, limit=casework.Limit.finish).deadlines == ()
    clock.set(finish.due.at + DAY)
    engine.clock_moved()
    assert engine.fire_due().fired == 1
    assert engine.state("A-1").limits.overdue
    assert engine.timers().fired == 1


def test_lists_and_figures_are_read_at_what_was_written(engine: recourse.Engine) -> None:
    for n in range(5):
        last = engine.handle(f"A-{n}", report(), actor=OFFICER).last
    engine.handle("A-0", casework.RouteOnSpot(), actor=OFFICER)
    last = engine.handle("A-0", CLOSE, actor=OFFICER).last
    page = engine.cases(station="S001", open_only=True, limit=3, at_least=last)
    rest = engine.cases(station="S001", open_only=True, limit=3, after=page.next)
    assert len(page.cases) == 3 and len(rest.cases) == 1 and rest.next == b""
    assert {case.id for case in page.cases + rest.cases} == {f"case/A-{n}" for n in range(1, 5)}
    assert page.position >= last
    assert engine.cases(phase=casework.Phase.closed, at_least=last).cases[0].id == "case/A-0"
    with pytest.raises(recourse.InvalidArgumentError, match="1 to 1000 entries"):
        engine.cases(limit=0)
    figures = engine.report()
    assert (figures.cases, figures.open, figures.done) == (5, 4, 1)
    assert figures.outcomes[casework.Outcome.done] == 1
    assert figures.lines[casework.Line.population].cases == 5
    assert figures == engine.report(as_of=engine.head())
    assert engine.report(as_of=last - 2).done == 0
    assert engine.report(line=casework.Line.traffic).cases == 0
    assert engine.report(channel=casework.Channel.window, station="S001").cases == 5


def test_a_durable_store_is_found_again(tmp_path: pathlib.Path) -> None:
    with recourse.Engine.open(tmp_path / "window", memory_bytes=64 << 20) as engine:
        engine.handle("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.StoreLockedError):
            recourse.Engine.open(tmp_path / "window")
        with recourse.Engine.open(tmp_path / "window", store="rocksdb-reader") as reader:
            assert reader.state("A-1") == engine.state("A-1")
    with recourse.Engine.open(str(tmp_path / "window"), create=False) as engine:
        assert engine.head() == 2


def test_options_are_checked(tmp_path: pathlib.Path, clock: recourse.ManualClock) -> None:
    invalid = recourse.InvalidArgumentError
    with pytest.raises(invalid, match="there is no store 'postgres'"):
        recourse.Engine.open(tmp_path, store="postgres")
    with pytest.raises(invalid, match="needs a directory"):
        recourse.Engine.open()
    with pytest.raises(invalid, match="has no directory"):
        recourse.Engine.open(tmp_path, store="memory")
    with pytest.raises(invalid, match="always a new one"):
        recourse.Engine.open(store="memory", create=False)
    with pytest.raises(invalid, match="log level 'loud'"):
        recourse.Engine.open(store="memory", log_level="loud")
    with pytest.raises(recourse.NotAStoreError):
        recourse.Engine.open(tmp_path / "nothing", create=False)
    with pytest.raises(TypeError, match="a recourse.ManualClock is wanted, not str"):
        recourse.Engine.open(store="memory", clock="now")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        recourse.Engine()  # type: ignore[call-arg]
    log = tmp_path / "engine.log"
    recourse.Engine.open(store="memory", log_file=log).close()
    assert "event=closing position=0" in log.read_text()


def test_timers_run_by_themselves_if_wanted(clock: recourse.ManualClock) -> None:
    with recourse.Engine.open(store="memory", clock=clock, timers=True) as engine:
        engine.handle("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.InvalidArgumentError, match="by themselves"):
            engine.fire_due()
        clock.advance(30 * DAY)
        engine.clock_moved()
        for _ in range(3000):
            if engine.timers().fired:
                break
            time.sleep(0.01)
        assert engine.state("A-1").limits.overdue


def test_views_can_be_brought_up_to_date_when_asked(clock: recourse.ManualClock) -> None:
    with recourse.Engine.open(store="memory", clock=clock, views=False) as engine:
        engine.handle("A-1", report(), actor=OFFICER)
        assert engine.report().cases == 1


def test_a_closed_engine_says_so(engine: recourse.Engine) -> None:
    engine.handle("A-1", report(), actor=OFFICER)
    assert not engine.closed
    engine.close()
    engine.close()
    assert engine.closed
    for call in (
        engine.now, engine.head, engine.report, engine.cases, engine.deadlines, engine.fire_due,
        engine.timers, engine.clock_moved, lambda: engine.state("A-1"),
        lambda: engine.history("A-1"), lambda: engine.next("A-1"),
        lambda: engine.due_times("A-1"), lambda: engine.handle("A-1", report(), actor=OFFICER),
    ):
        with pytest.raises(recourse.ClosedError, match="the engine is closed"):
            call()


def test_with_closes_also_after_an_exception(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ZeroDivisionError):
        with recourse.Engine.open(tmp_path / "window") as engine:
            raise ZeroDivisionError
    assert engine.closed


def test_a_clock_lives_as_long_as_its_engine(engine: recourse.Engine) -> None:
    clock = recourse.ManualClock(engine.now())
    other = recourse.Engine.open(store="memory", clock=clock)
    expected = clock.now()
    del clock
    assert other.now() == expected
    other.close()


def test_a_case_is_numbered_and_its_code_given_once(engine: recourse.Engine) -> None:
    command_id = uuid.uuid4().hex
    simple = casework.FinishOnSpot(report=report(), outcome=casework.Outcome.done)
    opened = engine.open_case(simple, actor=OFFICER, command_id=command_id)
    assert opened.id.startswith("case/S001-")
    assert len(opened.inquiry_code) == 9
    assert engine.state(opened.id).phases.life is casework.Phase.closed
    again = engine.open_case(simple, actor=OFFICER, command_id=command_id)
    assert (again.id, again.inquiry_code, again.appended.repeated) == (opened.id, "", True)
    assert engine.open_case(simple, actor=OFFICER).id != opened.id
    with pytest.raises(recourse.Refused, match="handler|code"):
        engine.handle(
            opened.id, casework.Rate(way=casework.RatingWay.code, grade=casework.Grade.satisfied),
            actor=Actor("c", "citizen"),
        )  # fmt: skip
    with pytest.raises(recourse.InvalidArgumentError, match="begins no case"):
        engine.open_case(casework.Accept(), actor=OFFICER)
