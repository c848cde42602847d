"""Personal data from Python: sealed with a master key, found by keyed hashes, erased for ever."""

from __future__ import annotations

import os
import pathlib

import pytest
from conftest import OFFICER, report

import recourse
from recourse import Actor, complaint

ADMINISTRATOR = Actor("a1", "administrator")
CHIEF = Actor("c1", "station_chief", "S001")
PHONE = "139 1234 5678"


@pytest.fixture
def master(tmp_path: pathlib.Path) -> pathlib.Path:
    file = tmp_path / "master.key"
    file.write_text("5a" * 32 + "\n", encoding="ascii")
    file.chmod(0o600)
    return file


def sealed(folder: pathlib.Path, master: pathlib.Path | None) -> recourse.Office:
    return recourse.Office.open(folder / "store", master_key=master)


def a_report() -> complaint.Report:
    return report(name=recourse.Sealed("欧阳明日"), phone=recourse.Sealed(PHONE))


def clear(office: recourse.Office, key: str) -> complaint.Received:
    event = office.history(key, actor=CHIEF, purpose="回访")[0].event
    assert isinstance(event, complaint.Received)
    return event


def test_a_person_is_sealed_found_and_erased(tmp_path: pathlib.Path, master: pathlib.Path) -> None:
    with sealed(tmp_path, master) as office:
        first = office.open_case(a_report(), actor=OFFICER)
        assert first.earlier == ()
        found = office.earlier_cases(actor=OFFICER, phone="13912345678")
        assert [one.stream for one in found] == [first.id]
        with pytest.raises(recourse.Refused):
            office.earlier_cases(actor=ADMINISTRATOR, phone=PHONE)
        again = office.open_case(a_report(), actor=OFFICER)
        # The view had come as far: earlier_cases waits for what was written.
        assert [(one.stream, one.known_by) for one in again.earlier] == [(first.id, "phone")]
        key = first.id.removeprefix("case/")
        with pytest.raises(recourse.Refused) as raised:
            office.erase(key, actor=ADMINISTRATOR)
        assert raised.value.name == "erasure_while_open"
        withdraw = complaint.Withdraw(proof=complaint.WithdrawProof.signature, reference="QM-1")
        office.handle(key, withdraw, actor=OFFICER)
        assert not office.prove_erasure(key).holds
        with pytest.raises(recourse.Refused) as raised:
            office.erase(key, actor=ADMINISTRATOR, ground="retention")
        assert raised.value.name == "retention_runs"
        with pytest.raises(recourse.Refused) as raised:
            office.erase(key, actor=ADMINISTRATOR, ground="order", reason=f"致电{PHONE}的人申请")
        assert raised.value.name == "reason_names_somebody"
        office.erase(key, actor=ADMINISTRATOR, ground="order", reason="书面决定")
        proof = office.prove_erasure(key)
        assert proof.holds and proof.fields == 2 and proof.opening == 0 and proof.usable == ()
        erased = clear(office, key).name
        assert erased is not None
        with pytest.raises(ValueError):
            erased.reveal()
        found = office.earlier_cases(actor=OFFICER, phone=PHONE)
        assert [one.stream for one in found] == [again.id]
    for folder, _, names in os.walk(tmp_path / "store"):
        for name in names:
            assert "欧阳明日".encode() not in (pathlib.Path(folder) / name).read_bytes(), name


def test_what_is_wrong_is_said(tmp_path: pathlib.Path, master: pathlib.Path) -> None:
    with sealed(tmp_path, master) as office:
        key = office.open_case(a_report(), actor=OFFICER).id.removeprefix("case/")
        with pytest.raises(recourse.InvalidArgumentError, match="reporter, accused, third_party"):
            office.erase(key, actor=ADMINISTRATOR, subject="neighbour")
        with pytest.raises(recourse.InvalidArgumentError, match="request, retention, order"):
            office.erase(key, actor=ADMINISTRATOR, ground="because")
        with pytest.raises(recourse.NotFoundError):
            office.erase("none", actor=ADMINISTRATOR)
    with sealed(tmp_path, None) as office:
        assert office.state(key, actor=OFFICER).intake.station == "S001"
        with pytest.raises(recourse.KeysUnavailableError):
            office.open_case(a_report(), actor=OFFICER)
        with pytest.raises(recourse.KeysUnavailableError):
            office.earlier_cases(actor=OFFICER, phone=PHONE)
    with pytest.raises(recourse.InvalidArgumentError, match="keys need a master_key"):
        recourse.Office.open(tmp_path / "store", keys=tmp_path)
    master.chmod(0o644)
    with pytest.raises(recourse.InvalidArgumentError, match="chmod 600"):
        sealed(tmp_path, master)


def test_a_log_in_memory_is_sealed_with_keys_in_memory(master: pathlib.Path) -> None:
    with recourse.Office.open(store="memory", master_key=master) as office:
        key = office.open_case(a_report(), actor=OFFICER).id.removeprefix("case/")
        name = clear(office, key).name
        assert name is not None and name.reveal() == "欧阳明日"


def test_the_ledger_finds_words_and_similar_cases(
    tmp_path: pathlib.Path, master: pathlib.Path
) -> None:
    supervisor = Actor("v1", "supervisor")
    with sealed(tmp_path, master) as office:
        texts = ["孩子户口迁入学区被拒", "窗口排队太久", "孩子户口迁入学区不收"]
        reports = [report(narrative=recourse.Sealed(text)) for text in texts]
        cases = [office.open_case(one, actor=OFFICER).id.split("/")[1] for one in reports]
        found = office.ledger(actor=supervisor, text="户口 学区", where=["station=S001"])
        assert [row["number"] for row in found["rows"]] == [cases[0], cases[2]]
        assert not found["probable"]
        first = office.ledger(actor=supervisor, sort="reported_at", descending=True, page_size=2)
        rest = office.ledger(
            actor=supervisor, sort="reported_at", descending=True, page_size=2, after=first["next"]
        )
        assert len(first["rows"]) == 2 and len(rest["rows"]) == 1 and rest["next"] == b""
        assert rest["position"] == first["position"]
        similar = office.similar(actor=OFFICER, text="户口迁入学区", most=2)
        assert {one["number"] for one in similar["cases"]} == {cases[0], cases[2]}
        with pytest.raises(recourse.InvalidArgumentError, match="no column"):
            office.ledger(actor=supervisor, where=["nothing=1"])
        with pytest.raises(TypeError):
            office.ledger(actor=supervisor, where="station=S001")
