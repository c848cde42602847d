"""The base of the errors, and the refusal, which is none of them."""

from __future__ import annotations

from typing import ClassVar


class RecourseError(Exception):
    """Something went wrong; nothing half-done stays. Subclasses say what, each with its cure.

    message: what was wrong, where, with the values involved.
    actual: what was found, where the error is about a number: of a version_conflict the version
        that the stream is at, of a tag_conflict the position of the event that is there. Otherwise
        None.
    """

    code: ClassVar[int]
    """Its permanent number."""
    name: ClassVar[str]
    """Its name in the table of errors: "version_conflict"."""
    retryable: ClassVar[bool]
    """The same call may succeed later without any other change."""
    cure: ClassVar[str]
    """What the reader of the message can do."""

    def __init__(self, message: str, actual: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.actual = actual

    def __str__(self) -> str:
        stop = "" if self.message.endswith(".") else "."
        return f"{self.name}: {self.message}{stop} {self.cure}"


class Refused(Exception):
    """The domain says no. An answer, not an error: `except RecourseError` does not catch it.

    In C++ a refusal is a value that the compiler does not let you overlook. Python would let a
    refused command pass for done if its result were ignored; so here it is raised.

    name: permanent, such as "not_allowed_in_phase".
    rule: where it comes from, such as "R12" or "authority".
    en: the reason, in one or two sentences.
    zh: the same in Chinese.
    allowed: names of the commands that would be taken now.
    kind: what sort of mistake it is: "invalid", "forbidden", "not_found", "conflict", "not_now".
    """

    def __init__(self, name: str, rule: str, en: str, zh: str, allowed: tuple[str, ...],
                 kind: str = "conflict") -> None:
        super().__init__(name, rule, en, zh, allowed, kind)
        self.name = name
        self.rule = rule
        self.en = en
        self.zh = zh
        self.allowed = allowed
        self.kind = kind

    def __str__(self) -> str:
        return f"{self.name} ({self.rule}): {self.en}"
