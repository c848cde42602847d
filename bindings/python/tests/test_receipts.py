"""Receipts and looks from Python."""

from __future__ import annotations

import pathlib

import pytest
from conftest import OFFICER, report

import recourse
from recourse import Actor

CHIEF = Actor("c1", "station_chief", "S001")
SAMPLE = pathlib.Path(__file__).parents[3] / "tests" / "fuzz" / "corpus" / "fuzz_receipt"
ANOTHER_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_receipt_by_another_key_proves_nothing_and_says_why() -> None:
    verdict = recourse.verify_receipt((SAMPLE / "tlog_proof").read_bytes(), keys=[ANOTHER_KEY])
    assert not verdict.proven and verdict.fault and verdict.position == 0


def test_what_is_no_receipt_or_no_key_is_an_error() -> None:
    with pytest.raises(recourse.MalformedError):
        recourse.verify_receipt(b"c2sp.org/tlog-proof@v1\nno", keys=[ANOTHER_KEY])
    with pytest.raises(recourse.MalformedError):
        recourse.verify_receipt(b"c2sp.org/tlog-proof@v1\n", keys=["no key"])
    with pytest.raises(TypeError, match="data"):
        recourse.verify_receipt("text", keys=[])  # type: ignore[arg-type]


def test_without_a_signed_head_there_is_no_receipt(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    with pytest.raises(recourse.NotFoundError, match="head"):
        office.receipt("A-1")
    with pytest.raises(recourse.NotFoundError, match="version 9"):
        office.receipt("A-1", version=9)
    with pytest.raises(recourse.InvalidArgumentError, match="tlog-proof and cose"):
        office.receipt("A-1", format="pdf")


def test_who_looked_is_told(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    assert office.looks("A-1", actor=CHIEF) == []
    office.state("A-1", actor=CHIEF, purpose="回访")
    (look,) = office.looks("A-1", actor=CHIEF)
    assert (look.actor, look.purpose) == ("station_chief:c1@S001", "回访")
    with pytest.raises(recourse.Refused):
        office.looks("A-1", actor=Actor("c9", "station_chief", "S009"))


def test_a_copy_for_the_person_is_in_clear_and_recorded(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    made = office.copy("A-1", actor=CHIEF, purpose="本人申请")
    assert made.now.id == "case/A-1" and made.history
    assert [look.purpose for look in made.looks] == ["本人申请"]
    assert "rater" in made.left_out, "a station does not see who rated"
    with pytest.raises(recourse.Refused):
        office.copy("A-1", actor=CHIEF, purpose="")
    assert len(office.looks("A-1", actor=CHIEF)) == 1, "what was refused showed nothing"
