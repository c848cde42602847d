"""recourse.define.Engine: a store with workflows of one's own on it."""

from __future__ import annotations

import json
import os
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _core
from .feeds import Opening

if TYPE_CHECKING:
    from ._core import ManualClock
    from .define import Finding, Projection, Reaction, Subscriber, Workflow

Baseline = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class _Options:
    directory: str | os.PathLike[str] | None
    store: str
    create: bool
    memory_bytes: int
    services: bool
    master_key: str | os.PathLike[str] | None
    clock: ManualClock | None
    debug: bool
    workflows: Sequence[Workflow]
    projections: Sequence[Projection]
    reactions: Sequence[Reaction]
    subscribers: Sequence[Subscriber]


class Engine(_core.OwnEngine):
    """A store with workflows of one's own on it, for one process.

        with Engine.open("var/parcels", workflows=[parcel]) as engine:
            engine.handle("parcel/A1", Deposit("4711"), actor=Actor("c1", "courier"))

    What `handle` has answered is durable. Every member may be called from any thread; while one
    waits, other threads run. Close it, or use it with `with` or `async with`. After a fork only
    the parent may use it.
    """

    @classmethod
    def open(
        cls, directory: str | os.PathLike[str] | None = None, *, workflows: Sequence[Workflow],
        projections: Sequence[Projection] = (), reactions: Sequence[Reaction] = (),
        subscribers: Sequence[Subscriber] = (), store: str = "rocksdb", create: bool = True,
        clock: ManualClock | None = None, services: bool = True, debug: bool = False,
        memory_bytes: int = 64 << 20, master_key: str | os.PathLike[str] | None = None,
    ) -> Engine:
        """Opens a store, as Office.open; `store="memory"` has no directory.

        services: timers and reactions run by themselves; else `fire_due` and `react` do it.
        debug: decides and evolves twice and compares: rules that are not pure raise
        UserCodeFailedError. master_key: personal data is sealed (docs/security.md).
        """
        return cls(_Options(
            directory, store, create, memory_bytes, services, master_key, clock, debug,
            workflows, projections, reactions, subscribers))

    @classmethod
    def open_async(
        cls, directory: str | os.PathLike[str] | None = None, *, workflows: Sequence[Workflow],
        **options: Any,
    ) -> Opening[Engine]:
        """`open` for event loops: to be awaited, or entered by `async with`, which closes it too.
        """
        return Opening(lambda: _core.call_async(
            lambda: cls.open(directory, workflows=workflows, **options)))

    def __enter__(self) -> Engine:
        return self

    @property
    def position(self) -> int:
        """The last position of the log, as `head`."""
        return self.head()

    def check_upgrade(
        self, against: Baseline | str | os.PathLike[str] | None = None
    ) -> list[Finding]:
        """Streams that this code folds or decides in another way than what was recorded says.

        against: a baseline that the older code saved (`save_baseline`), or its file.
        """
        if isinstance(against, (str, os.PathLike)):
            with open(against, encoding="utf-8") as file:
                against = typing.cast(Baseline, json.load(file))
        older = {kind: list(lines) for kind, lines in (against or {}).items()}
        return typing.cast("list[Finding]", self.findings_of_upgrade(older)[0])

    def save_baseline(self, path: str | os.PathLike[str]) -> None:
        """Writes what this code makes of every stream: newer code is held against it."""
        baseline = self.findings_of_upgrade({})[1]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(baseline, file, ensure_ascii=False, indent=0)

    def resume(self, name: str) -> None:
        """Lets a subscriber, a reaction or a view that has stopped try again."""
        for subscriber in self.subscribers():
            if subscriber.name == name:
                return self.resume_subscriber(subscriber.id)
        if any(reaction.name == name for reaction in self.reactions()):
            return self.resume_reaction(name)
        return self.resume_view(name)

    def rebuild(self, view: Projection | str) -> None:
        """Makes a view anew beside the one that serves."""
        self.rebuild_view(view if isinstance(view, str) else view.name)
