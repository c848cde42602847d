"""What the tests share: a clock, an office in memory, the people of a station."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

import recourse
from recourse import Actor, complaint

SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))
OFFICER = Actor("w7", "window_officer", "S001")
SUPERVISOR = Actor("v1", "supervisor")


def report(**more: object) -> complaint.Report:
    """A report that the officer of S001 takes."""
    values: dict[str, object] = {
        "district": "PD",
        "category": complaint.Category.difficult,
        "line": complaint.Line.population,
        "present": True,
    }
    return complaint.Report(**(values | more))  # type: ignore[arg-type]


@pytest.fixture
def clock() -> recourse.ManualClock:
    return recourse.ManualClock(datetime.datetime(2023, 6, 1, 9, 30, tzinfo=SHANGHAI))


@pytest.fixture
def office(clock: recourse.ManualClock) -> Iterator[recourse.Office]:
    with recourse.Office.open(store="memory", clock=clock) as opened:
        yield opened
