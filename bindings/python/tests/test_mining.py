"""Event logs, steps and what-if from Python."""

from __future__ import annotations

import json
import pathlib
import sqlite3

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, complaint

OTHER = Actor("w9", "window_officer", "S009")


@pytest.fixture
def cases(office: recourse.Office) -> recourse.Office:
    for key in ("A-1", "A-2"):
        office.handle(key, report(name=Sealed("张三丰")), actor=OFFICER)
    office.handle("A-1", complaint.RouteOnSpot(), actor=OFFICER)
    return office


def test_an_export_is_read_back(cases: recourse.Office, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "cases.xes"
    done = cases.export_cases(file, actor=SUPERVISOR)
    assert done["cases"] == 2
    assert "张三丰" not in file.read_text()
    log = recourse.Office.read_xes(file)
    assert [trace["name"] for trace in log["traces"]] == ["A-1", "A-2"]
    assert sum(len(trace["events"]) for trace in log["traces"]) == done["events"]
    assert log["traces"][0]["events"][0]["activity"] == "case.received"
    one = cases.export_cases(file, actor=SUPERVISOR, keys=["A-2"], line=complaint.Line.population)
    assert one["cases"] == 1
    assert cases.export_cases(file, actor=OTHER)["cases"] == 0
    for form in ("ocel-json", "ocel-xml", "ocel-sqlite"):
        assert cases.export_cases(tmp_path / form, actor=SUPERVISOR, form=form)["cases"] == 2
    assert len(json.loads((tmp_path / "ocel-json").read_text())["events"]) == done["events"]
    base = sqlite3.connect(tmp_path / "ocel-sqlite")
    assert base.execute("SELECT count(*) FROM event").fetchone() == (done["events"],)
    base.close()
    with pytest.raises(recourse.InvalidArgumentError):
        cases.export_cases(file, actor=SUPERVISOR, form="csv")
    with pytest.raises(recourse.NotFoundError):
        cases.export_cases(file, actor=SUPERVISOR, keys=["B-1"])
    with pytest.raises(recourse.IoError):
        cases.export_cases(tmp_path / "no" / "file", actor=SUPERVISOR)
    with pytest.raises(TypeError):
        cases.export_cases(file, actor=SUPERVISOR, keys="A-1")
    (tmp_path / "bad.xes").write_text("<log><trace>")
    with pytest.raises(recourse.MalformedError, match="line 1"):
        recourse.Office.read_xes(tmp_path / "bad.xes")


def test_a_feed_goes_on(cases: recourse.Office, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "feed.jsonl"
    part = cases.export_cloud_events(file, actor=SUPERVISOR, limit=2)
    assert part == {"events": 2, "next": 3}
    first = [json.loads(line) for line in file.read_text().splitlines()]
    rest = cases.export_cloud_events(file, actor=SUPERVISOR, from_=3, batch=True)
    events = first + json.loads(file.read_text())
    assert len(events) == 2 + rest["events"]
    assert [int(event["sequence"]) for event in events] == list(range(1, len(events) + 1))
    with pytest.raises(recourse.InvalidArgumentError, match="goes on at"):
        cases.export_cloud_events(file, actor=SUPERVISOR, from_=rest["next"] + 1)
    with pytest.raises(recourse.InvalidArgumentError, match="no kind of streams"):
        cases.export_cloud_events(file, actor=SUPERVISOR, kind="cse")


def test_steps_and_what_if(cases: recourse.Office, clock: recourse.ManualClock) -> None:
    steps = cases.steps(actor=SUPERVISOR)
    assert steps["cases"] == 2
    assert {edge["from"] for edge in steps["edges"]} >= {"received", "accepted"}
    assert cases.steps(actor=OTHER)["cases"] == 0
    same = cases.what_if(actor=SUPERVISOR, norms="shanghai")
    assert same["cases"] == 2
    assert all(one["only_now"] == one["only_then"] == 0 for one in same["limits"])
    with pytest.raises(recourse.InvalidArgumentError):
        cases.what_if(actor=SUPERVISOR, norms="frob")
    with pytest.raises(recourse.TimedOutError, match="not yet at 10000"):
        cases.what_if(actor=SUPERVISOR, norms="shanghai", as_of=10_000)
