"""The generated classes: what a Python programmer expects of them, and nothing personal shown."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import random

import pytest
from conftest import SUPERVISOR, report
from samples import COMMANDS, EVENTS, PERSONAL, sample

import recourse
from recourse import Described, Sealed, Word, complaint

ALL = EVENTS + COMMANDS


def ids(cls: type[Described]) -> str:
    return cls.TYPE


def test_every_event_and_command_has_a_class() -> None:
    assert (len(EVENTS), len(COMMANDS)) == (93, 89)
    assert len({cls.TYPE for cls in ALL}) == len(ALL)
    assert {cls.__name__ for cls in ALL} <= set(complaint.__all__)


@pytest.mark.parametrize("cls", ALL, ids=ids)
def test_a_value_goes_to_the_office_and_back_field_by_field(cls: type[Described]) -> None:
    rng = random.Random(cls.TYPE)
    value = sample(cls, rng)
    read = recourse.event_from_json if cls in EVENTS else recourse.command_from_json
    again = read(recourse.to_json(value, reveal=True))
    assert type(again) is cls
    assert again == value
    assert hash(again) == hash(value)


@pytest.mark.parametrize("cls", ALL, ids=ids)
def test_a_value_is_frozen_slotted_copied_and_pickled(cls: type[Described]) -> None:
    value = sample(cls, random.Random(cls.TYPE))
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
    assert copy.deepcopy(value) == value
    assert not hasattr(value, "__dict__")
    for name in inspect.signature(cls).parameters:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, name, None)
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        value.no_such_field = 1


@pytest.mark.parametrize("cls", ALL, ids=ids)
def test_a_class_says_what_its_fields_mean(cls: type[Described]) -> None:
    assert cls.__doc__
    for name, parameter in inspect.signature(cls).parameters.items():
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert f"{name}: " in cls.__doc__


@pytest.mark.parametrize("cls", ALL, ids=ids)
def test_nothing_personal_is_printed(cls: type[Described]) -> None:
    value = sample(cls, random.Random(cls.TYPE))
    for text in (repr(value), str(value), f"{value}", repr([value])):
        assert not set(PERSONAL) & set(text)
    assert PERSONAL not in recourse.to_json(value)


def test_personal_data_must_be_wrapped_from_the_first_moment_on() -> None:
    with pytest.raises(TypeError, match=r"Report\.name: personal data is wanted as Sealed") as e:
        report(name="张三")
    assert "张" not in str(e.value)


def test_sealed_shows_its_value_only_when_asked() -> None:
    name: Sealed[str] = Sealed("张三")
    assert (repr(name), str(name), f"{name}") == ("Sealed(…)",) * 3
    assert (name.masked(), Sealed("13812341234").masked()) == ("张*", "138****1234")
    assert name.reveal() == "张三"
    assert name == Sealed("张三") and name != Sealed("李四") and len({name, Sealed("张三")}) == 1
    assert pickle.loads(pickle.dumps(name)) == name
    with pytest.raises(AttributeError, match="immutable"):
        name._form = "李四"
    with pytest.raises(ValueError, match="not sealed"):
        name.bytes()


def test_ciphertext_is_carried_and_not_opened(office: recourse.Office) -> None:
    sealed = recourse.SealedBytes(bytes(16), bytes(12), b"\x00\xff" * 20)
    name: Sealed[str] = Sealed(sealed)
    assert not name.is_clear and name.bytes() == sealed
    with pytest.raises(ValueError, match="only its ciphertext"):
        name.reveal()
    from conftest import OFFICER

    office.handle("A-1", report(name=name), actor=OFFICER)
    received = office.history("A-1", actor=SUPERVISOR)[0].event
    assert isinstance(received, complaint.Received) and received.name == name
    short = Sealed[str](recourse.SealedBytes(b"", bytes(12), b""))
    with pytest.raises(ValueError, match=r"Report\.name: SealedBytes\.key_id has 0 bytes, not 16"):
        office.handle("A-2", report(name=short), actor=OFFICER)


def test_words_have_their_json_name_and_a_chinese_label() -> None:
    assert complaint.Route.explain.value == "explain"
    assert complaint.Route.explain.zh == "释法说理"
    assert complaint.Route("explain") is complaint.Route.explain
    assert pickle.loads(pickle.dumps(complaint.Route.explain)) is complaint.Route.explain
    assert repr(complaint.Route.explain) == "Route.explain"
    words = [value for value in vars(complaint).values() if inspect.isclass(value)]
    for word in words:
        if issubclass(word, Word):
            assert all(one.zh for one in word)
    with pytest.raises(ValueError, match="'no_such' is not a valid Route"):
        complaint.Route("no_such")


def test_events_are_matched_by_class_and_field() -> None:
    event: complaint.Event = complaint.Accepted(by="w7", present=True)
    match event:
        case complaint.Accepted(by=by, present=True):
            assert by == "w7"
        case _:
            pytest.fail("no match")


def test_a_field_that_python_reserves_the_name_of_has_an_underscore() -> None:
    assert "from_" in inspect.signature(complaint.Absorption).parameters
