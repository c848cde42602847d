"""The office from Python: the life of a case, what is asked of it, and what it says no to."""

from __future__ import annotations

import concurrent.futures
import dataclasses
import datetime
import functools
import pathlib
import time
import uuid
from typing import Any

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, complaint

CHIEF = Actor("c1", "station_chief", "S001")
DAY = datetime.timedelta(days=1)
CLOSE = complaint.Close(
    outcome=complaint.Outcome.done, reply=recourse.Sealed("已办结"), told=complaint.Told.in_person
)


def test_a_case_from_report_to_end(office: recourse.Office, clock: recourse.ManualClock) -> None:
    first = office.handle("A-1", report(), actor=OFFICER)
    assert (first.first, first.last, first.version, first.repeated) == (1, 2, 2, False)
    assert first.recorded_at == clock.now() == office.now()
    office.handle("A-1", complaint.RouteOnSpot(), actor=OFFICER)
    office.handle("A-1", CLOSE, actor=OFFICER)
    state = office.state("A-1", actor=SUPERVISOR)
    assert state.phases == complaint.Phases(
        stage=complaint.Phase.closed, clock=complaint.ClockPhase.stopped,
        rating_follow_up=complaint.FollowUpPhase.none, supervision=complaint.SupervisionPhase.none,
    )
    assert state.ending.outcome is complaint.Outcome.done
    assert [type(entry.event).__name__ for entry in office.history("A-1", actor=SUPERVISOR)] == [
        "Received", "Accepted", "RoutedOnSpot", "Closed",
    ]
    assert "case.rate" in office.next("A-1", recourse.Actor("c1", "citizen"))


def test_a_refusal_is_raised_and_says_why_and_what_is_allowed(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    with pytest.raises(recourse.Refused) as raised:
        office.handle("A-1", complaint.Rate(grade=complaint.Grade.satisfied), actor=OFFICER)
    refused = raised.value
    assert refused.name and refused.rule and refused.en and refused.zh
    assert "case.route_on_spot" in refused.allowed
    assert not isinstance(refused, recourse.RecourseError)
    assert office.head() == 2


def test_a_command_id_takes_effect_once(office: recourse.Office) -> None:
    identity = str(uuid.uuid4())
    first = office.handle("A-1", report(), actor=OFFICER, command_id=identity)
    again = office.handle("A-1", report(), actor=OFFICER, command_id=identity)
    assert again.repeated and (again.first, again.last) == (first.first, first.last)
    assert office.history("A-1", actor=SUPERVISOR)[0].command_id == identity.replace("-", "")
    with pytest.raises(recourse.CommandIdReusedError):
        office.handle("A-1", report(by_proxy=True), actor=OFFICER, command_id=identity)


def test_nothing_to_do_is_an_answer(clock: recourse.ManualClock) -> None:
    nothing = recourse.Appended(first=0, last=0, version=0, recorded_at=clock.now(), repeated=False)
    assert nothing.nothing_to_do
    assert not dataclasses.replace(nothing, first=1, last=1, version=1).nothing_to_do


def test_a_case_is_read_as_it_stood(office: recourse.Office) -> None:
    office.handle("case/A-1", report(), actor=OFFICER)
    early = office.state("A-1", at_version=1, actor=SUPERVISOR)
    assert early.phases.stage is complaint.Phase.received
    assert office.state("A-1", actor=SUPERVISOR).phases.stage is complaint.Phase.accepted
    view = office.find_case("A-1", actor=SUPERVISOR)
    assert (view.id, view.version, view.definition) == ("case/A-1", 2, 1)
    with pytest.raises(recourse.NotFoundError, match="there is no case 'A-2'"):
        office.state("A-2", actor=SUPERVISOR)


def test_new_cases_are_pinned_to_the_norms_of_the_deployment(
    tmp_path: pathlib.Path, clock: recourse.ManualClock
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('base = "shanghai"\nname = "own"\nversion = 3\nordinary = 7\n')
    given: list[tuple[list[str | pathlib.Path], str, int]]
    given = [([own, "jiangsu"], "own", 3), (["jiangsu"], "jiangsu", 1)]
    for norms, name, version in given:
        with recourse.Office.open(store="memory", clock=clock, norms=norms) as office:
            office.handle("A-1", report(), actor=OFFICER)
            intake = office.state("A-1", actor=SUPERVISOR).intake
            assert (intake.profile, intake.profile_version) == (name, version)
    known = "neither a file nor a built-in profile; those are: beijing, guangdong, jiangsu, "
    with pytest.raises(recourse.InvalidArgumentError, match=known):
        recourse.Office.open(store="memory", norms=["nowhere"])
    with pytest.raises(TypeError, match="norms: a list of profiles"):
        recourse.Office.open(store="memory", norms="jiangsu")
    own.write_text('base = "shanghai"\nname = "own"\nversion = 3\nordinary = "7"\n')
    with pytest.raises(recourse.MalformedError, match="own.toml.*ordinary"):
        recourse.Office.open(store="memory", norms=[own])


def test_a_command_may_have_happened_before(office: recourse.Office) -> None:
    at = office.now() - DAY
    office.handle("A-1", report(), actor=OFFICER, at=at)
    entry = office.history("A-1", actor=SUPERVISOR)[0]
    assert (entry.occurred_at, entry.recorded_at) == (at, office.now())
    assert entry.actor == str(OFFICER) == "window_officer:w7@S001"


def test_limits_are_listed_and_act(office: recourse.Office, clock: recourse.ManualClock) -> None:
    last = office.handle("A-1", report(), actor=OFFICER).last
    resolution = complaint.DeadlineKind.resolution
    dues = office.due_times("A-1", actor=SUPERVISOR)
    finish = next(d for d in dues if d.kind is resolution)
    assert finish.met_at is None
    assert finish.due == office.state("A-1", actor=SUPERVISOR).deadlines.resolution
    listed = office.deadlines(actor=SUPERVISOR, kind=resolution, at_least=last).deadlines
    assert [(d.id, d.due, d.fires) for d in listed] == [("case/A-1", finish.due.at, True)]
    kind = complaint.DeadlineKind.resolution
    assert office.deadlines(actor=SUPERVISOR, to=finish.due.at - DAY, kind=kind).deadlines == ()
    clock.set(finish.due.at + DAY)
    office.clock_moved()
    assert office.fire_due().fired == 1
    assert office.state("A-1", actor=SUPERVISOR).deadlines.overdue
    assert office.timers().fired == 1


def test_lists_and_figures_are_read_at_what_was_written(office: recourse.Office) -> None:
    for n in range(5):
        last = office.handle(f"A-{n}", report(), actor=OFFICER).last
    office.handle("A-0", complaint.RouteOnSpot(), actor=OFFICER)
    last = office.handle("A-0", CLOSE, actor=OFFICER).last
    open_ones = functools.partial(
        office.cases, actor=SUPERVISOR, station="S001", open_only=True, page_size=3
    )
    page = open_ones(at_least=last)
    rest = open_ones(after=page.next)
    assert len(page.cases) == 3 and len(rest.cases) == 1 and rest.next == b""
    assert {case.id for case in page.cases + rest.cases} == {f"case/A-{n}" for n in range(1, 5)}
    assert page.position >= last
    closed = office.cases(actor=SUPERVISOR, phase=complaint.Phase.closed, at_least=last)
    assert closed.cases[0].id == "case/A-0"
    with pytest.raises(recourse.InvalidArgumentError, match="1 to 1000 entries"):
        office.cases(actor=SUPERVISOR, page_size=0)
    figures = office.report()
    assert (figures.cases, figures.open, figures.done) == (5, 4, 1)
    assert figures.outcomes[complaint.Outcome.done] == 1
    assert figures.lines[complaint.Line.population].cases == 5
    assert figures == office.report(as_of=office.head())
    assert office.report(as_of=last - 2).done == 0
    assert office.report(line=complaint.Line.traffic).cases == 0
    assert office.report(channel=complaint.Channel.window, station="S001").cases == 5


def test_a_durable_store_is_found_again(tmp_path: pathlib.Path) -> None:
    with recourse.Office.open(tmp_path / "window", memory_bytes=64 << 20) as office:
        office.handle("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.StoreLockedError):
            recourse.Office.open(tmp_path / "window")
        with recourse.Office.open(tmp_path / "window", store="rocksdb-reader") as reader:
            assert reader.state("A-1", actor=SUPERVISOR) == office.state("A-1", actor=SUPERVISOR)
    with recourse.Office.open(str(tmp_path / "window"), create=False) as office:
        assert office.head() == 2


def test_a_reader_follows_the_writer_and_waits_for_a_position(tmp_path: pathlib.Path) -> None:
    with recourse.Office.open(tmp_path / "window", memory_bytes=64 << 20) as office:
        office.handle("A-1", report(), actor=OFFICER)
        reader = recourse.Office.open(
            tmp_path / "window", store="rocksdb-reader", memory_bytes=64 << 20, view_patience=0.2
        )
        with reader:
            last = office.handle("A-2", report(), actor=OFFICER).last
            assert reader.find_case("A-2", actor=SUPERVISOR).version == 2
            assert reader.head() == last
            for n in range(3, 6):
                last = office.handle(f"A-{n}", report(), actor=OFFICER).last
                page = reader.cases(actor=SUPERVISOR, station="S001", at_least=last)
                assert page.position >= last and len(page.cases) == n
                assert reader.deadlines(actor=SUPERVISOR, at_least=last).position >= last
                assert reader.report(station="S001").cases == n
                assert len(reader.history(f"A-{n}", actor=SUPERVISOR)) == 2
            with pytest.raises(recourse.TimedOutError, match="not yet at 1000000"):
                reader.cases(actor=SUPERVISOR, at_least=10**6)


def test_a_list_has_what_was_written_and_no_position_is_cut(clock: recourse.ManualClock) -> None:
    with recourse.Office.open(store="memory", clock=clock, view_patience=0.2) as office:
        for n in range(50):
            last = office.handle(f"A-{n}", report(), actor=OFFICER).last
            page = office.cases(actor=SUPERVISOR, station="S001")
            assert page.position >= last and len(page.cases) == n + 1
            assert office.deadlines(actor=SUPERVISOR).position >= last
        with pytest.raises(recourse.TimedOutError, match="not yet at 1000000"):
            office.cases(actor=SUPERVISOR, at_least=10**6)
    with pytest.raises(recourse.InvalidArgumentError, match="view_patience"):
        recourse.Office.open(store="memory", view_patience=-1)


def test_limits_come_page_by_page(office: recourse.Office) -> None:
    for n in range(7):  # of one moment: they end together
        office.handle(f"A-{n}", report(), actor=OFFICER)
    whole = office.deadlines(actor=SUPERVISOR, page_size=1000).deadlines
    paged: list[recourse.Deadline] = []
    page = office.deadlines(actor=SUPERVISOR, page_size=2)
    while True:
        paged += page.deadlines
        if not page.next:
            break
        page = office.deadlines(actor=SUPERVISOR, page_size=2, after=page.next)
    assert paged == list(whole)


def test_threads_that_give_commands_for_one_case_meet_no_conflict(office: recourse.Office) -> None:
    office.handle("A-hot", report(), actor=OFFICER)
    before = office.find_case("A-hot", actor=SUPERVISOR).version

    def give(_: int) -> None:
        for _ in range(10):
            office.handle(
                "A-hot", complaint.Contact(how=complaint.Told.phone, reached=True), actor=OFFICER
            )

    with concurrent.futures.ThreadPoolExecutor(32) as threads:
        list(threads.map(give, range(32)))
    assert office.find_case("A-hot", actor=SUPERVISOR).version == before + 320


def test_options_are_checked(tmp_path: pathlib.Path, clock: recourse.ManualClock) -> None:
    invalid = recourse.InvalidArgumentError
    with pytest.raises(invalid, match="there is no store 'postgres'"):
        recourse.Office.open(tmp_path, store="postgres")
    with pytest.raises(invalid, match="needs a directory"):
        recourse.Office.open()
    with pytest.raises(invalid, match="has no directory"):
        recourse.Office.open(tmp_path, store="memory")
    with pytest.raises(invalid, match="always a new one"):
        recourse.Office.open(store="memory", create=False)
    with pytest.raises(invalid, match="log level 'loud'"):
        recourse.Office.open(store="memory", log_level="loud")
    with pytest.raises(recourse.NotAStoreError):
        recourse.Office.open(tmp_path / "nothing", create=False)
    with pytest.raises(TypeError, match="a recourse.ManualClock is wanted, not str"):
        recourse.Office.open(store="memory", clock="now")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        recourse.Office()  # type: ignore[call-arg]
    log = tmp_path / "office.log"
    recourse.Office.open(store="memory", log_file=log).close()
    assert "event=closing position=0" in log.read_text()


def test_timers_run_by_themselves_if_wanted(clock: recourse.ManualClock) -> None:
    with recourse.Office.open(store="memory", clock=clock, timers=True) as office:
        office.handle("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.InvalidArgumentError, match="by themselves"):
            office.fire_due()
        clock.advance(30 * DAY)
        office.clock_moved()
        for _ in range(3000):
            if office.timers().fired:
                break
            time.sleep(0.01)
        assert office.state("A-1", actor=SUPERVISOR).deadlines.overdue


def test_views_can_be_brought_up_to_date_when_asked(clock: recourse.ManualClock) -> None:
    with recourse.Office.open(store="memory", clock=clock, views=False) as office:
        office.handle("A-1", report(), actor=OFFICER)
        assert office.report().cases == 1


def test_a_closed_office_says_so(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    assert not office.closed
    office.close()
    office.close()
    assert office.closed
    for call in (
        office.now, office.head, office.report, office.fire_due,
        lambda: office.cases(actor=SUPERVISOR), lambda: office.deadlines(actor=SUPERVISOR),
        office.timers, office.clock_moved, lambda: office.state("A-1", actor=SUPERVISOR),
        lambda: office.history("A-1", actor=SUPERVISOR), lambda: office.next("A-1", OFFICER),
        lambda: office.due_times("A-1", actor=SUPERVISOR),
        lambda: office.handle("A-1", report(), actor=OFFICER),
    ):
        with pytest.raises(recourse.ClosedError, match="the office is closed"):
            call()


def test_with_closes_also_after_an_exception(tmp_path: pathlib.Path) -> None:
    with pytest.raises(ZeroDivisionError):
        with recourse.Office.open(tmp_path / "window") as office:
            raise ZeroDivisionError
    assert office.closed


def test_a_clock_lives_as_long_as_its_office(office: recourse.Office) -> None:
    clock = recourse.ManualClock(office.now())
    other = recourse.Office.open(store="memory", clock=clock)
    expected = clock.now()
    del clock
    assert other.now() == expected
    other.close()


def test_nobody_acts_as_another_system_by_a_role(office: recourse.Office) -> None:
    order = report(
        station="S001", channel=complaint.Channel.hotline, reference="12345-1", present=False
    )
    for role in ("importer", "timer", "engine"):
        with pytest.raises(recourse.InvalidArgumentError, match=role):
            office.open_case(order, actor=Actor("h", role))
    adapter = recourse.Importer("hotline", unit="city")
    assert str(adapter) == "importer:hotline@city"
    opened = office.open_case(order, actor=adapter)
    assert office.history(opened.id, actor=SUPERVISOR)[0].actor == "importer:hotline@city"
    again = office.open_case(order, actor=recourse.Importer("hotline2"))
    assert (again.id, again.appended.repeated) == (opened.id, True)


def test_a_case_is_numbered_and_its_code_given_once(office: recourse.Office) -> None:
    command_id = uuid.uuid4().hex
    simple = complaint.FinishOnSpot(report=report(), outcome=complaint.Outcome.done)
    opened = office.open_case(simple, actor=OFFICER, command_id=command_id)
    assert opened.id.startswith("case/S001-")
    assert len(opened.inquiry_code) == 9
    assert office.state(opened.id, actor=SUPERVISOR).phases.stage is complaint.Phase.closed
    again = office.open_case(simple, actor=OFFICER, command_id=command_id)
    assert (again.id, again.inquiry_code, again.appended.repeated) == (opened.id, "", True)
    assert office.open_case(simple, actor=OFFICER).id != opened.id
    own = office.open_case(simple, actor=OFFICER, case="OLD-77", command_id="7" * 32)
    assert (own.id, len(own.inquiry_code)) == ("case/OLD-77", 9)
    same = office.open_case(simple, actor=OFFICER, case="OLD-77", command_id="7" * 32)
    assert (same.id, same.inquiry_code, same.appended.repeated) == (own.id, "", True)
    with pytest.raises(recourse.CommandIdReusedError):
        office.open_case(simple, actor=OFFICER, case="OLD-78", command_id="7" * 32)
    with pytest.raises(recourse.Refused, match="already_reported"):
        office.open_case(simple, actor=OFFICER, case="OLD-77")
    with pytest.raises(recourse.Refused, match="handler|code"):
        office.handle(
            opened.id,
            complaint.Rate(way=complaint.RatingWay.code, grade=complaint.Grade.satisfied),
            actor=Actor("c", "citizen"),
        )  # fmt: skip
    with pytest.raises(recourse.InvalidArgumentError, match="begins no case"):
        office.open_case(complaint.Accept(), actor=OFFICER)


CHIEF = recourse.Actor("s1", "station_chief", "S001")


def test_a_look_shows_what_is_the_viewers(office: recourse.Office) -> None:
    accused = (complaint.Accused(staff="w3", described=""),)
    named = report(name=recourse.Sealed("蒋五"), accused=accused)
    office.handle("A-1", named, actor=OFFICER)
    with pytest.raises(TypeError, match="actor"):
        office.history("A-1")  # type: ignore[call-arg]
    received = office.history("A-1", actor=CHIEF)[0].event
    assert isinstance(received, complaint.Received) and received.name is not None
    assert received.name.reveal() == "蒋*" and received.inquiry == ""
    citizens = office.history("A-1", actor=recourse.Actor("c", "citizen"))[0].event
    assert isinstance(citizens, complaint.Received)
    assert citizens.accused == () and citizens.by == "" and citizens.station == "S001"
    with pytest.raises(recourse.Refused) as refused:
        office.state("A-1", actor=recourse.Actor("w1", "window_officer", "S002"))
    assert refused.value.name == "not_to_be_seen"
    with pytest.raises(recourse.Refused) as refused:
        office.workflow("case").history("A-1", actor=recourse.Actor("a1", "administrator"))
    assert refused.value.name == "not_to_be_seen"


def test_a_look_in_clear_is_recorded_or_refused(office: recourse.Office) -> None:
    office.handle("A-1", report(name=recourse.Sealed("蒋五")), actor=OFFICER)
    of_case: list[object] = [e.event for e in office.history("A-1", actor=CHIEF, purpose="回访")]
    case = office.workflow("case")
    of_stream: list[object] = [e.event for e in case.history("A-1", actor=CHIEF, purpose="回访")]
    assert of_stream[:-1] == of_case
    for events in (of_case, of_stream):
        received = events[0]
        assert isinstance(received, complaint.Received) and received.name is not None
        assert received.name.reveal() == "蒋五"
        assert events[-1] == complaint.Unmasked(by="s1", purpose="回访")
    assert office.state("A-1", actor=CHIEF).access.unmaskings == 2
    with pytest.raises(recourse.Refused) as refused:
        office.state("A-1", actor=recourse.Actor("w9", "window_officer", "S001"), purpose="好奇")
    assert refused.value.name == "not_your_case"
    assert office.state("A-1", actor=CHIEF).access.unmaskings == 2


def test_a_citizen_sees_their_own_in_clear_by_the_inquiry_code(office: recourse.Office) -> None:
    citizen = recourse.Actor("c", "citizen")
    opened = office.open_case(report(name=recourse.Sealed("蒋五")), actor=OFFICER)
    shown: dict[str, Any] = {"actor": citizen, "purpose": "查看本人信息", "code": opened.inquiry_code}
    received = office.history(opened.id, **shown)[0].event
    assert isinstance(received, complaint.Received) and received.name is not None
    assert received.name.reveal() == "蒋五"
    office.state(opened.id, **shown)
    office.find_case(opened.id, **shown)
    case = office.workflow("case")
    case.state(opened.id, **shown)
    own: Any = case.history(opened.id, **shown)[0].event
    assert own.name.reveal() == "蒋五"
    assert [look.purpose for look in office.looks(opened.id, actor=CHIEF)] == ["查看本人信息"] * 5
    for code, name in (("", "code_missing"), ("000000000", "wrong_code")):
        with pytest.raises(recourse.Refused) as refused:
            office.history(opened.id, **dict(shown, code=code))
        assert refused.value.name == name
    with pytest.raises(recourse.InvalidArgumentError, match="code: .* a purpose too"):
        office.history(opened.id, actor=citizen, code=opened.inquiry_code)
    assert len(office.looks(opened.id, actor=CHIEF)) == 5
