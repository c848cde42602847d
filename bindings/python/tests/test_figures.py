"""Figures, events, the cases behind them, and the report from Python."""

from __future__ import annotations

import datetime

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, complaint


@pytest.fixture
def cases(office: recourse.Office) -> recourse.Office:
    for key in ("A-1", "A-2"):
        office.handle(key, report(), actor=OFFICER)
    office.handle("A-1", complaint.RouteOnSpot(), actor=OFFICER)
    return office


def test_groups_as_of_a_position_and_the_cases_behind(cases: recourse.Office) -> None:
    table = cases.figures(actor=SUPERVISOR, by=["route"], figures=["cases", "contact_rate"])
    assert [row["keys"] for row in table["rows"]] == [[""], ["on_spot"]]
    assert table["rows"][1]["values"][0] == {"value": 1, "of": 0}
    behind = cases.cases_behind(
        "cases", actor=SUPERVISOR, by=["route"], keys=["on_spot"], where={"line": "population"}
    )
    assert behind == ["case/A-1"]
    assert cases.cases_behind("cases", actor=SUPERVISOR, most=1) == ["case/A-1"]
    assert cases.cases_behind("cases", actor=SUPERVISOR, after="case/A-1") == ["case/A-2"]
    with pytest.raises(recourse.NotFoundError):
        cases.cases_behind("cases", actor=SUPERVISOR, after="case/A-9")
    none = cases.figures(actor=SUPERVISOR, figures=["cases"], as_of=0)
    assert none["rows"][0]["values"][0]["value"] == 0
    some = cases.figures(actor=SUPERVISOR, figures=["cases"], where={"line": ["traffic", "other"]})
    assert some["rows"][0]["values"][0]["value"] == 0


def test_events_and_the_report(cases: recourse.Office) -> None:
    counts = cases.events(actor=SUPERVISOR, by=["type"])
    by_type = {row["keys"][0]: row["values"][0]["value"] for row in counts["rows"]}
    assert by_type["case.received"] == 2
    whole = cases.full_report(actor=SUPERVISOR, period="2023")
    assert whole["sections"][0]["name"] == "lines"
    assert whole["before"]["to"] == "2022-12-31"
    assert cases.position_at(datetime.datetime(1999, 1, 1, tzinfo=datetime.timezone.utc)) == 0


def test_wrong_names_and_who_may(cases: recourse.Office) -> None:
    with pytest.raises(recourse.InvalidArgumentError, match="done_rate"):
        cases.figures(actor=SUPERVISOR, figures=["rate"])
    with pytest.raises(recourse.InvalidArgumentError):
        cases.figures(actor=SUPERVISOR, period="2023H3")
    with pytest.raises(TypeError):
        cases.figures(actor=SUPERVISOR, by="station")
    with pytest.raises(recourse.Refused):
        cases.figures(actor=Actor("c1", "citizen"))
