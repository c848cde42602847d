"""recourse.testing: given, when, then, and limits that pass because the test says so."""

from __future__ import annotations

import datetime

import pytest
from own_parcels import Collect, Deposit, Deposited, Emptied, parcel

import recourse
from recourse import Actor
from recourse.define import TimerDeclined
from recourse.testing import scenario

COURIER = Actor("c1", "courier")
NINE = datetime.datetime(2030, 1, 1, 9, tzinfo=datetime.timezone.utc)
WEEK = datetime.timedelta(days=7)


def test_a_command_leads_to_events_and_arms_a_limit() -> None:
    s = scenario(parcel).when(Deposit("7", 3), COURIER)
    s.then(Deposited("7", NINE + WEEK, 3)).due(pick_up=NINE + WEEK)
    s.when(Collect()).then(Emptied()).due()
    assert s.state.grams == 3 and s.state.door is None


def test_events_are_given_whoever_decided_them() -> None:
    scenario(parcel).given(Deposited("7", NINE)).when(Deposit("8"), COURIER).refused(
        "not_allowed_in_phase", "not_now")


def test_a_limit_passes_when_time_moves_on() -> None:
    s = scenario(parcel).given(Deposited("7", NINE + WEEK))
    s.advance(days=7).then()
    s.advance(milliseconds=1).then(Emptied(returned=True)).due()
    s.advance(days=30).then()


def test_a_limit_whose_command_is_refused_is_recorded() -> None:
    s = scenario(parcel).given(Deposited("stuck", NINE))
    s.advance(days=1).then(TimerDeclined("pick_up", "stuck", "The door is stuck."))


def test_what_has_passed_fires_before_a_command() -> None:
    s = scenario(parcel).given(Deposited("7", NINE)).at("2030-02-01T09:00+00:00")
    s.when(Deposit("8"), COURIER)
    assert s.events[0] == Emptied(returned=True)
    assert [type(event) for event in s.events] == [Emptied, Deposited]


def test_only_events_are_given() -> None:
    with pytest.raises(TypeError, match="an event of parcel is wanted, not Collect"):
        scenario(parcel).given(Collect())


def test_what_is_not_as_said_fails_and_says_why() -> None:
    s = scenario(parcel).when(Deposit("7"), COURIER)
    with pytest.raises(AssertionError, match=r"it recorded\n  Deposited\(door='7'"):
        s.then()
    with pytest.raises(AssertionError, match="it was not refused"):
        s.refused("stuck")
    with pytest.raises(AssertionError, match="these limits run"):
        s.due()
    s.when(Deposit("nowhere"), COURIER)
    with pytest.raises(AssertionError, match="it was refused"):
        s.then()
    with pytest.raises(AssertionError, match="by another name"):
        s.refused("stuck")


def test_what_a_rule_raises_is_raised() -> None:
    with pytest.raises(recourse.UserCodeFailedError, match="ZeroDivisionError"):
        scenario(parcel).when(Deposit("boom"), COURIER)
