"""Fields of a workflow's dataclasses, as recourse._core reads them.

    struct_of(Deposited, "parcel.deposited")    # a Struct; TypeError names what is wrong

What a field's annotation and its `field(…)` say, and nothing of rules. recourse.define has the
members that are for users: Range and field.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import inspect
import re
import types
import typing
from dataclasses import dataclass
from typing import Any, Union

from ._described import Sealed

_OPEN = "recourse"  # where a field keeps its description


@dataclass(frozen=True)
class Range:
    """Bounds of a whole number, both inclusive: `Annotated[int, Range(0, 60_000)]`."""

    least: int
    most: int


@dataclass(frozen=True)
class _Described:
    doc: str
    since: int
    access: str | None
    subject: str


def field(
    doc: str = "", *, default: Any = dataclasses.MISSING, since: int = 1,
    access: str | None = None, subject: str = "reporter",
) -> Any:
    """A described field of an event, a command or the state.

    doc: one sentence. since: the version of its class that added it; then it has a default, which
    older records get. access: who may see it, a word of Access ("open", "internal", …); personal
    data is "identity". subject: whose personal data it is: "reporter", "accused", "third_party".
    """
    about = {_OPEN: _Described(doc, since, access, subject)}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=about)
    return dataclasses.field(default=default, metadata=about)


@dataclass(frozen=True)
class Field:
    name: str
    attribute: str
    doc: str
    spec: tuple[Any, ...]
    since: int
    access: str
    subject: str
    needed: bool
    has_default: bool
    default: Any


@dataclass(frozen=True)
class Struct:
    cls: type
    type: str
    version: int
    doc: str
    zh: str
    fields: tuple[Field, ...]


_LEAVES: dict[Any, str] = {
    bool: "bool", str: "str", float: "float", datetime.datetime: "datetime", datetime.date: "date",
}
_LEAST, _MOST = -(2**63), 2**63 - 1


def _words(cls: type[enum.Enum]) -> tuple[Any, ...]:
    words = []
    members: list[enum.Enum] = list(cls)
    for place, member in enumerate(members, 1):
        number = member.value if type(member.value) is int else place
        words.append((member.name, number, getattr(member, "zh", ""), member))
    return ("enum", cls, cls.__name__, words)


def _spec(hint: Any, where: str) -> tuple[Any, ...]:
    """What a field's annotation is in the log."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        ranges = [a for a in hint.__metadata__ if isinstance(a, Range)]
        if arguments[0] is int and ranges:
            return ("int", ranges[0].least, ranges[0].most)
        return _spec(arguments[0], where)
    if hint is int:
        return ("int", _LEAST, _MOST)
    if hint in _LEAVES:
        return (_LEAVES[hint],)
    if origin in (Union, types.UnionType) and len(arguments) == 2 and type(None) in arguments:
        inner = arguments[0] if arguments[1] is type(None) else arguments[1]
        return ("optional", _spec(inner, where))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return ("list", _spec(arguments[0], where))
    if origin is Sealed and arguments == (str,):
        return ("sealed",)
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return _words(hint)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return ("object", struct_of(hint, snake(hint.__name__), 0, "", ""))
    raise TypeError(
        f"{where}: {hint!r} is no type of a field; there are bool, int, Annotated[int, Range(…)], "
        "float, str, datetime, date, Sealed[str], an Enum, a frozen dataclass, X | None and "
        "tuple[X, ...]"
    )


def _holds_sealed(spec: tuple[Any, ...]) -> bool:
    return spec[0] == "sealed" or (spec[0] in ("optional", "list") and _holds_sealed(spec[1]))


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _first_sentence(cls: type, doc: str) -> str:
    own = inspect.getdoc(cls) or ""
    made = own.startswith(f"{cls.__name__}(")  # the one that dataclass writes
    return doc or ("" if made else own.split("\n\n")[0].replace("\n", " "))


def struct_of(cls: type, name: str, version: int, doc: str, zh: str) -> Struct:
    """version 0: the newest of its fields."""
    parameters = getattr(cls, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        raise TypeError(f"{cls.__name__}: a @dataclass(frozen=True) is wanted")
    hints = typing.get_type_hints(cls, include_extras=True)
    fields = []
    for one in dataclasses.fields(cls):
        about = one.metadata.get(_OPEN, _Described("", 1, None, "reporter"))
        spec = _spec(hints[one.name], f"{cls.__name__}.{one.name}")
        access = about.access or ("identity" if _holds_sealed(spec) else "internal")
        default, has = one.default, one.default is not dataclasses.MISSING
        if one.default_factory is not dataclasses.MISSING:
            default, has = one.default_factory(), True
        if about.since > 1 and not has:
            raise TypeError(f"{cls.__name__}.{one.name}: since {about.since}, and no default for "
                            "records that are older")
        fields.append(Field(one.name.rstrip("_"), one.name, about.doc, spec, about.since, access,
                             about.subject, False, has, default if has else None))
    newest = max([f.since for f in fields], default=1)
    return Struct(cls, name, version or newest, _first_sentence(cls, doc), zh, tuple(fields))
