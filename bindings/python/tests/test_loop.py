"""What a unit must do, and the loop beside the cases, from Python."""

from __future__ import annotations

import pytest
from conftest import OFFICER, report

import recourse
from recourse import Actor

CHIEF = Actor("c1", "station_chief", "S001")
SUPERVISOR = Actor("v1", "supervisor", "city")


def open_window(office: recourse.Office, staff: str) -> None:
    registry = office.workflow("registry")

    def give(command: str, **fields: object) -> None:
        registry.handle("S001", f"registry.{command}", fields, actor=CHIEF)

    give("register", district="PD", name="第一派出所")
    give("plan", form="independent", place="大厅")
    give("check_sign", place="门口", clear_position=True, unobstructed=True)
    give("add_officer", staff=staff, kind="sworn", rank="supervisor_3", years=9, all_met=True)
    give("open")


def test_a_unit_is_told_what_it_must_do(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    agenda = office.agenda(actor=OFFICER, unit="S001")
    assert "resolve" in [entry.duty for entry in agenda.entries]
    assert {entry.stream for entry in agenda.entries} == {"case/A-1"}
    assert all(entry.unit == "S001" and entry.zh and entry.rule for entry in agenda.entries)
    assert len(office.agenda(actor=OFFICER, unit="S001", page_size=1).entries) == 1
    assert office.agenda(actor=SUPERVISOR, unit="S009").entries == ()
    with pytest.raises(recourse.Refused):
        office.agenda(actor=OFFICER, unit="S002")
    with pytest.raises(recourse.InvalidArgumentError):
        office.agenda(actor=OFFICER, unit="S001", page_size=0)


def test_no_case_is_taken_where_no_window_is_open(office: recourse.Office) -> None:
    open_window(office, OFFICER.id)
    office.handle("A-1", report(), actor=OFFICER)
    with pytest.raises(recourse.Refused, match="roster"):
        office.handle("A-2", report(), actor=Actor("w99", "window_officer", "S001"))


def test_the_loop_is_counted(office: recourse.Office) -> None:
    assert office.loop()["windows"]["open"] == 0
    open_window(office, "w1")
    loop = office.loop()
    assert loop["windows"]["open"] == loop["windows"]["stations"] == 1
    assert loop["rectifications"] == []
    assert office.loop(period="2001")["windows"]["stations"] == 0
    assert str(office.loop(period="2001")["from"]) == "2001-01-01"


def test_stations_are_silent_while_their_window_is_open(office: recourse.Office) -> None:
    open_window(office, "w1")
    long_ago = office.silent_stations(actor=SUPERVISOR, from_="2001-01-01", to="2001-01-31")
    assert long_ago["registered"] is True
    assert long_ago["stations"] == []
    with pytest.raises(recourse.Refused):
        office.silent_stations(actor=OFFICER, from_="2001-01-01", to="2001-01-31")
    with pytest.raises(recourse.InvalidArgumentError):
        office.silent_stations(actor=SUPERVISOR, from_="2001-01-01", to="2999-01-31")
