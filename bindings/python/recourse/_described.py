"""What the generated classes of every workflow stand on: Described, Word, and Sealed.

    Sealed("张三")            → Sealed(…)        personal data never shows by itself
    Sealed("张三").masked()   → '张*'            what the command line shows
    Sealed("张三").reveal()   → '张三'
"""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NoReturn, TypeVar, final

from . import _core

T = TypeVar("T")


class Described:
    """A value that is described once, in C++; its class follows from that description.

    Frozen, compared and hashed by its fields, usable with `match` and `pickle`. Its repr shows
    personal fields as Sealed(…) only. Types are checked when a value is handed to the office.
    """

    __slots__ = ()

    TYPE: ClassVar[str]
    """The permanent name: "case.received"."""
    VERSION: ClassVar[int]
    """Version of its schema."""

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _names(self))
        return f"{type(self).__name__}({shown})"


def _names(value: Any) -> tuple[str, ...]:
    """The fields of a generated class."""
    return tuple(field.name for field in dataclasses.fields(value))


class Word(enum.Enum):
    """A word of a closed list. Its value is its name, as in JSON; `zh` is its Chinese label."""

    _value_: str
    zh: str

    def __new__(cls, name: str, zh: str = "") -> Word:
        word = object.__new__(cls)
        word._value_ = name
        word.zh = zh
        return word

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


@dataclass(frozen=True, slots=True)
class SealedBytes:
    """Ciphertext (AES-256-GCM) of a value's wire bytes, with the id of the key that opens it."""

    key_id: bytes
    nonce: bytes
    ciphertext: bytes


@final
class Sealed(Generic[T]):
    """Personal data, marked as such by its type.

    It holds a value in clear form, or its ciphertext. Neither repr nor str nor format shows it;
    `masked` and `reveal` are the ways to it. Immutable; compared and hashed by what it holds.
    Pickle keeps what it holds: a pickle of clear personal data is personal data.
    """

    __slots__ = ("_form",)
    _form: T | SealedBytes

    def __init__(self, form: T | SealedBytes) -> None:
        object.__setattr__(self, "_form", form)

    @property
    def is_clear(self) -> bool:
        """False: only the ciphertext is here."""
        return not isinstance(self._form, SealedBytes)

    def reveal(self) -> T:
        """The value itself. ValueError if only its ciphertext is here."""
        if isinstance(self._form, SealedBytes):
            raise ValueError("this is sealed: only its ciphertext is here")
        return self._form

    def bytes(self) -> SealedBytes:
        """The ciphertext. ValueError if the value is here in clear form."""
        if not isinstance(self._form, SealedBytes):
            raise ValueError("this is not sealed: the value is here in clear form")
        return self._form

    def masked(self) -> str:
        """What the command line shows: "张*", "138****1234"; nothing of what is no text."""
        return _core.masked(self._form) if isinstance(self._form, str) else "…"

    def __repr__(self) -> str:
        return "Sealed(…)"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return bool(self._form == other._form)

    def __hash__(self) -> int:
        return hash((Sealed, self._form))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Sealed is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Sealed is immutable: {name} cannot be deleted")

    def __reduce__(self) -> tuple[type[Sealed[T]], tuple[T | SealedBytes]]:
        return (Sealed, (self._form,))


def require_sealed(value: Described, *names: str) -> None:
    """TypeError if a personal field holds anything but a Sealed or None.

    What is not wrapped could be printed; so no object holds it from its first moment on.
    """
    for name in names:
        held = getattr(value, name)
        if held is not None and not isinstance(held, Sealed):
            raise TypeError(
                f"{type(value).__name__}.{name}: personal data is wanted as Sealed(…), "
                f"not {type(held).__name__}"
            )
