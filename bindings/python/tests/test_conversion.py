"""What is not of its type is refused, with class and field; nothing is guessed."""

from __future__ import annotations

import datetime

import pytest
from conftest import OFFICER, SHANGHAI, SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, complaint

UTC = datetime.timezone.utc
ITEM = complaint.NoticeItem(code="1", material="户口簿", requirement="原件")


def wrong(value: object) -> complaint.NoticeItem:
    return complaint.NoticeItem(code="1", material=value, requirement="")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"station": 7}, TypeError, "Report.station: text (str) is wanted, not int"),
        ({"station": None}, TypeError, "Report.station: text (str) is wanted, not NoneType"),
        ({"station": b"S001"}, TypeError, "Report.station: text (str) is wanted, not bytes"),
        ({"station": "\ud800"}, ValueError, "Report.station: the text holds half a character"),
        ({"line": "population"}, TypeError, "Report.line: a recourse.complaint.Line is wanted"),
        ({"line": complaint.Channel.phone}, TypeError, "Report.line: a recourse.complaint.Line"),
        ({"present": 1}, TypeError, "Report.present: True or False is wanted, not int"),
        ({"earlier_trips": True}, TypeError, "Report.earlier_trips: a whole number (int)"),
        ({"earlier_trips": 1.0}, TypeError, "Report.earlier_trips: a whole number (int)"),
        ({"earlier_trips": -1}, ValueError, "the number is not from 0 to 4294967295"),
        ({"earlier_trips": 1 << 32}, ValueError, "Report.earlier_trips: the number is not from"),
        ({"earlier_trips": 1 << 99}, ValueError, "Report.earlier_trips: the number is not from"),
        ({"counter_did": "x"}, TypeError, "Report.counter_did: a tuple is wanted, not str"),
        (
            {"counter_did": (complaint.CounterFault.delayed, "x")},
            TypeError,
            "Report.counter_did[1]: a recourse.complaint.CounterFault is wanted, not str",
        ),
        ({"reported_at": "2023"}, TypeError, "Report.reported_at: a datetime is wanted, not str"),
        ({"reported_at": datetime.date(2023, 6, 1)}, TypeError, "Report.reported_at: a datetime"),
        ({"reported_at": datetime.datetime(2023, 6, 1)}, ValueError, "has no time zone"),
        (
            {"reported_at": datetime.datetime.max.replace(tzinfo=datetime.timezone.min)},
            ValueError,
            "Report.reported_at: the moment lies outside the years 1 to 9999 in UTC",
        ),
        ({"name": Sealed(7)}, TypeError, "Report.name: text (str) is wanted, not int"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    office: recourse.Office, fields: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as raised:
        office.handle("A-1", report(**fields), actor=OFFICER)
    assert says in str(raised.value)
    assert office.head() == 0


def test_the_place_inside_a_list_of_values_is_named() -> None:
    notice = complaint.RouteNotice(items=(ITEM, wrong(3)))
    with pytest.raises(TypeError, match=r"RouteNotice\.items\[1\]\.material: text \(str\)"):
        recourse.to_json(notice)


def test_a_list_is_taken_for_a_tuple() -> None:
    notice = complaint.RouteNotice(items=[ITEM])  # type: ignore[arg-type]
    again = recourse.command_from_json(recourse.to_json(notice))
    assert again == complaint.RouteNotice(items=(ITEM,))


@pytest.mark.parametrize("value", [None, {}, "case.accept", complaint.Accept, object()])
def test_what_is_no_command_is_refused(office: recourse.Office, value: object) -> None:
    with pytest.raises(TypeError, match="a command of recourse.complaint is wanted, not "):
        office.handle("A-1", value, actor=OFFICER)  # type: ignore[arg-type]


def test_an_event_is_no_command(office: recourse.Office) -> None:
    event = complaint.Accepted(by="w7", present=True)
    with pytest.raises(TypeError, match="a command of recourse.complaint is wanted, not Accepted"):
        office.handle("A-1", event, actor=OFFICER)  # type: ignore[arg-type]


def test_a_field_that_must_be_given_must_be_given() -> None:
    with pytest.raises(TypeError, match="requirement"):
        complaint.NoticeItem(code="1", material="户口簿")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no_such"):
        complaint.Accept(no_such=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        complaint.Accept(True)  # type: ignore[misc]


def test_an_object_that_was_never_initialised_is_refused(office: recourse.Office) -> None:
    empty = object.__new__(complaint.Accept)
    with pytest.raises(AttributeError, match="present"):
        office.handle("A-1", empty, actor=OFFICER)


def test_moments_keep_their_instant_in_any_time_zone(office: recourse.Office) -> None:
    at = datetime.datetime(2023, 5, 31, 23, 59, 59, 123999, tzinfo=SHANGHAI)
    office.handle("A-1", report(reported_at=at), actor=OFFICER)
    received = office.history("A-1", actor=SUPERVISOR)[0].event
    assert isinstance(received, complaint.Received)
    assert received.reported_at == at.replace(microsecond=123000)
    assert received.reported_at.tzinfo is UTC


def test_moments_before_1970_and_at_the_ends_of_time_are_exact() -> None:
    for at in (
        datetime.datetime(1, 1, 1, tzinfo=UTC),
        datetime.datetime(1969, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
        datetime.datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC),
    ):
        assert recourse.ManualClock(at).now() == at


def test_a_day_is_a_date_and_no_datetime() -> None:
    extend = complaint.Extend(until=datetime.datetime(2023, 6, 9, tzinfo=UTC))
    with pytest.raises(TypeError, match=r"Extend\.until: a date is wanted, not datetime.datetime"):
        recourse.to_json(extend)


def test_parameters_are_named_too(office: recourse.Office) -> None:
    with pytest.raises(TypeError, match="case: text"):
        office.state(7, actor=SUPERVISOR)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="actor: a recourse.Actor is wanted, not str"):
        office.handle("A-1", report(), actor="w7")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="at: the datetime has no time zone"):
        office.handle("A-1", report(), actor=OFFICER, at=datetime.datetime(2023, 6, 1))
    with pytest.raises(TypeError, match="actor: text"):
        office.handle("A-1", report(), actor=Actor(7))  # type: ignore[arg-type]
    with pytest.raises(recourse.MalformedError):
        office.handle("A-1", report(), actor=OFFICER, command_id="no id")
    with pytest.raises(recourse.InvalidArgumentError):
        office.state("no such/kind of name", actor=SUPERVISOR)
    with pytest.raises(TypeError, match="line: a recourse.complaint.Line is wanted"):
        office.report(line="population")  # type: ignore[arg-type]


def test_json_errors_carry_their_place() -> None:
    with pytest.raises(recourse.MalformedError, match="/line: one of these is wanted"):
        recourse.command_from_json('{"type": "case.report", "line": "no such"}')
    with pytest.raises(recourse.UnknownEventError, match="case.nothing"):
        recourse.event_from_json('{"type": "case.nothing"}')
    with pytest.raises(recourse.MalformedError, match="/type"):
        recourse.command_from_json("[]")
    says = r"an event, command or state of a workflow \(recourse.complaint, .*\) is wanted, not int"
    with pytest.raises(TypeError, match=says):
        recourse.to_json(7)  # type: ignore[arg-type]
