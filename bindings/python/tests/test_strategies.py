"""Every event and command of every workflow, with any values, through JSON and pickle and back."""

from __future__ import annotations

import importlib
import json
import pickle
import typing

import pytest

import recourse
from recourse import Described, Sealed, complaint

pytest.importorskip("hypothesis")
from hypothesis import given, settings
from hypothesis import strategies as st

from recourse.testing.strategies import strategies

WORKFLOWS = ("account", "calendar", "complaint", "dispatch", "hotline", "liaison", "notary",
             "rectification", "registry", "replies", "sealing", "supervision", "training")


def classes(of: str) -> list[type[Described]]:
    """Of all workflows, by their module and name."""
    found: list[type[Described]] = []
    for name in WORKFLOWS:
        union = getattr(importlib.import_module(f"recourse.{name}"), of, None)
        if union is not None:
            found += typing.get_args(union) or (union,)
    return found


def title(cls: type[Described]) -> str:
    return cls.TYPE


@pytest.mark.parametrize("cls", classes("Event"), ids=title)
def test_an_event_comes_back_as_it_was(cls: type[Described]) -> None:
    @settings(max_examples=10, deadline=None, database=None, derandomize=True)
    @given(strategies(cls))
    def comes_back(event: Described) -> None:
        assert recourse.event_from_json(recourse.to_json(event, reveal=True)) == event
        assert pickle.loads(pickle.dumps(event)) == event

    comes_back()


@pytest.mark.parametrize("cls", classes("Command"), ids=title)
def test_a_command_comes_back_as_it_was(cls: type[Described]) -> None:
    @settings(max_examples=10, deadline=None, database=None, derandomize=True)
    @given(strategies(cls))
    def comes_back(command: Described) -> None:
        assert recourse.command_from_json(recourse.to_json(command, reveal=True)) == command
        assert pickle.loads(pickle.dumps(command)) == command

    comes_back()


@settings(max_examples=50, deadline=None, database=None)
@given(strategies(complaint.Report))
def test_values_go_to_the_ends_of_their_ranges(report: complaint.Report) -> None:
    assert 0 <= report.earlier_trips < 1 << 32
    assert report.name is None or isinstance(report.name, Sealed)
    assert json.loads(recourse.to_json(report))["type"] == "case.report"


@settings(max_examples=20, deadline=None, database=None)
@given(st.data())
def test_personal_data_does_not_show_by_itself(data: st.DataObject) -> None:
    report = data.draw(strategies(complaint.Report))
    assert repr(Sealed("x")) not in ("x", "")
    if report.name is not None and len(report.name.reveal()) > 2:
        assert report.name.reveal() not in repr(report.name)
