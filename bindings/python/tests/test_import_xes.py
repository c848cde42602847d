"""Cases of the past from another system's event log."""

from __future__ import annotations

import pathlib

import pytest
from conftest import SUPERVISOR

import recourse

LOG = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  {}
</log>
"""


def trace(name: str, *events: tuple[str, str]) -> str:
    told = "".join(
        f'<event><string key="concept:name" value="{activity}"/>'
        f'<date key="time:timestamp" value="{at}"/></event>'
        for activity, at in events
    )
    return f'<trace><string key="concept:name" value="{name}"/>{told}</trace>'


def test_traces_become_cases(tmp_path: pathlib.Path, office: recourse.Office) -> None:
    file = tmp_path / "permits.xes"
    came, went = ("came", "2023-01-03T09:00:00+08:00"), ("went", "2023-01-05T10:00:00+08:00")
    file.write_text(LOG.format(trace("1", came, went) + trace("2", came) + trace("3", went)))

    def take() -> dict[str, object]:
        return office.import_xes(file, source="permits", reported="came", closed="went",
                                 district="PD")

    done = {"traces": 3, "imported": 2, "known": 0, "open": 1, "unmapped": 1, "differing": []}
    assert take() == done
    assert take() == done | {"imported": 0, "known": 2}
    cases = office.cases(actor=SUPERVISOR, station="permits").cases
    assert {case.id for case in cases} == {"case/permits-1", "case/permits-2"}
    with pytest.raises(recourse.InvalidArgumentError, match="closed: no trace has an event 'x'"):
        office.import_xes(file, source="permits", reported="came", closed="x")
    assert office.head() > 0


def test_what_is_wrong_with_a_trace_is_said_before_anything_is_taken_in(
    tmp_path: pathlib.Path, office: recourse.Office
) -> None:
    file = tmp_path / "permits.xes"
    late = ("went", "2093-01-05T10:00:00+08:00")
    file.write_text(LOG.format(trace("1", ("came", "2023-01-03T09:00:00+08:00"), late)))
    with pytest.raises(recourse.MalformedError, match="1: it lies in the future"):
        office.import_xes(file, source="permits", reported="came", closed="went")
    assert office.head() == 0
