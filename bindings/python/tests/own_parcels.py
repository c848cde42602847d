"""The workflow that the tests of own workflows share; `make` gives one of its own to each."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, replace
from typing import Annotated, Any

from recourse import Sealed
from recourse.define import Context, Due, Range, Refusal, Workflow, field

parcel = Workflow("parcel", doc="A parcel in a locker.")
WEEK = datetime.timedelta(days=7)


class Size(enum.Enum):
    small = 1
    large = 5


@parcel.state
@dataclass(frozen=True)
class State:
    door: str | None = None
    until: datetime.datetime | None = None
    grams: int = 0


@dataclass(frozen=True)
class Label:
    text: str
    day: datetime.date


@parcel.event(doc="A parcel was put in.", zh="已存入")
@dataclass(frozen=True)
class Deposited:
    door: str = field("Which door.", access="open")
    until: datetime.datetime = field("Until when it waits.")
    grams: Annotated[int, Range(0, 60_000)] = field("Its weight.", default=0)
    size: Size = field("Of the door.", default=Size.small)
    labels: tuple[Label, ...] = field("What it bears.", default=())
    receiver: Sealed[str] | None = field("For whom.", default=None)
    fragile: bool = field("It breaks.", since=2, default=True)


@parcel.event()
@dataclass(frozen=True)
class Emptied:
    returned: bool = False


@parcel.retired()
@dataclass(frozen=True)
class Put:
    door: str


@parcel.command(roles=("courier",))
@dataclass(frozen=True)
class Deposit:
    door: str
    grams: Annotated[int, Range(0, 60_000)] = 0


@parcel.command()
@dataclass(frozen=True)
class Collect:
    pass


@parcel.command(roles=("timer",))
@dataclass(frozen=True)
class Return:
    pass


parcel.lifecycle(lambda s: "empty" if s.door is None else "waiting",
                 {"empty": (Deposit,), "waiting": (Collect, Return)})


@parcel.decide
def decide(state: State, command: Any, context: Context) -> Any:
    match command:
        case Deposit(door="boom"):
            raise ZeroDivisionError("boom")
        case Deposit(door="nowhere"):
            return Refusal("no_such_door", "There is none.", "无此柜门。", "not_found", "doors")
        case Deposit(door="nothing"):
            return None
        case Deposit(door="wrong"):
            return Deposited(7, context.now)  # type: ignore[arg-type]
        case Deposit(door, grams):
            return Deposited(door, context.now + WEEK, grams)
        case Return() if state.door == "stuck":
            return Refusal("stuck", "The door is stuck.", "柜门卡住。")
        case _:
            return [Emptied(isinstance(command, Return))]


@parcel.evolve
def evolve(state: State, event: Any) -> State:
    match event:
        case Deposited(door="unfoldable"):
            raise KeyError("unfoldable")
        case Deposited(door, until, grams):
            return replace(state, door=door, until=until, grams=state.grams + grams)
        case _:
            return State(grams=state.grams)


@parcel.due
def due(state: State) -> list[Due]:
    return [Due("pick_up", state.until, Return())] if state.until else []


@parcel.upcast
def upcast(old: Put) -> Deposited:
    return Deposited(old.door, datetime.datetime(2031, 1, 1, tzinfo=datetime.timezone.utc))
