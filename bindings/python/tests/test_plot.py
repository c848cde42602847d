"""Pictures: their axes, labels and values, drawn to PNG without a screen."""

from __future__ import annotations

import datetime
import importlib
import pathlib
import sys
from typing import Any, cast

import pytest
from conftest import SUPERVISOR, report

import recourse
from recourse import Actor, Sealed, complaint, plot

pytest.importorskip("numpy")
matplotlib: Any = pytest.importorskip("matplotlib")
matplotlib.use("Agg")

DAY = datetime.timedelta(days=1)
LINES = (complaint.Line.population, complaint.Line.traffic)


def close(office: recourse.Office, key: str, station: str) -> None:
    chief = Actor("c1", "station_chief", station)
    office.handle(key, complaint.Close(
        outcome=complaint.Outcome.done, reply=Sealed("办了"), told=complaint.Told.in_person,
        applied=True, why_late=complaint.LateReason.department_waited), actor=chief)


@pytest.fixture
def cases(office: recourse.Office, clock: recourse.ManualClock) -> recourse.Office:
    """24 cases of three districts over some weeks; most are closed, some rated."""
    grades = list(complaint.Grade)
    for i in range(24):
        station = f"S00{i % 3 + 1}"
        officer = Actor("w7", "window_officer", station)
        office.handle(f"A-{i}", report(district=("HP", "PD", "XH")[i % 3], line=LINES[i % 2]),
                      actor=officer)
        clock.advance((i % 4) * DAY)
        if i % 6:
            office.handle(f"A-{i}", complaint.RouteOnSpot(), actor=officer)
            close(office, f"A-{i}", station)
        if i % 6 and i % 2:
            office.handle(f"A-{i}", complaint.Rate(way=complaint.RatingWay.code,
                                                   grade=grades[i % 3]),
                          actor=Actor("citizen", "citizen"))
    return office


def written(ax: Any) -> set[str]:
    """Everything that is written in a picture."""
    texts = [ax.title, ax.xaxis.label, ax.yaxis.label, *ax.texts, *ax.get_xticklabels(),
             *ax.get_yticklabels(), *(ax.get_legend().get_texts() if ax.get_legend() else ())]
    return {text.get_text() for text in texts if text.get_text()}


def drawn(ax: Any, tmp_path: pathlib.Path) -> None:
    """The picture becomes a file, and no letter is missing in its fonts."""
    file = tmp_path / "picture.png"
    ax.figure.savefig(file)
    assert file.read_bytes().startswith(b"\x89PNG") and file.stat().st_size > 5000


@pytest.mark.filterwarnings("error:Glyph")
def test_on_time_draws_a_curve_a_line(cases: recourse.Office, tmp_path: pathlib.Path) -> None:
    ax = plot.on_time(cases.ledger_table(actor=SUPERVISOR), days=10)
    drawn(ax, tmp_path)
    assert {"办结时限", "工作日", "已办结占比", "人口 (8)", "交警 (12)"} <= written(ax)
    curves = [line for line in ax.lines if len(line.get_xdata()) == 11]
    assert len(curves) == 2
    for curve in curves:
        share = list(curve.get_ydata())
        assert share == sorted(share) and share[-1] == 1.0


@pytest.mark.filterwarnings("error:Glyph")
def test_ratings_are_shares_of_the_grades(cases: recourse.Office, tmp_path: pathlib.Path) -> None:
    ax = plot.ratings(cases.ledger_table(actor=SUPERVISOR))
    drawn(ax, tmp_path)
    assert {"群众评价", "总体 (12)", "非常满意", "非常不满意"} <= written(ax)
    whole = [bar.get_width() for bar in ax.patches if abs(bar.get_y() + 0.4 - 2) < 0.01]
    assert sum(whole) == pytest.approx(1.0)


@pytest.mark.filterwarnings("error:Glyph")
def test_districts_stand_in_the_order_of_their_codes(
    cases: recourse.Office, tmp_path: pathlib.Path
) -> None:
    table = cases.figures_table(actor=SUPERVISOR, by=["district"], figures=["cases", "done_rate"])
    ax = plot.districts(table, "cases", label="受理件数")
    drawn(ax, tmp_path)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["HP", "PD", "XH"]
    assert [bar.get_height() for bar in ax.patches] == [8.0, 8.0, 8.0]
    assert {"受理件数", "分局", "8"} <= written(ax)
    shares = plot.districts(table, "done_rate", zh=False)
    assert {"done_rate", "district", "100%"} <= written(shares)


@pytest.mark.filterwarnings("error:Glyph")
def test_a_trend_goes_by_the_month(cases: recourse.Office, tmp_path: pathlib.Path) -> None:
    table = cases.figures_table(actor=SUPERVISOR, by=["month"], figures=["cases", "done",
                                                                         "done_rate"])
    ax = plot.trend(table, ["cases", "done"], labels={"cases": "受理", "done": "办成"})
    drawn(ax, tmp_path)
    assert {"趋势", "受理", "办成", "2023-06", "2023-07"} <= written(ax)
    assert sum(ax.lines[0].get_ydata()) == 24 and sum(ax.lines[1].get_ydata()) == 20
    with pytest.raises(ValueError, match="no axis in common"):
        plot.trend(table, ["cases", "done_rate"])
    with pytest.raises(KeyError, match="no column 'week'"):
        plot.trend(table, ["cases"], by="week")


@pytest.mark.filterwarnings("error:Glyph")
def test_the_lifecycle_shows_which_step_follows_which(
    cases: recourse.Office, tmp_path: pathlib.Path
) -> None:
    steps = cases.steps(actor=SUPERVISOR)
    ax = plot.lifecycle(steps)
    drawn(ax, tmp_path)
    zh = complaint.Received.ZH
    assert {"办理流程", f"{zh}\n24", "24"} <= written(ax)
    assert "received\n24" in written(plot.lifecycle(steps, zh=False))
    assert len(plot.lifecycle({"edges": [], "activities": []}).texts) == 0


def test_a_step_stands_below_the_one_before_it() -> None:
    edges = [("b", "c", 9), ("c", "d", 9), ("a", "b", 8), ("d", "b", 1), ("e", "e", 1)]
    places = plot._layers(edges)
    assert [places[name][1] for name in "abcde"] == [0.0, -1.0, -2.0, -3.0, 0.0]


def test_a_picture_is_drawn_into_the_axes_that_are_given(cases: recourse.Office) -> None:
    ax = importlib.import_module("matplotlib.figure").Figure().subplots()
    assert plot.ratings(cases.ledger_table(actor=SUPERVISOR), ax=ax, zh=False) is ax
    assert "Ratings" in written(ax)


def test_without_matplotlib_or_a_font_it_says_so(
    cases: recourse.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plot, "FONTS", ())
    with pytest.raises(LookupError, match="fonts-noto-cjk.*zh=False"):
        plot.lifecycle({"edges": [], "activities": []})
    monkeypatch.setitem(cast(Any, sys.modules), "matplotlib", None)
    with pytest.raises(ImportError, match="needs matplotlib.*python3-matplotlib"):
        plot.ratings(cases.ledger_table(actor=SUPERVISOR))


