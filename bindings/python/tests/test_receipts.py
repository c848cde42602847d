"""Receipts and looks from Python."""

from __future__ import annotations

import pathlib

import pytest
from conftest import OFFICER, report

import recourse
from recourse import Actor

CHIEF = Actor("c1", "station_chief", "S001")
ADMINISTRATOR = Actor("a1", "administrator")
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
        office.receipt("A-1", actor=OFFICER)
    with pytest.raises(recourse.NotFoundError, match="version 9"):
        office.receipt("A-1", actor=OFFICER, version=9)
    with pytest.raises(recourse.InvalidArgumentError, match="version 1"):
        office.receipt("A-1", actor=OFFICER, version=0)
    with pytest.raises(recourse.InvalidArgumentError, match="tlog-proof and cose"):
        office.receipt("A-1", actor=OFFICER, format="pdf")


def test_nobody_has_a_receipt_of_what_is_not_theirs_to_see(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    for purpose in ("", "核对"):
        with pytest.raises(recourse.Refused) as raised:
            office.receipt("A-1", actor=Actor("c9", "station_chief", "S009"), purpose=purpose)
        assert raised.value.name == "not_to_be_seen"
    with pytest.raises(TypeError, match="actor"):
        office.receipt("A-1")  # type: ignore[call-arg]
    assert office.looks("A-1", actor=CHIEF) == []


def test_a_role_that_there_is_not_is_told_the_ones_that_there_are(office: recourse.Office) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    for role in ("ghost", "", "superviser"):
        who = Actor("x", role)
        told = "is no role; there are: "
        with pytest.raises(recourse.InvalidArgumentError, match=told):
            office.cases(actor=who)
        with pytest.raises(recourse.InvalidArgumentError, match=told):
            office.state("A-1", actor=who)
        with pytest.raises(recourse.InvalidArgumentError, match=told):
            office.receipt("A-1", actor=who)


def test_keys_sign_heads_that_are_published_and_audited(
    office: recourse.Office, tmp_path: pathlib.Path
) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    file, notary = tmp_path / "notary.key", office.notary
    with pytest.raises(recourse.NotFoundError, match="head"):
        notary.publish(tmp_path / "tiles")
    key = notary.create_key(file, actor=ADMINISTRATOR)
    assert file.stat().st_mode & 0o777 == 0o600
    assert notary.keys() == [key] and key.algorithm == "ed25519" and key.retired_at is None
    head = notary.sign([file], actor=ADMINISTRATOR)
    assert head.new and head.checkpoint.split("\n")[:2] == [head.origin, str(head.size)]
    again = notary.sign([file], actor=ADMINISTRATOR)
    assert not again.new and again.checkpoint == head.checkpoint
    proof = office.receipt("A-1", actor=OFFICER, purpose="核对")
    assert recourse.verify_receipt(proof.data, keys=[key.verifier]).proven
    first = notary.publish(tmp_path / "tiles")
    assert (first.new, first.size, first.root) == (True, head.size, head.root)
    assert (tmp_path / "tiles" / "checkpoint").read_text("utf-8") == head.checkpoint
    assert not notary.publish(tmp_path / "tiles").new
    office.handle("A-2", report(), actor=OFFICER)
    assert notary.sign([file], actor=ADMINISTRATOR).size > head.size
    found = notary.audit()
    assert found.ok and (found.heads, found.consistent, found.findings) == (2, 1, ())


def test_only_an_administrator_signs_with_keys_that_were_added(
    office: recourse.Office, tmp_path: pathlib.Path
) -> None:
    office.handle("A-1", report(), actor=OFFICER)
    file, notary = tmp_path / "notary.key", office.notary
    with pytest.raises(recourse.Refused) as raised:
        notary.create_key(file, actor=OFFICER)
    assert raised.value.name == "not_your_role"
    with pytest.raises(recourse.Refused) as raised:
        notary.sign([file], actor=ADMINISTRATOR)
    assert raised.value.name == "key_unknown"
    assert notary.add_key_file(file, actor=ADMINISTRATOR).id == notary.keys()[0].id
    with pytest.raises(recourse.InvalidArgumentError, match="is there already"):
        notary.create_key(file, actor=ADMINISTRATOR)
    with pytest.raises(recourse.InvalidArgumentError, match="ed25519, es256"):
        notary.create_key(tmp_path / "other", actor=ADMINISTRATOR, algorithm="rsa")
    with pytest.raises(recourse.NotFoundError):
        notary.sign([tmp_path / "nowhere"], actor=ADMINISTRATOR)
    with pytest.raises(TypeError, match="keys"):
        notary.sign(str(file), actor=ADMINISTRATOR)
    file.chmod(0o644)
    with pytest.raises(recourse.InvalidArgumentError, match="chmod 600"):
        notary.sign([file], actor=ADMINISTRATOR)


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
