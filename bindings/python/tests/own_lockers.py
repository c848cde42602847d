"""A workflow whose commands concern several streams, whose fields have classes, and whose looks are
recorded: what the tests of these share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from recourse import Sealed
from recourse.define import (
    Context, Decision, Refusal, Related, Unless, Viewer, Visibility, Workflow, field,
)

locker = Workflow("locker", doc="A locker that people rent.")
TAKEN = Refusal("badge_used", "The badge opens another locker.", "此牌已用于别的柜。")


@locker.state
@dataclass(frozen=True)
class State:
    badge: str = field("Which opens it.", default="", access="open")
    note: str = field("For staff.", default="", access="internal")
    holder: Sealed[str] | None = field("Who rents it.", default=None)
    moved_to: str = field("Where its things went.", default="", access="open")


@locker.event()
@dataclass(frozen=True)
class Rented:
    badge: str = field("Which opens it.", access="open")
    holder: Sealed[str] | None = field("Who rents it.", default=None)
    note: str = field("For staff.", default="", access="internal")


@locker.event()
@dataclass(frozen=True)
class Moved:
    to: str = field("The locker.", access="open")


@locker.event()
@dataclass(frozen=True)
class Unmasked:
    purpose: str = field("For what.", access="internal")


@locker.command()
@dataclass(frozen=True)
class Rent:
    badge: str
    holder: Sealed[str] | None = None
    note: str = ""


@locker.command()
@dataclass(frozen=True)
class Move:
    to: str


@locker.command()
@dataclass(frozen=True)
class Unmask:
    purpose: str
    code: str = ""


@locker.related
def related(command: Any) -> list[str]:
    return [command.to] if isinstance(command, Move) else []


@locker.decide
def decide(state: State, command: Any, context: Context, related: tuple[Related, ...]) -> Any:
    match command:
        case Rent() if state.badge:
            return Refusal("rented", "It is rented.", "已出租。")
        case Rent(badge, holder, note):
            return Decision(Rented(badge, holder, note),
                            unless=[Unless("locker.rented", f"badge:{badge}", TAKEN)])
        case Move(to):
            (other,) = related
            if other.state.badge:
                return Refusal("rented", f"{other.stream} is rented.", "已出租。")
            return Decision(Moved(to), also={to: Rented(state.badge, state.holder, state.note)})
        case Unmask(purpose):
            if context.actor.role == "guest":
                return Refusal("not_for_guests", "Guests see no names.", "访客不可见。", "forbidden")
            return Unmasked(purpose)
    raise TypeError(command)


@locker.evolve
def evolve(state: State, event: Any) -> State:
    match event:
        case Rented(badge, holder, note):
            return State(badge, note, holder)
        case Moved(to):
            return replace(State(), moved_to=to)
    return state


@locker.tags
def tags(event: Any) -> list[str]:
    return [f"badge:{event.badge}"] if isinstance(event, Rented) else []


@locker.sees
def sees(state: State, viewer: Viewer) -> Visibility:
    match viewer.actor.role:
        case "owner":
            return Visibility(any=viewer.proof == state.badge, rule="badge", named_only=True,
                              classes=("open", "identity"), clear=True)
        case "guest":
            return Visibility(classes=("open",))
        case _:
            return Visibility(classes=("open", "internal", "identity"), clear=True)


locker.looks(Unmask, Unmasked)
