"""given, when, then: one stream of a workflow, without a store.

    s = scenario(parcel).at("2030-01-01T09:00Z")
    s.given(Deposited("7", pick_up_by=…)).when(Deposit("8"), courier).refused("door_taken")
    s.advance(days=3).then(Emptied(returned=True))

It decides and folds through the engine's own code (core/round.hpp), as it runs in production: a
limit that has passed fires before a command, personal data is sealed in the class, what cannot be
written into the log is an error. Rules are called twice and compared: one that is not pure fails.
"""

from __future__ import annotations

import datetime
from typing import Any

from .. import _core
from .._error import Refused
from ..define import Workflow
from ..results import Actor

_BEGIN = datetime.datetime(2030, 1, 1, 9, tzinfo=datetime.timezone.utc)


def scenario(workflow: Workflow) -> Scenario:
    """A stream that has not begun, at 2030-01-01 09:00 UTC."""
    return Scenario(workflow)


class Scenario:
    """What a stream went through so far. Every member answers with the scenario itself."""

    def __init__(self, workflow: Workflow) -> None:
        self._core = _core.OwnScenario(workflow._described())
        self._now = _BEGIN
        self._answer: list[Any] | Refused | None = None

    @property
    def now(self) -> datetime.datetime:
        return self._now

    @property
    def state(self) -> Any:
        """As the events leave it."""
        return self._core.state()

    @property
    def events(self) -> list[Any]:
        """What the last step recorded; none if it was refused."""
        return self._answer if isinstance(self._answer, list) else []

    def at(self, moment: datetime.datetime | str) -> Scenario:
        """The moment of what follows; limits that pass until then do not fire by themselves."""
        if isinstance(moment, str):
            moment = datetime.datetime.fromisoformat(moment)
        self._now = moment
        return self

    def state_of(self, key: str) -> Any:
        """Of another stream of the workflow, which its commands concern."""
        return self._core.state(key)

    def given(self, *events: Any, actor: Actor | None = None, key: str = "1") -> Scenario:
        """Events that happened, whoever decided them; with a key, in another stream."""
        self._core.given(list(events), self._now, actor or Actor("somebody"), key)
        self._answer = None
        return self

    def when(self, command: Any, actor: Actor | None = None) -> Scenario:
        """A command, now. What has passed fires before it, and is among the events."""
        try:
            self._answer = self._core.when(command, self._now, actor or Actor("somebody"))
        except Refused as refused:
            self._answer = refused
        return self

    def advance(self, **by: float) -> Scenario:
        """Moves time on, `advance(days=3)`, and fires every limit that has passed."""
        self._now += datetime.timedelta(**by)
        self._answer = self._core.advance(self._now)
        return self

    def then(self, *events: Any) -> Scenario:
        """The last step recorded exactly these events."""
        if isinstance(self._answer, Refused):
            raise AssertionError(f"it was refused: {self._answer}")
        wanted = list(events)
        if self._answer != wanted:
            found = _listed(self._answer)
            raise AssertionError(f"it recorded\n  {found}\nnot\n  {_listed(wanted)}")
        return self

    def refused(self, name: str, kind: str = "") -> Scenario:
        """The last command was refused so; with a kind, also of that kind."""
        if not isinstance(self._answer, Refused):
            raise AssertionError(f"it was not refused, and recorded\n  {_listed(self._answer)}")
        if self._answer.name != name or kind not in ("", self._answer.kind):
            raise AssertionError(f"it was refused by another name: {self._answer} "
                                 f"({self._answer.kind})")
        return self

    def due(self, **wanted: datetime.datetime) -> Scenario:
        """Exactly these limits run: `due(pick_up=moment)`."""
        running = self._core.due()
        if running != wanted:
            raise AssertionError(f"these limits run: {running}, not {wanted}")
        return self


def _listed(events: list[Any] | None) -> str:
    return "nothing" if not events else "\n  ".join(map(repr, events))
