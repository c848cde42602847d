"""The exceptions: one class a row of the table, and the refusal beside them."""

from __future__ import annotations

import pathlib
import pickle
import re

import recourse
from recourse import errors

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
