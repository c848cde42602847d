"""Every workflow of the office: what it is, its commands by class and by name, its streams."""

from __future__ import annotations

import datetime
import pathlib
import subprocess
import sys
import typing

import pytest
from conftest import OFFICER, SHANGHAI, SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, calendar, complaint

ADMINISTRATOR = Actor("a1", "administrator")
NEW_YEAR = datetime.date(2027, 1, 1)
NOTICE = calendar.PublishYear(
    year=2027,
    days=(
        calendar.Day(date=NEW_YEAR, off=True, name="元旦"),
        calendar.Day(date=datetime.date(2027, 1, 4), off=True, name="元旦"),
    ),
    source="gov.cn",
)
FIELDS: dict[str, typing.Any] = {
    "year": 2027,
    "days": [
        {"date": "2027-01-01", "off": True, "name": "元旦"},
        {"date": "2027-01-04", "off": True, "name": "元旦"},
    ],
    "source": "gov.cn",
}


@pytest.fixture
def notices(office: recourse.Office) -> recourse.Workflow:
    return office.workflow("calendar")


@pytest.fixture
def cases(office: recourse.Office) -> recourse.Workflow:
    return office.workflow("complaint")


def test_a_workflow_says_what_it_is(office: recourse.Office) -> None:
    names = [workflow.name for workflow in office.workflows()]
    assert (names[:2], names[-1]) == (["complaint", "calendar"], "notary")
    cases, notices, *_ = office.workflows()
    assert (cases.kind, cases.key, repr(cases)) == ("case", None, "<recourse.Workflow complaint>")
    assert (notices.kind, notices.name, notices.key) == ("calendar", "calendar", "cn")
    assert notices.doc == "The notices of the years' holidays and working days."
    assert notices.commands == ("calendar.publish_year",)
    assert notices.events == ("calendar.year_published",)
    for workflow, module in ((cases, complaint), (notices, calendar)):
        classes = {
            getattr(module, name).TYPE
            for name in module.__all__
            if hasattr(getattr(module, name), "TYPE")
        }
        assert {*workflow.commands, *workflow.events} <= classes


def test_a_workflow_is_found_by_its_name_and_by_its_kind(office: recourse.Office) -> None:
    assert office.workflow("case").name == office.workflow("complaint").name == "complaint"
    says = "'calender' is no workflow; there are: calendar, "
    with pytest.raises(recourse.InvalidArgumentError, match=says) as raised:
        office.workflow("calender")
    assert {"case", "complaint"} <= set(str(raised.value).replace(".", ",").split(", "))
    with pytest.raises(TypeError, match="name: text"):
        office.workflow(7)  # type: ignore[arg-type]


@pytest.mark.parametrize("by_name", [False, True], ids=["by_class", "by_name"])
@pytest.mark.parametrize("key", [None, "cn", "calendar/cn"])
def test_a_year_is_published(notices: recourse.Workflow, by_name: bool, key: str | None) -> None:
    if by_name:
        done = notices.handle(key, "calendar.publish_year", FIELDS, actor=ADMINISTRATOR)
    else:
        done = notices.handle(key, NOTICE, actor=ADMINISTRATOR)
    assert (done.first, done.last, done.version, done.repeated) == (1, 1, 1, False)
    state = notices.state(key, actor=SUPERVISOR)
    assert isinstance(state, calendar.State)
    assert [(year.year, year.notices, year.by) for year in state.years] == [(2027, 1, "a1")]
    assert state.years[0].days == NOTICE.days
    (entry,) = notices.history(key, actor=SUPERVISOR)
    assert entry.event == calendar.YearPublished(
        year=2027, days=NOTICE.days, source="gov.cn", by="a1"
    )
    assert (entry.type, entry.actor) == ("calendar.year_published", "administrator:a1")
    assert (entry.position, entry.version) == (1, 1)


def test_a_published_year_counts_for_the_next_case(
    office: recourse.Office, clock: recourse.ManualClock, notices: recourse.Workflow
) -> None:
    clock.set(datetime.datetime(2026, 12, 28, 9, tzinfo=SHANGHAI))

    def due(case: str) -> complaint.Due | None:
        office.handle(case, report(), actor=OFFICER)
        return office.state(case, actor=SUPERVISOR).deadlines.resolution

    before = due("A-1")
    notices.handle(None, NOTICE, actor=ADMINISTRATOR)
    after = due("A-2")
    assert before is not None and after is not None
    assert before.provisional and not after.provisional
    assert after.at > before.at


def test_a_refusal_is_raised_by_class_and_by_name(notices: recourse.Workflow) -> None:
    calls: tuple[typing.Callable[[], object], ...] = (
        lambda: notices.handle("cn", NOTICE, actor=OFFICER),
        lambda: notices.handle("cn", "calendar.publish_year", FIELDS, actor=OFFICER),
    )
    for call in calls:
        with pytest.raises(recourse.Refused) as raised:
            call()
        assert (raised.value.name, raised.value.kind) == ("not_your_role", "forbidden")
    with pytest.raises(recourse.NotFoundError, match="there is no calendar 'cn'"):
        notices.history("cn", actor=SUPERVISOR)


def test_a_command_comes_with_its_circumstances(
    office: recourse.Office, notices: recourse.Workflow
) -> None:
    at, identity = office.now() - datetime.timedelta(days=1), "ab" * 16
    first = notices.handle(None, NOTICE, actor=ADMINISTRATOR, at=at, command_id=identity)
    again = notices.handle(None, NOTICE, actor=ADMINISTRATOR, at=at, command_id=identity)
    assert again.repeated and again.last == first.last
    (entry,) = notices.history(None, actor=SUPERVISOR)
    assert (entry.occurred_at, entry.recorded_at) == (at, office.now())
    assert entry.command_id == identity


def test_a_case_is_the_same_through_its_workflow(
    office: recourse.Office, cases: recourse.Workflow
) -> None:
    cases.handle("A-1", report(name=Sealed("张三")), actor=OFFICER)
    fields = {
        "district": "PD",
        "line": "population",
        "category": "difficult",
        "present": True,
        "name": "张三",
    }
    cases.handle("A-2", "case.report", fields, actor=OFFICER)
    assert cases.state("A-1", actor=SUPERVISOR) == office.state("A-1", actor=SUPERVISOR)
    early = cases.state("A-1", 1, actor=SUPERVISOR)
    assert early == office.state("A-1", at_version=1, actor=SUPERVISOR)
    assert early == cases.state("case/A-1", version=1, actor=SUPERVISOR)
    assert early != cases.state("A-1", actor=SUPERVISOR)
    for case in ("A-1", "A-2"):
        told, known = cases.history(case, actor=SUPERVISOR), office.history(case, actor=SUPERVISOR)
        assert [entry.event for entry in told] == [entry.event for entry in known]
        assert [entry.type for entry in told] == ["case.received", "case.accepted"]
        received = told[0].event
        assert isinstance(received, complaint.Received) and received.name == Sealed("张*")


def test_next_steps_go_by_state_and_actor(
    office: recourse.Office, cases: recourse.Workflow, notices: recourse.Workflow
) -> None:
    assert notices.next(None, ADMINISTRATOR) == ["calendar.publish_year"]
    assert notices.next(None, OFFICER) == []
    notices.handle(None, NOTICE, actor=ADMINISTRATOR)
    assert notices.next("cn", ADMINISTRATOR) == ["calendar.publish_year"]
    cases.handle("A-1", report(), actor=OFFICER)
    assert cases.next("A-1", OFFICER) == office.next("A-1", OFFICER)
    mine, citizens = cases.next("A-1", OFFICER), cases.next("A-1", actor=Actor("c", "citizen"))
    assert "case.route_on_spot" in mine and "case.route_on_spot" not in citizens
    with pytest.raises(recourse.NotFoundError, match="there is no case 'A-9'"):
        cases.next("A-9", OFFICER)
    with pytest.raises(TypeError, match="actor: a recourse.Actor is wanted, not str"):
        cases.next("A-1", "w7")  # type: ignore[arg-type]


def test_a_schema_is_that_of_the_type(
    cases: recourse.Workflow, notices: recourse.Workflow
) -> None:
    command = notices.schema("calendar.publish_year")
    assert command["title"] == "calendar.publish_year"
    assert set(command["properties"]) == {"year", "days", "source"}
    assert command["required"] == ["year", "days"]
    event = notices.schema("calendar.year_published")
    assert {"year", "source", "by"} <= set(event["required"])
    assert "years" in notices.schema("calendar.state")["properties"]
    assert "owner" in cases.schema("case.summary")["properties"]
    says = "'calendar.publish' is no type of calendar; there are: calendar.publish_year, "
    with pytest.raises(recourse.InvalidArgumentError, match=says):
        notices.schema("calendar.publish")
    with pytest.raises(recourse.InvalidArgumentError, match="no type of calendar"):
        notices.schema("case.report")


def test_a_command_of_another_workflow_is_refused(
    office: recourse.Office, cases: recourse.Workflow, notices: recourse.Workflow
) -> None:
    says = "a command of recourse.calendar is wanted, not Accept"
    with pytest.raises(TypeError, match=says):
        notices.handle("cn", complaint.Accept(), actor=ADMINISTRATOR)
    with pytest.raises(TypeError, match="a command of recourse.complaint is wanted, not Publish"):
        cases.handle("A-1", NOTICE, actor=OFFICER)
    with pytest.raises(TypeError, match="a command of recourse.complaint is wanted, not Publish"):
        office.handle("A-1", NOTICE, actor=OFFICER)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a command of recourse.calendar is wanted, not YearPubl"):
        event = calendar.YearPublished(year=2027, days=(), source="", by="")
        notices.handle("cn", event, actor=ADMINISTRATOR)
    says = "'case.accept' is no command of calendar; there are: calendar.publish_year"
    with pytest.raises(recourse.UnknownEventError, match=says):
        notices.handle("cn", "case.accept", actor=ADMINISTRATOR)
    assert office.head() == 0


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"year": "2027"}, recourse.MalformedError, "/year: "),
        ({"year": -1}, recourse.MalformedError, "/year: "),
        ({"yaer": 2027}, recourse.MalformedError, "yaer"),
        ({"days": [{"date": "2027-13-01", "off": True}]}, recourse.MalformedError, "/days/0/date"),
        ({"days": {}}, recourse.MalformedError, "/days: "),
        ({"days": [{"date": NEW_YEAR}]}, TypeError, "fields: Object of type date is not JSON"),
        ({"year": float("nan")}, ValueError, "fields: Out of range float"),
        ([2027], TypeError, "fields: a dict is wanted, not list"),
        ('{"year": 2027}', TypeError, "fields: a dict is wanted, not str"),
    ],
)
def test_fields_that_do_not_fit_are_named(
    office: recourse.Office, notices: recourse.Workflow,
    fields: typing.Any, error: type[Exception], says: str,
) -> None:
    with pytest.raises(error) as raised:
        notices.handle("cn", "calendar.publish_year", fields, actor=ADMINISTRATOR)
    assert says in str(raised.value)
    assert office.head() == 0


def test_a_field_of_an_object_that_does_not_fit_is_named(notices: recourse.Workflow) -> None:
    days = (calendar.Day(date="2027-01-01", off=True, name=""),)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"PublishYear\.days\[0\]\.date: a date is wanted, not str"):
        notices.handle("cn", calendar.PublishYear(year=2027, days=days), actor=ADMINISTRATOR)
    with pytest.raises(TypeError, match="fields: they go with a command's name"):
        notices.handle("cn", NOTICE, FIELDS, actor=ADMINISTRATOR)


def test_a_stream_is_of_its_workflow(cases: recourse.Workflow, notices: recourse.Workflow) -> None:
    invalid = recourse.InvalidArgumentError
    with pytest.raises(invalid, match="'case/A-1' is no key of calendar: they are <key> or calend"):
        notices.state("case/A-1", actor=SUPERVISOR)
    with pytest.raises(invalid, match="'2027' is no key of calendar: its only stream is calendar"):
        notices.handle("2027", NOTICE, actor=ADMINISTRATOR)
    with pytest.raises(invalid, match="the workflow complaint has many streams"):
        cases.history(None, actor=SUPERVISOR)
    with pytest.raises(TypeError, match="key: text"):
        cases.state(7, actor=SUPERVISOR)  # type: ignore[arg-type]
    with pytest.raises(recourse.NotFoundError, match="there is no calendar 'cn'"):
        notices.state("cn", actor=SUPERVISOR)


def test_json_goes_by_the_type_whatever_the_workflow(notices: recourse.Workflow) -> None:
    assert recourse.command_from_json(recourse.to_json(NOTICE)) == NOTICE
    notices.handle(None, NOTICE, actor=ADMINISTRATOR)
    event = notices.history(None, actor=SUPERVISOR)[0].event
    assert isinstance(event, calendar.YearPublished)
    assert recourse.event_from_json(recourse.to_json(event)) == event
    state = notices.state(None, actor=SUPERVISOR)
    assert isinstance(state, calendar.State)
    assert '"years":[{"year":2027,' in recourse.to_json(state)
    says = "'calendar.publish_yaer' is no command; there are: calendar.publish_year, .*more"
    with pytest.raises(recourse.UnknownEventError, match=says):
        recourse.command_from_json('{"type": "calendar.publish_yaer"}')


def test_without_its_classes_a_workflow_is_served_in_dicts(tmp_path: pathlib.Path) -> None:
    """A package that lacks the module of one workflow, in a process of its own."""
    package = pathlib.Path(recourse.__file__).parent
    (tmp_path / "recourse").mkdir()
    for file in package.iterdir():
        if file.name != "calendar":
            (tmp_path / "recourse" / file.name).symlink_to(file)
    program = f"""
import recourse
with recourse.Office.open(store="memory") as office:
    notices = office.workflow("calendar")
    administrator = recourse.Actor("a1", "administrator")
    notices.handle(None, "calendar.publish_year", {FIELDS!r}, actor=administrator)
    assert notices.state(None, actor=administrator)["years"][0]["days"] == {FIELDS["days"]!r}
    (entry,) = notices.history(None, actor=administrator)
    assert entry.event["type"] == entry.type == "calendar.year_published"
    assert entry.event["by"] == "a1"
    try:
        notices.handle(None, recourse.complaint.Accept(), actor=administrator)
    except TypeError as no:
        assert "there is no module recourse.calendar" in str(no), no
    else:
        raise AssertionError
"""
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], env={"PYTHONPATH": str(tmp_path)}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_workflow_of_a_closed_office_says_so(
    office: recourse.Office, notices: recourse.Workflow
) -> None:
    office.close()
    calls: tuple[typing.Callable[[], object], ...] = (
        office.workflows, lambda: office.workflow("calendar"),
        lambda: notices.state(None, actor=SUPERVISOR),
        lambda: notices.history(None, actor=SUPERVISOR), lambda: notices.next(None, ADMINISTRATOR),
        lambda: notices.handle(None, NOTICE, actor=ADMINISTRATOR),
    )
    for call in calls:
        with pytest.raises(recourse.ClosedError, match="the office is closed"):
            call()
    assert notices.schema("calendar.state")["title"] == "calendar.state"
