"""Workflows written in Python beside the office's own, on the same log."""

from __future__ import annotations

import asyncio
import pathlib
import threading
from typing import Any

import pytest
from conftest import OFFICER, report
from own_lockers import Rent, Rented, locker
from own_parcels import Deposit, Deposited, State, parcel

import recourse
from recourse import Actor, Refused, Sealed, complaint
from recourse.define import Intent, Record, Rows, projection, reaction, subscriber

COURIER, KEEPER = Actor("c1", "courier"), Actor("k1", "keeper")


def opened(folder: pathlib.Path, **given: Any) -> recourse.Office:
    return recourse.Office.open(folder, workflows=[parcel, locker], debug=True, **given)


def test_one_log_holds_both_and_has_both_after_a_restart(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path) as office:
        office.handle("A-1", report(), actor=OFFICER)
        parcels = office.workflow("parcel")
        done = parcels.handle("A1", Deposit("7", 300), actor=COURIER)
        assert done.first == office.head()
        assert (parcels.kind, parcels.doc) == ("parcel", "A parcel in a locker.")
        assert parcels.commands == ("parcel.deposit", "parcel.collect", "parcel.return")
        assert parcels.class_of("parcel.deposit") is Deposit
        assert parcels.next("A1", COURIER) == ["parcel.collect"]
        assert [one.name for one in parcels.due("A1", actor=COURIER)] == ["pick_up"]
    with opened(tmp_path) as office:
        state: Any = office.workflow("parcel").state("A1", actor=COURIER)
        assert (type(state), state.door, state.grams) == (State, "7", 300)
        assert office.state("A-1", actor=OFFICER).version == 2
        (entry,) = office.workflow("parcel").history("A1", actor=COURIER)
        assert isinstance(entry.event, Deposited) and entry.type == "parcel.deposited"
        assert office.verify().ok


def test_their_commands_are_methods_and_have_names(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path) as office:
        parcels: Any = getattr(office, "parcel")
        assert parcels.deposit("A1", door="7", actor=COURIER).version == 1
        assert "door" in parcels.deposit.__signature__.parameters
        with pytest.raises(TypeError, match="dor"):
            parcels.deposit("A2", dor="7", actor=COURIER)
        office.workflow("parcel").handle("A2", "parcel.deposit", {"door": "8", "grams": 5},
                                         actor=COURIER)
        with pytest.raises(ValueError, match="grams"):  # its class has the bound
            office.workflow("parcel").handle("A3", "parcel.deposit", {"door": "8", "grams": 65_000},
                                             actor=COURIER)
        with pytest.raises(Refused, match="not_your_role"):
            parcels.deposit("A4", door="9", actor=OFFICER)
        assert "parcel" in dir(office)


def test_looks_go_by_the_workflow(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path) as office:
        lockers = office.workflow("locker")
        lockers.handle("A", Rent("b1", Sealed("张三"), "左下"), actor=KEEPER)
        seen: Any = lockers.state("A", actor=Actor("g1", "guest"))
        assert (seen.badge, seen.note, seen.holder) == ("b1", "", None)
        clear: Any = lockers.state("A", actor=KEEPER, purpose="回访")
        assert clear.holder.reveal() == "张三"
        events = [entry.event for entry in lockers.history("A", actor=Actor("g1", "guest"))]
        assert events[0] == Rented("b1")
        tailed = [event.type for event in office.tail(actor=KEEPER, kind="locker")]
        assert tailed == ["locker.rented", "locker.unmasked"]


@projection("both", of="case", types=(complaint.Received, complaint.Accepted))
def both(rows: Rows, record: Record, event: Any) -> None:
    rows.put(f"{record.position:08}", type(event).__name__)


@projection("doors", of=parcel)
def doors(rows: Rows, record: Record, event: Any) -> None:
    if isinstance(event, Deposited):
        rows.put(event.door, record.stream)


@reaction("locker_of_case", of="case", types=(complaint.Accepted,), from_beginning=True)
def locker_of_case(record: Record, event: Any) -> Intent:
    return Intent("locker/" + record.stream.partition("/")[2], Rent(record.stream))


@reaction("word_of_parcel", of=parcel, types=(Deposited,), from_beginning=True)
def word_of_parcel(record: Record, event: Deposited) -> Intent:
    return Intent("case/A-1", complaint.Message(text=Sealed(f"到件 {event.door}")))


def test_views_reactions_and_subscribers_see_both(tmp_path: pathlib.Path) -> None:
    seen: list[str] = []
    enough = threading.Event()

    @subscriber("all")
    def everything(record: Record, event: Any) -> None:
        seen.append(type(event).__name__)
        if len(seen) == 4:
            enough.set()

    with opened(tmp_path, projections=[both, doors], subscribers=[everything],
                reactions=[locker_of_case, word_of_parcel]) as office:
        office.handle("A-1", report(), actor=OFFICER)
        office.workflow("parcel").handle("A1", Deposit("7"), actor=COURIER)
        office.react()
        rented: Any = office.workflow("locker").state("A-1", actor=KEEPER)
        assert rented.badge == "case/A-1"
        # The case decides what it takes from the engine.
        (no,) = office.refused_intents("word_of_parcel")
        assert (no.stream, no.command, no.refusal) == ("case/A-1", "case.message", "not_your_role")
        assert [value for _, value in office.rows(both)] == ["Received", "Accepted"]
        assert office.rows(doors) == [("7", "parcel/A1")]
        assert office.rows("doors", "8") == []
        with pytest.raises(recourse.InvalidArgumentError, match="no view that was given"):
            office.rows("cases")
        assert enough.wait(20)
        assert sorted(seen) == ["Accepted", "Deposited", "Received", "Rented"]
        office.react()
        assert office.workflow("locker").version("A-1") == 1  # once


def test_event_loops_have_them_too(tmp_path: pathlib.Path) -> None:
    async def main() -> None:
        async with recourse.Office.open_async(tmp_path, workflows=[parcel, locker]) as office:
            parcels = office.workflow("parcel")
            await asyncio.gather(*(parcels.handle_async(f"A{n}", Deposit("7"), actor=COURIER)
                                   for n in range(200)))
            state: Any = await parcels.state_async("A7", actor=COURIER)
            assert state.door == "7"
            assert len([event async for event in office.tail(actor=COURIER, kind="parcel")]) == 200

    asyncio.run(main())


def test_what_is_no_workflow_is_said(tmp_path: pathlib.Path) -> None:
    for wrong, why in (("parcel", "list"), ([7], "Workflow"), ([complaint], "Workflow")):
        with pytest.raises(TypeError, match=why):
            recourse.Office.open(tmp_path / "a", workflows=wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two workflows of the kind parcel"):
        recourse.Office.open(tmp_path / "b", workflows=[parcel, parcel])
    assert not (tmp_path / "a").exists() and not (tmp_path / "b").exists()


def test_a_rule_that_raises_stops_nothing_else(tmp_path: pathlib.Path) -> None:
    with opened(tmp_path) as office:
        with pytest.raises(recourse.UserCodeFailedError, match="ZeroDivisionError: boom"):
            office.workflow("parcel").handle("A1", Deposit("boom"), actor=COURIER)
        office.handle("A-1", report(), actor=OFFICER)
        assert office.health().ok
