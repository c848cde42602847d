"""What whoever keeps an office running asks, and commands as methods."""

from __future__ import annotations

import datetime
import gc
import inspect
import pathlib
import time

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, LogEvent, Sealed, complaint


def test_commands_are_methods_of_their_workflow(office: recourse.Office) -> None:
    cases = office.complaint
    opened = cases.report(
        "A-1", district="PD", category=complaint.Category.difficult,
        line=complaint.Line.population, present=True, actor=OFFICER,
    )
    assert opened.last == 2
    cases.route_on_spot("A-1", actor=OFFICER, expected=2)
    with pytest.raises(recourse.VersionConflictError):
        cases.message("A-1", text=Sealed("x"), actor=Actor("c", "citizen"), expected=2)
    with pytest.raises(recourse.Refused):
        cases.accept("A-1", actor=OFFICER)
    with pytest.raises(TypeError, match="colour"):
        cases.accept("A-1", colour="red", actor=OFFICER)  # type: ignore[call-arg]
    assert cases.state("A-1", actor=SUPERVISOR) == office.state("A-1", actor=SUPERVISOR)
    assert cases.version("A-1") == 3
    assert repr(cases) == "<commands of complaint>"
    assert {"close", "close_async", "history", "schema"} <= set(dir(cases))
    assert {"complaint", "calendar"} <= set(dir(office))
    shown = inspect.signature(cases.report)
    assert shown.parameters["line"].default is None and "actor" in shown.parameters
    assert "district: Code of its district bureau." in (cases.report.__doc__ or "")
    with pytest.raises(AttributeError, match="no attribute 'complant'"):
        office.complant  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        cases.clsoe  # type: ignore[attr-defined]


def test_commands_as_methods_keep_no_office_open(tmp_path: pathlib.Path) -> None:
    """Who drops an office without closing it has closed it."""
    left = recourse.Office.open(tmp_path)
    assert left.complaint.workflow.name == "complaint"
    del left
    gc.collect()
    recourse.Office.open(tmp_path, create=False).close()


def test_every_command_of_every_workflow_has_its_method(office: recourse.Office) -> None:
    from recourse.facade import commands_of, method_name

    for workflow in office.workflows():
        commands = commands_of(workflow)
        for command in workflow.commands:
            assert callable(getattr(commands, method_name(command)))
            name = method_name(command) + "_async"
            assert "to be awaited" in (getattr(commands, name).__doc__ or "")
    assert method_name("rectification.continue") == "continue_"


def test_a_class_is_found_by_its_name_and_back(office: recourse.Office) -> None:
    cases = office.workflow("complaint")
    assert cases.class_of("case.close") is complaint.Close
    assert cases.class_of("case.received") is complaint.Received
    assert cases.class_of(complaint.State.TYPE) is complaint.State
    for command in cases.commands:
        assert cases.class_of(command).TYPE == command
    with pytest.raises(recourse.InvalidArgumentError, match="case.close"):
        cases.class_of("case.clsoe")


def test_a_state_is_had_as_of_a_position_and_a_moment(
    office: recourse.Office, clock: recourse.ManualClock
) -> None:
    cases = office.workflow("complaint")
    office.handle("B-1", report(), actor=OFFICER)
    office.handle("A-1", report(), actor=OFFICER)
    before = office.now()
    clock.advance(datetime.timedelta(hours=1))
    office.handle("A-1", complaint.RouteOnSpot(), actor=OFFICER)
    assert cases.state("A-1", as_of=3, actor=SUPERVISOR) == cases.state(
        "A-1", 1, actor=SUPERVISOR
    )
    assert cases.state("A-1", as_of=before, actor=SUPERVISOR) == cases.state(
        "A-1", 2, actor=SUPERVISOR
    )
    assert len(cases.history("A-1", as_of=before, actor=SUPERVISOR)) == 2
    assert office.report(as_of=before) == office.report(as_of=4)
    with pytest.raises(recourse.NotFoundError, match="as of position 2"):
        cases.state("A-1", as_of=2, actor=SUPERVISOR)
    with pytest.raises(recourse.InvalidArgumentError, match="exclude"):
        cases.state("A-1", 1, as_of=3, actor=SUPERVISOR)
    with pytest.raises(TypeError, match="as_of"):
        cases.state("A-1", as_of="now", actor=SUPERVISOR)  # type: ignore[arg-type]


def test_limits_are_listed_and_fired(
    office: recourse.Office, clock: recourse.ManualClock
) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    due = office.complaint.due("A-1", actor=SUPERVISOR)
    assert due and all(isinstance(timer, recourse.ArmedTimer) for timer in due)
    clock.advance(datetime.timedelta(days=60))
    assert office.fire_due().fired > 0


def test_views_are_listed_rebuilt_and_waited_for(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    office.wait_for_view("cases")
    cases = next(view for view in office.views() if view.name == "cases")
    assert (cases.position, cases.stopped, cases.error) == (2, False, "")
    office.rebuild_view("cases", compare=True)
    office.resume_view("cases")
    with pytest.raises(recourse.NotFoundError):
        office.rebuild_view("casas")
    with pytest.raises(recourse.TimedOutError):
        office.wait_for_view("cases", 9, timeout=0.05)
    with pytest.raises(recourse.TimedOutError):
        office.wait_until(9, timeout=0.05)
    assert office.wait_until(2) == 2


def test_reactions_health_metrics_and_verify(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    names = [reaction.name for reaction in office.react()]
    assert names and names == [reaction.name for reaction in office.reactions()]
    assert office.refused_intents(names[0]) == []
    with pytest.raises(recourse.NotFoundError):
        office.refused_intents("nobody")
    office.resume_reaction(names[0])
    assert office.health().ok and office.health().store.head >= 2
    assert "# TYPE recourse_commands_total counter" in office.metrics()
    verified = office.verify()
    assert verified.ok and verified.records == office.head() and verified.findings == ()
    with pytest.raises(recourse.NotSealedError):
        office.erase_past_retention(actor=Actor("a1", "administrator"), dry_run=True)
    assert office.recompute_limits()["looked_at"] == 0


def test_an_office_is_backed_up_and_restored(tmp_path: pathlib.Path) -> None:
    with recourse.Office.open(tmp_path / "window") as office:
        office.handle("A-1", report(), actor=OFFICER)
        assert office.backup(tmp_path / "backup").last == 2
        office.handle("A-2", report(), actor=OFFICER)
        assert [s.first for s in office.backup(tmp_path / "backup").segments] == [3]
        assert office.backup(tmp_path / "backup").segments == ()
    restored = recourse.restore_backup(tmp_path / "backup", tmp_path / "again", up_to=2)
    assert (restored.last, restored.backup_last) == (2, 4)
    with recourse.Office.open(tmp_path / "again", create=False) as again:
        assert again.head() == 2
    with pytest.raises(recourse.InvalidArgumentError):
        recourse.restore_backup(tmp_path / "backup", tmp_path / "again")


def test_events_are_read_by_pages_as_somebody_may_see_them(office: recourse.Office) -> None:
    for n in range(10):
        office.handle(f"A-{n}", report(name=Sealed("张三")), actor=OFFICER)
    page = office.read_events(actor=SUPERVISOR, most=15)
    assert (len(page.events), page.next, page.head) == (15, 16, 20)
    received = page.events[0].event
    assert isinstance(received, complaint.Received) and received.name == Sealed("张*")
    rest = office.read_events(actor=SUPERVISOR, from_=page.next)
    assert (len(rest.events), rest.next) == (5, 21)
    assert [event.position for event in office.tail(actor=SUPERVISOR)] == list(range(1, 21))
    assert office.read_events(actor=Actor("c", "citizen")).events == ()
    assert [e.type for e in office.tail(actor=SUPERVISOR, types=("case.accepted",))] == [
        "case.accepted"
    ] * 10
    for from_, most in ((1, 0), (1, 1001), (0, 10)):
        with pytest.raises(recourse.InvalidArgumentError):
            office.read_events(actor=SUPERVISOR, from_=from_, most=most)
    with pytest.raises(TypeError, match="types"):
        office.read_events(actor=SUPERVISOR, types="case.accepted")


def test_a_subscription_of_an_office_goes_on(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    first = [event.position for event in office.subscribe("e", actor=SUPERVISOR, follow=False)]
    office.handle("A-2", report(), actor=OFFICER)
    more = [event.position for event in office.subscribe("e", actor=SUPERVISOR, follow=False)]
    assert (first, more) == ([1, 2], [3, 4])


def wait_for(condition: object) -> None:
    assert callable(condition)
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_subscriber_that_raises_stops_and_goes_on(office: recourse.Office) -> None:
    seen: list[int] = []
    broken = [True]

    def handler(event: LogEvent) -> None:
        if broken[0] and event.position == 3:
            raise ValueError("it does not fit")
        seen.append(event.position)

    number = office.add_subscriber("mail", handler, actor=SUPERVISOR)
    for n in range(3):
        office.handle(f"A-{n}", report(), actor=OFFICER)
    wait_for(lambda: office.subscribers()[0].state == "stopped")
    (status,) = office.subscribers()
    assert "ValueError: it does not fit" in status.error and seen == [1, 2]
    broken[0] = False
    office.resume_subscriber(number)
    wait_for(lambda: seen == [1, 2, 3, 4, 5, 6])
    with pytest.raises(recourse.InvalidArgumentError):
        office.add_subscriber("mail", handler, actor=SUPERVISOR)
    office.remove_subscriber(number)
    assert office.kept_position("mail") == 6 and office.subscribers() == []
    with pytest.raises(recourse.NotFoundError):
        office.remove_subscriber(number)
    with pytest.raises(TypeError, match="handler"):
        office.add_subscriber("mail", 7, actor=SUPERVISOR)  # type: ignore[arg-type]


def test_a_handler_may_give_commands_and_not_close(office: recourse.Office) -> None:
    raised: list[str] = []

    def handler(event: LogEvent) -> None:
        if event.stream != "case/A-1":
            return
        office.handle("B-" + event.stream.partition("/")[2], report(), actor=OFFICER)
        with pytest.raises(recourse.InvalidArgumentError, match="cannot close"):
            office.close()
        with pytest.raises(recourse.InvalidArgumentError, match="cannot remove"):
            office.remove_subscriber(1)
        raised.append(event.type)

    office.add_subscriber("", handler, actor=SUPERVISOR, types=("case.received",), from_=1)
    office.handle("A-1", report(), actor=OFFICER)
    wait_for(lambda: raised)
    assert office.workflow("complaint").version("B-A-1") == 2
