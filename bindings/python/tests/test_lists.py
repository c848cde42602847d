"""Lists as files, and phrases: the ledger out, the hotline's orders in, what people write about."""

from __future__ import annotations

import csv
import datetime
import pathlib

import pytest
from conftest import OFFICER, SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, complaint

OTHER = Actor("w9", "window_officer", "S009")
MAP = """
date_format = "%Y-%m-%d %H:%M"
[columns]
order = "工单编号"
reported_at = "来电时间"
station = "承办单位"
district = "区"
[station]
"一所" = "S001"
"""
HEADER = "工单编号,来电时间,承办单位,区\n"


def orders(folder: pathlib.Path, *rows: str) -> tuple[pathlib.Path, pathlib.Path]:
    (folder / "map.toml").write_text(MAP)
    (folder / "orders.csv").write_text(HEADER + "".join(row + "\n" for row in rows))
    return folder / "orders.csv", folder / "map.toml"


def test_the_ledger_goes_out_as_csv(office: recourse.Office, tmp_path: pathlib.Path) -> None:
    for key in ("A-1", "A-2", "A-3"):
        office.handle(key, report(name=Sealed("张三丰")), actor=OFFICER)
    file = tmp_path / "ledger.csv"
    assert office.export_ledger(file, actor=SUPERVISOR, columns="number,station,reporter") == 3
    assert b"\xef\xbb\xbf" != file.read_bytes()[:3]
    rows = list(csv.DictReader(file.open(newline="", encoding="utf-8")))
    assert [row["number"] for row in rows] == ["A-1", "A-2", "A-3"]
    assert {row["station"] for row in rows} == {"S001"}
    assert "三丰" not in file.read_text()
    assert 1 == office.export_ledger(
        file, actor=SUPERVISOR, where=["number=A-2"], columns="number", byte_order_mark=True
    )
    assert file.read_bytes() == b"\xef\xbb\xbfnumber\r\nA-2\r\n"
    assert office.export_ledger(file, actor=OTHER, columns="number") == 0
    assert office.export_ledger(file, actor=SUPERVISOR, as_of=1, columns="number") == 1


def test_the_ledger_goes_out_as_an_arrow_stream(
    office: recourse.Office, tmp_path: pathlib.Path
) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    file = tmp_path / "ledger.arrow"
    assert office.export_ledger(file, actor=SUPERVISOR, form="arrow", columns="number") == 1
    data = file.read_bytes()
    assert data[:4] == b"\xff\xff\xff\xff", "a message begins with its mark"
    assert data[-8:] == b"\xff\xff\xff\xff\x00\x00\x00\x00", "the end of the stream"
    assert b"number" in data and b"A-1" in data


def test_what_is_no_ledger_is_refused(office: recourse.Office, tmp_path: pathlib.Path) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    file = tmp_path / "ledger.csv"
    for wrong in ({"form": "xlsx"}, {"columns": "no_such"}, {"where": ["no_such=1"]}):
        with pytest.raises(recourse.InvalidArgumentError):
            office.export_ledger(file, actor=SUPERVISOR, **wrong)  # type: ignore[arg-type]
    with pytest.raises(recourse.IoError):
        office.export_ledger(tmp_path / "no" / "file", actor=SUPERVISOR)
    assert not file.exists()
    with pytest.raises(TypeError):
        office.export_ledger(file, actor=SUPERVISOR, where="number=A-1")
    with pytest.raises(TypeError):
        office.export_ledger(5, actor=SUPERVISOR)  # type: ignore[arg-type]


def test_orders_of_the_hotline_are_taken_in_once(
    office: recourse.Office, tmp_path: pathlib.Path
) -> None:
    day = (office.now() - datetime.timedelta(days=1)).strftime("%Y-%m-%d")
    files = orders(tmp_path, f"H-1,{day} 09:00,一所,PD", f"H-2,{day} 09:05,一所,PD")
    before = office.head()
    tried = office.import_hotline(*files, dry_run=True)
    assert (tried["dry_run"], tried["fresh"], tried["faults"]) == (True, 2, [])
    assert office.head() == before
    done = office.import_hotline(*files)
    assert (done["fresh"] + done["likely"], done["known"]) == (2, 0)
    assert [one["order"] for one in done["orders"]] == ["H-1", "H-2"]
    assert office.head() > before
    again = office.import_hotline(*files)
    assert (again["known"], again["fresh"]) == (2, 0)


def test_a_row_that_cannot_be_read_is_told(office: recourse.Office, tmp_path: pathlib.Path) -> None:
    day = (office.now() - datetime.timedelta(days=1)).strftime("%Y-%m-%d")
    files = orders(tmp_path, "H-1,yesterday,一所,PD", f"H-2,{day} 09:05,一所,PD")
    with pytest.raises(recourse.MalformedError, match="line 2, column 2"):
        office.import_hotline(*files)
    assert office.head() == 0
    done = office.import_hotline(*files, skip_faulty=True)
    assert [(one["line"], one["column"]) for one in done["faults"]] == [(2, 2)]
    assert done["fresh"] == 1
    with pytest.raises(recourse.IoError):
        office.import_hotline(tmp_path / "none.csv", files[1])
    (tmp_path / "map.toml").write_text("[columns]\nno = 'such'\n")
    with pytest.raises(recourse.MalformedError, match="map.toml"):
        office.import_hotline(*files)


def test_phrases_come_up_in_what_one_may_read() -> None:
    clock = recourse.ManualClock(datetime.datetime(2023, 8, 5, 2, tzinfo=datetime.timezone.utc))
    with recourse.Office.open(store="memory", clock=clock) as office:
        for i in range(40):
            office.handle(f"B-{i}", report(narrative=Sealed("窗口排队太久")), actor=OFFICER)
        clock.set(datetime.datetime(2023, 10, 10, 2, tzinfo=datetime.timezone.utc))
        for i in range(14):
            office.handle(f"N-{i}", report(narrative=Sealed("学区划转")), actor=OFFICER)
        clock.set(datetime.datetime(2023, 11, 2, 2, tzinfo=datetime.timezone.utc))
        found = office.phrases(actor=SUPERVISOR, from_="2023-10-01")
        assert [one["text"] for one in found["phrases"]] == ["学区划转"]
        assert (found["phrases"][0]["count"], found["phrases"][0]["count_before"]) == (14, 0)
        assert office.phrases(actor=OTHER, from_="2023-10-01")["cases"] == 0
        with pytest.raises(recourse.Refused):
            office.phrases(actor=Actor("c1", "citizen", ""), from_="2023-10-01")
        with pytest.raises(recourse.InvalidArgumentError, match="from_"):
            office.phrases(actor=SUPERVISOR, from_="October")
        with pytest.raises(recourse.InvalidArgumentError):
            office.phrases(actor=SUPERVISOR, from_="2023-10-01", false_alarm=2.0)
        assert complaint.Line.traffic
        assert office.phrases(actor=SUPERVISOR, from_="2023-10-01", line=complaint.Line.traffic)[
            "cases"
        ] == 0
