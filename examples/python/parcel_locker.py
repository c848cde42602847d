"""A workflow of one's own: a parcel waits in a locker, and goes back when nobody comes for it.

What docs/python_workflows.md goes through, with a view, a reaction and a subscriber besides.
"""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace

from recourse import Actor, ManualClock, Refused, Sealed
from recourse.define import (
    Context, Due, Engine, Intent, Record, Refusal, Rows, Workflow, field, projection, reaction,
    subscriber,
)

parcel = Workflow("parcel", doc="A parcel in a locker.")
ledger = Workflow("ledger", doc="What a courier has done.")


@parcel.state
@dataclass(frozen=True)
class State:
    door: str | None = None
    courier: str = ""
    pick_up_by: datetime.datetime | None = None


@parcel.event(zh="已存入")
@dataclass(frozen=True)
class Deposited:
    """A parcel was put in."""

    door: str = field("Which door.", access="open")
    courier: str = field("Who brought it.")
    pick_up_by: datetime.datetime = field("Until when it waits.", access="open")
    receiver: Sealed[str] = field("For whom it is.")


@parcel.event(zh="已取出")
@dataclass(frozen=True)
class Emptied:
    """The door is free again."""

    returned: bool = field("It went back.", access="open")


@parcel.command(roles=("courier",))
@dataclass(frozen=True)
class Deposit:
    """Put a parcel in."""

    door: str
    receiver: Sealed[str]


@parcel.command()
@dataclass(frozen=True)
class Collect:
    """Take it out."""


@parcel.command(roles=("timer",))
@dataclass(frozen=True)
class Return:
    """Send it back."""


parcel.lifecycle(lambda state: "empty" if state.door is None else "waiting",
                 {"empty": (Deposit,), "waiting": (Collect, Return)})


@parcel.decide
def decide(state: State, command: object, context: Context) -> object:
    match command:
        case Deposit(door=""):
            return Refusal("no_door", "Say which door.", "请填写柜门。", "invalid")
        case Deposit(door, receiver):
            by = context.now + datetime.timedelta(days=3)
            return Deposited(door, context.actor.id, by, receiver)
        case Collect():
            return Emptied(returned=False)
        case _:
            return Emptied(returned=True)


@parcel.evolve
def evolve(state: State, event: object) -> State:
    match event:
        case Deposited(door, courier, pick_up_by):
            return replace(state, door=door, courier=courier, pick_up_by=pick_up_by)
        case _:
            return State(courier=state.courier)


@parcel.due
def due(state: State) -> list[Due]:
    return [Due("pick_up", state.pick_up_by, Return())] if state.pick_up_by else []


@ledger.state
@dataclass(frozen=True)
class Count:
    noted: int = 0


@ledger.event()
@dataclass(frozen=True)
class Noted:
    parcel: str


@ledger.command()
@dataclass(frozen=True)
class Note:
    parcel: str


@ledger.decide
def note(state: Count, command: Note, context: Context) -> object:
    return Noted(command.parcel)


@ledger.evolve
def count(state: Count, event: Noted) -> Count:
    return Count(state.noted + 1)


@projection("by_door", of=parcel)
def by_door(rows: Rows, record: Record, event: object) -> None:
    if isinstance(event, Deposited):
        rows.put(f"{event.door}/{record.stream}", {"until": event.pick_up_by.isoformat()})
        rows.put(f"door_of/{record.stream}", event.door)
    else:
        door = rows.get(f"door_of/{record.stream}")
        rows.erase(f"{door}/{record.stream}")


@reaction("courier_ledger", of=parcel, types=(Deposited,), from_beginning=True)
def courier_ledger(record: Record, event: Deposited) -> Intent:
    return Intent(ledger.stream(event.courier), Note(record.stream))


def main() -> None:
    seen: list[str] = []

    @subscriber("display")
    def display(record: Record, event: object) -> None:
        seen.append(record.type)

    clock = ManualClock(datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc))
    courier, anybody = Actor("c1", "courier"), Actor("p1")
    with tempfile.TemporaryDirectory() as folder, Engine.open(
        folder, workflows=[parcel, ledger], projections=[by_door], reactions=[courier_ledger],
        subscribers=[display], clock=clock, services=False, debug=True,
    ) as engine:
        engine.handle("parcel/A1", Deposit("7", Sealed("张三")), actor=courier)
        print(engine.state("parcel/A1"))
        try:
            engine.handle("parcel/A1", Deposit("8", Sealed("李四")), actor=courier)
        except Refused as refused:
            print(refused, refused.allowed)
        print(dict(engine.rows(by_door, "7/", "70")))
        clock.advance(datetime.timedelta(days=4))
        print("limits fired:", engine.fire_due().fired)
        print([type(event).__name__ for _, event in engine.history("parcel/A1")])
        engine.react()
        print(engine.state("ledger/c1"))
        print("next:", engine.next("parcel/A1", courier), engine.next("parcel/A1", anybody))


if __name__ == "__main__":
    main()
