"""An instance of any generated class, filled from its annotations: no field keeps a default."""

from __future__ import annotations

import dataclasses
import datetime
import random
import types
import typing
from collections.abc import Callable
from typing import Any

from recourse import Described, Sealed, Word, complaint

EVENTS: tuple[type[Described], ...] = typing.get_args(complaint.Event)
COMMANDS: tuple[type[Described], ...] = typing.get_args(complaint.Command)
PERSONAL = "张三丰，住南京西路"


def value_of(hint: Any, rng: random.Random) -> Any:
    """A value of the annotation `hint`."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return value_of(inner[0], rng)
    if origin is tuple:
        return tuple(value_of(inner[0], rng) for _ in range(rng.randint(1, 3)))
    if origin is Sealed:
        return Sealed(PERSONAL)
    if dataclasses.is_dataclass(hint):
        return sample(typing.cast("type[Described]", hint), rng)
    if issubclass(hint, Word):
        return rng.choice(list(hint))
    makers: dict[Any, Callable[[], Any]] = {
        str: lambda: f"文字 {rng.randrange(1000)}",
        bool: lambda: rng.random() < 0.5,
        int: lambda: rng.randrange(1 << 32),
        datetime.datetime: lambda: datetime.datetime(
            2023, rng.randint(1, 12), 1, 23, 59, 59, 999000, tzinfo=datetime.timezone.utc
        ),
        datetime.date: lambda: datetime.date(rng.randint(1970, 2100), 2, 28),
    }
    return makers[hint]()


def sample(cls: type[Described], rng: random.Random) -> Any:
    """An instance of `cls`."""
    hints = typing.get_type_hints(cls)
    names = [field.name for field in dataclasses.fields(typing.cast(Any, cls))]
    return cls(**{name: value_of(hints[name], rng) for name in names})
