"""Hypothesis strategies of described classes (Debian: python3-hypothesis).

    from hypothesis import given
    from recourse import complaint
    from recourse.testing.strategies import strategies

    @given(strategies(complaint.Report))
    def test_a_report(report: complaint.Report) -> None: ...

A value has any text, word and number that its description takes, and moments and days from 1970 on,
which JSON takes. It is always taken by `to_json` and by the office's classes; whether a command is,
its workflow says.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import re
import types
import typing
from typing import Any, TypeVar

import recourse
from recourse import Described, Sealed, Word

try:
    from hypothesis import strategies as st
except ImportError as missing:
    raise ImportError(
        "recourse.testing.strategies needs hypothesis, which is not installed "
        "(Debian: python3-hypothesis)", name="hypothesis"
    ) from missing

T = TypeVar("T", bound=Described)
Bounds = dict[tuple[type, str], tuple[int, int]]

_WIDEST = (0, (1 << 64) - 1)
_ID = (-1, -1)  # in the place of a range: the text is an id


def strategies(cls: type[T]) -> Any:
    """Values of a described class, an event, a command or a state: a SearchStrategy[T]."""
    return _build(cls, _bounds_of(typing.cast(Any, cls)))


def _hints(cls: type) -> dict[str, Any]:
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(typing.cast(Any, cls))}


def _build(cls: type, bounds: Bounds) -> Any:
    fields = {
        name: _of(hint, bounds.get((cls, name), _WIDEST), bounds)
        for name, hint in _hints(cls).items()
    }
    return st.builds(cls, **fields)


def _moments() -> Any:
    """Moments to the millisecond, in UTC, as JSON takes them."""
    first = datetime.datetime(1970, 1, 1)
    last = datetime.datetime(9999, 12, 31, 23, 59, 59)
    return st.builds(
        lambda moment, ms: moment.replace(microsecond=1000 * ms),
        st.datetimes(first, last, timezones=st.just(datetime.timezone.utc)),
        st.integers(0, 999),
    )


def _of(hint: Any, bound: tuple[int, int], bounds: Bounds) -> Any:
    """Values of an annotation."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        one = next(each for each in inner if each is not type(None))
        return st.none() | _of(one, bound, bounds)
    if origin is tuple:
        return st.lists(_of(inner[0], bound, bounds), max_size=3).map(tuple)
    if origin is Sealed:
        return _of(inner[0], bound, bounds).map(Sealed)
    if dataclasses.is_dataclass(hint):
        return _build(typing.cast(type, hint), bounds)
    if isinstance(hint, type) and issubclass(hint, Word):
        return st.sampled_from(list(hint))
    leaves: dict[Any, Any] = {
        str: st.text("0123456789abcdef", min_size=32, max_size=32).filter(lambda id: int(id, 16))
        if bound == _ID else st.text(max_size=20),
        bool: st.booleans(),
        int: st.integers(*bound),
        float: st.floats(allow_nan=False, allow_infinity=False),
        datetime.datetime: _moments(),
        datetime.date: st.dates(datetime.date(1970, 1, 1)),
        datetime.timedelta: st.timedeltas(),
    }
    return leaves[hint]


@functools.cache
def _bounds_of(cls: type) -> Bounds:
    """The range of each number in a value, and which texts are ids. The description is in the
    compiled module, which names it to whoever goes beyond it."""
    bounds: Bounds = {}
    while True:
        try:
            recourse.to_json(_largest(cls, bounds), reveal=True)
        except ValueError as beyond:
            place, bound = _read(str(beyond))
            bounds[_owner(cls, place)] = bound
            continue
        return bounds


def _read(message: str) -> tuple[str, tuple[int, int]]:
    found = re.fullmatch(r"(.*): the number is not from (-?\d+) to (\d+)", message)
    if found is not None:
        return found[1], (int(found[2]), int(found[3]))
    place, _, why = message.partition(": ")
    if not why.startswith("an id has 32"):
        raise ValueError(message)
    return place, _ID


def _owner(cls: type, place: str) -> tuple[type, str]:
    """The class and field that a place names: "Report.items[1].code"."""
    _, *steps = re.sub(r"\[\d+\]", "", place).split(".")
    for step in steps[:-1]:
        cls = _class_in(_hints(cls)[step])
    return cls, steps[-1]


def _class_in(hint: Any) -> type:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return hint
    return next(
        _class_in(each) for each in typing.get_args(hint) if each not in (type(None), Ellipsis)
    )


def _largest(cls: type, bounds: Bounds) -> Any:
    """A value with the largest number in each field."""
    return cls(**{
        name: _largest_of(hint, bounds.get((cls, name), (0, 1 << 64)), bounds)
        for name, hint in _hints(cls).items()
    })


def _largest_of(hint: Any, bound: tuple[int, int], bounds: Bounds) -> Any:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _largest_of(inner[0], bound, bounds)
    if origin is tuple:
        return (_largest_of(inner[0], bound, bounds),)
    if origin is Sealed:
        return Sealed(_largest_of(inner[0], bound, bounds))
    if dataclasses.is_dataclass(hint):
        return _largest(typing.cast(type, hint), bounds)
    if isinstance(hint, type) and issubclass(hint, Word):
        return list(hint)[0]
    if hint is int:
        return bound[1]
    moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
    text = "0" * 31 + "1" if bound == _ID else ""
    return {str: text, bool: False, float: 0.0, datetime.datetime: moment,
            datetime.date: moment.date(), datetime.timedelta: datetime.timedelta()}[hint]
