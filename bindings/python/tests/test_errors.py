"""The exceptions: one class a row of the table, and the refusal beside them."""

from __future__ import annotations

import pathlib
import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest
from conftest import OFFICER, SUPERVISOR, report
from own_parcels import parcel

import recourse
from recourse import errors
from recourse.define import Engine

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "reference" / "errors.md"


def test_every_row_of_the_table_has_its_class() -> None:
    row = re.compile(r"^\| (\d+) \| `(\w+)` \| `(\w+)` \| \d+ \| (yes|no) \|", re.MULTILINE)
    rows = row.findall(PAGE.read_text())
    assert len(rows) == len(errors.BY_CODE) > 15
    for number, name, exception, retryable in rows:
        cls = errors.BY_CODE[int(number)]
        assert cls.__name__ == exception.removesuffix("Error") + "Error"
        assert (cls.code, cls.name, cls.retryable) == (int(number), name, retryable == "yes")
        assert issubclass(cls, recourse.RecourseError)
        assert getattr(recourse, cls.__name__) is cls
        assert cls.__doc__ and cls.cure in " ".join(cls.__doc__.split())


def test_an_error_tells_its_message_and_its_cure() -> None:
    error = recourse.ClosedError("the office is closed")
    assert str(error) == "closed: the office is closed. Open a new one."
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is recourse.ClosedError and again.message == error.message


def test_a_conflict_says_the_actual_number() -> None:
    conflict = recourse.VersionConflictError("stream case/1 is at version 4, expected 3", 4)
    assert conflict.actual == 4
    assert pickle.loads(pickle.dumps(conflict)).actual == 4
    assert recourse.ClosedError("the office is closed").actual is None


def test_a_refusal_is_pickled_whole() -> None:
    refused = recourse.Refused("not_yours", "R16", "It is not yours.", "不是你的。", ("case.rate",),
                               "forbidden")
    again = pickle.loads(pickle.dumps(refused))
    assert vars(again) == vars(refused)
    assert again.kind == "forbidden"
    assert str(again) == "not_yours (R16): It is not yours."


FIVE: Any = 5
WRONG: dict[str, Callable[[Any], object]] = {
    "folder: a path": lambda office: office.backup(5),
    "folder: a path holds neither": lambda office: office.backup("a\0b"),
    "file: a path": lambda office: office.export_cases(None, actor=SUPERVISOR),
    "file: a path holds neither": lambda office: office.export_ledger("\ud800", actor=SUPERVISOR),
    "map: a path": lambda office: office.import_hotline("orders.csv", 3),
    "keys: text": lambda office: office.export_cases("x", actor=SUPERVISOR, keys=[1]),
    "where: a mapping": lambda office: office.figures(actor=SUPERVISOR, where=["line"]),
    "items: an iterable of commands": lambda office: office.handle_many(5),
    "commands: a command": lambda office: office.handle_all("A-1", ["report"], actor=OFFICER),
    "command_id: an id has": lambda office: office.handle("A-1", report(), actor=OFFICER,
                                                          command_id="7"),
    "command_id: the text": lambda office: office.erase("A-1", actor=OFFICER, command_id="\ud800"),
    "directory: a path": lambda office: recourse.Log.open(FIVE),
    "master_key: a path": lambda office: recourse.Office.open(store="memory", master_key=FIVE),
    "directory: a path .*int": lambda office: Engine.open(FIVE, workflows=[parcel]),
    "store: text": lambda office: Engine.open(workflows=[parcel], store=FIVE),
}


@pytest.mark.parametrize("said", WRONG)
def test_what_does_not_fit_is_named(office: recourse.Office, said: str) -> None:
    with pytest.raises((TypeError, ValueError, recourse.MalformedError), match=said):
        WRONG[said](office)
