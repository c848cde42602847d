"""Own workflows: commands over several streams, and what somebody may see of their streams."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from own_lockers import Move, Moved, Rent, Rented, State, Unmask, Unmasked, locker
from own_parcels import Deposit, parcel

import recourse
from recourse import Actor, Refused, Sealed
from recourse.define import Decision, Engine, Viewer, Visibility, Workflow
from recourse.testing import scenario
from recourse.testing.pytest_plugin import recourse_clock, recourse_engine

Opens = Callable[..., Engine]
__all__ = ["recourse_clock", "recourse_engine"]
KEEPER, GUEST, OWNER = Actor("k1", "keeper"), Actor("g1", "guest"), Actor("o1", "owner")
COURIER = Actor("c1", "courier")


def test_a_command_over_two_streams_is_appended_all_or_nothing(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker, parcel])
    engine.handle("locker/A", Rent("b1", Sealed("张三")), actor=KEEPER)
    done = engine.handle("locker/A", Move("B"), actor=KEEPER)
    assert done.last - done.first == 1  # both streams, in one append
    assert engine.state("locker/A").moved_to == "B"
    assert engine.state("locker/B").badge == "b1"
    [(record, event)] = engine.history("locker/B")
    assert (record.stream, record.version, event.badge) == ("locker/B", 1, "b1")
    engine.handle("locker/C", Rent("b2"), actor=KEEPER)
    head = engine.head()
    with pytest.raises(Refused, match="rented") as no:
        engine.handle("locker/C", Move("B"), actor=KEEPER)
    assert no.value.en == "locker/B is rented."
    assert engine.head() == head


def test_a_decision_that_names_no_related_stream_is_an_error(recourse_engine: Opens) -> None:
    lost = Workflow("lost")
    @lost.state
    @dataclass(frozen=True)
    class Here:
        n: int = 0

    @lost.event()
    @dataclass(frozen=True)
    class Gone:
        n: int = 0

    @lost.command()
    @dataclass(frozen=True)
    class Go:
        n: int = 0

    lost.decide(lambda s, c, x: Decision(Gone(), also={"elsewhere": Gone()}))
    lost.evolve(lambda s, e: s)
    engine = recourse_engine(workflows=[lost])
    with pytest.raises(recourse.UserCodeFailedError, match="lost/elsewhere"):
        engine.handle("1", Go(), actor=KEEPER)
    assert engine.head() == 0


def test_of_two_at_once_with_one_tag_one_is_refused(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker], debug=False)

    def rent(n: int) -> str:
        try:
            engine.handle(f"locker/L{n}", Rent("b7"), actor=KEEPER)
            return "rented"
        except Refused as no:
            return no.name

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(rent, range(16)))
    assert answers == ["badge_used"] * 15 + ["rented"]


def test_several_commands_are_one(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker])
    done = engine.handle_all("A", [Rent("b1"), Unmask("审计")], actor=KEEPER)
    assert (done.version, [type(event) for _, event in engine.history("A")]) == (
        2, [Rented, Unmasked])
    with pytest.raises(Refused, match="rented"):
        engine.handle_all("A", [Unmask("审计"), Rent("b2")], actor=KEEPER)
    assert engine.version("A") == 2
    with pytest.raises(recourse.VersionConflictError):
        engine.handle_all("A", [Unmask("审计")], actor=KEEPER, expected=1)


def test_who_looks_sees_what_is_theirs(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker])
    engine.handle("A", Rent("b1", Sealed("张三"), "左下"), actor=KEEPER)
    masked = engine.state("A", actor=KEEPER)
    assert (masked.badge, masked.note, masked.holder.reveal()) == ("b1", "左下", "张*")
    assert engine.state("A", actor=GUEST) == State("b1")
    [(record, event)] = engine.history("A", actor=GUEST)
    assert (event, record.actor) == (Rented("b1"), "keeper:k1")
    assert engine.version("A") == 1  # nothing was recorded
    assert engine.state("A").holder.reveal() == "张三"  # for code that decides


def test_a_look_in_clear_is_recorded_first(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker])
    engine.handle("A", Rent("b1", Sealed("张三")), actor=KEEPER)
    assert engine.state("A", actor=KEEPER, purpose="回访").holder.reveal() == "张三"
    record, event = engine.history("A")[-1]
    assert (event, record.actor) == (Unmasked("回访"), "keeper:k1")
    with pytest.raises(Refused, match="not_for_guests"):
        engine.state("A", actor=GUEST, purpose="好奇")
    assert engine.version("A") == 2


def test_a_proof_shows_whose_stream_it_is(recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[locker])
    engine.handle("A", Rent("b1", Sealed("张三"), "左下"), actor=KEEPER)
    with pytest.raises(Refused, match="not_to_be_seen"):
        engine.state("A", actor=OWNER, purpose="本人", code="b9")
    seen = engine.state("A", actor=OWNER, purpose="本人", code="b1")
    assert (seen.holder.reveal(), seen.note) == ("张三", "")
    with pytest.raises(recourse.InvalidArgumentError, match="purpose"):
        engine.state("A", actor=OWNER, code="b1")
    with pytest.raises(recourse.InvalidArgumentError, match="say who looks"):
        engine.state("A", purpose="本人")
    # Nobody finds it in what scans the log.
    assert list(engine.tail(actor=OWNER)) == []


def test_a_workflow_that_does_not_say_shows_what_is_open_and_internal(
        recourse_engine: Opens) -> None:
    engine = recourse_engine(workflows=[parcel])
    engine.handle("A1", Deposit("7"), actor=COURIER)
    assert engine.state("A1", actor=COURIER).door == "7"
    with pytest.raises(Refused, match="looks_not_recorded"):
        engine.state("A1", actor=COURIER, purpose="回访")


def vault_seen_by(name: str, sees: Callable[[Any, Viewer], Any]) -> tuple[Workflow, Any]:
    """A workflow, and a command that begins a stream of it."""
    vault = Workflow(name)

    @vault.state
    @dataclass(frozen=True)
    class Content:
        n: int = 0

    @vault.event()
    @dataclass(frozen=True)
    class Filled:
        n: int

    @vault.command()
    @dataclass(frozen=True)
    class Fill:
        n: int

    vault.decide(lambda s, c, x: Filled(c.n))
    vault.evolve(lambda s, e: Content(e.n))
    vault.sees(sees)
    return vault, Fill(3)


NONSENSE: dict[str, Any] = {
    "there is no 'opne'": Visibility(classes=("opne",)),
    "a recourse.define.Visibility is wanted, not NoneType": None,
    "Visibility.any: True or False": Visibility(any=1),  # type: ignore[arg-type]
    "Visibility.names: a list of texts": Visibility(names="张三"),  # type: ignore[arg-type]
    "Visibility.rule: a name of at most 100 bytes": Visibility(rule="R" * 101),
}


def test_a_hook_that_answers_with_nonsense_shows_nothing(recourse_engine: Opens) -> None:
    answers = list(NONSENSE.values())
    vault, fill = vault_seen_by("vault", lambda state, viewer: answers[0])
    engine = recourse_engine(workflows=[vault], debug=False)
    engine.handle("1", fill, actor=KEEPER)
    for wanted in NONSENSE:
        with pytest.raises(recourse.UserCodeFailedError, match=wanted):
            engine.state("1", actor=KEEPER)
        answers.pop(0)


def test_rules_that_a_hook_names_are_a_few(recourse_engine: Opens) -> None:
    """Each lives as long as the process."""
    numbers = iter([*range(1025), 0])
    hall, fill = vault_seen_by(
        "hall", lambda state, viewer: Visibility(any=False, rule=f"R{next(numbers)}"))
    engine = recourse_engine(workflows=[hall], debug=False)
    engine.handle("1", fill, actor=KEEPER)
    told = []
    for _ in range(1026):
        with pytest.raises(Refused) as no:
            engine.state("1", actor=KEEPER)
        told.append(no.value.rule)
    assert told == [*(f"R{n}" for n in range(1024)), "sees", "R0"]


def test_looks_are_of_the_workflows_own_types() -> None:
    odd = Workflow("odd")
    odd.looks(Unmask, Unmasked)
    with pytest.raises(TypeError, match="none of its commands and events"):
        _ = odd.look_type


def test_a_scenario_has_other_streams_beside_its_own() -> None:
    s = scenario(locker).given(Rented("b9"), key="B").given(Rented("b1"))
    s.when(Move("B"), KEEPER).refused("rented")
    s.when(Move("C"), KEEPER).then(Moved("C"))
    assert s.state_of("C").badge == "b1"
