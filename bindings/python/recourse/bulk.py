"""An item of Office.handle_many, where a tuple of key and command does not say enough."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from .results import Actor


@dataclass(slots=True)
class Item:
    """A command for a stream; what is None is that of the call, or none."""

    key: str | None
    """Of the stream, or a whole stream, "case/S001-1"; None: the workflow's only one."""
    command: Any
    """An object of a class of the workflow's module, or a command's name."""
    fields: dict[str, Any] | None = None
    """With a name: its fields in their JSON form."""
    workflow: str | None = None
    actor: Actor | None = None
    at: datetime.datetime | None = None
    """When it takes place."""
    command_id: str | None = None
    """The same id with the same content takes effect once."""
    expected: int | None = None
    """The version that the stream must be at; else a VersionConflictError."""


Given: TypeAlias = Item | tuple[Any, Any] | tuple[Any, Any, Any] | Mapping[str, Any]
"""What stands for an item: (key, command), (key, name, fields), or an Item's members by name."""
