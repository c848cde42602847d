"""A log in PostgreSQL, named by a URI: the same office, engine and log over it."""

from __future__ import annotations

import importlib.util
import itertools
import pathlib
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import OFFICER, SUPERVISOR, report
from own_parcels import Deposit, State, parcel

import recourse
from recourse import Actor, NewEvent, StreamEvents
from recourse.define import Engine

COURIER = Actor("c1", "courier", "N1")
ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    found = importlib.util.spec_from_file_location(
        "postgres_server", ROOT / "tests" / "support" / "postgres_server.py"
    )
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    started = module.PostgresServer()
    if started.missing:
        pytest.skip(started.missing)
    yield started
    started.close()


numbers = itertools.count(1)


def cases_of(office: recourse.Office) -> list[str]:
    """As the log is now: views of a new directory are still being made."""
    page = office.cases(actor=SUPERVISOR, at_least=office.head())
    return [entry.id for entry in page.cases]


@pytest.fixture
def uri(server: Any) -> Callable[..., str]:
    """The URI of a log of the test's own."""
    log = f"log_{next(numbers)}"

    def made(suffix: str = "", **parameters: str) -> str:
        return str(server.uri(log + suffix, **parameters))

    return made


def test_an_office_over_it_is_found_again(tmp_path: pathlib.Path, uri: Callable[..., str]) -> None:
    with recourse.Office.open(tmp_path / "here", store=uri()) as office:
        last = office.handle("A-1", report(), actor=OFFICER).last
        assert cases_of(office) == ["case/A-1"]
        assert office.health().ok
    # On another machine: views are derived anew.
    with recourse.Office.open(tmp_path / "there", store=uri(), create=False) as office:
        assert office.head() == last
        assert cases_of(office) == ["case/A-1"]
        assert office.verify().ok


def test_a_reader_follows_beside_the_writer(
    tmp_path: pathlib.Path, uri: Callable[..., str]
) -> None:
    reads = uri(role="reader")
    with recourse.Office.open(tmp_path / "writer", store=uri()) as office:
        office.handle("A-1", report(), actor=OFFICER)
        for folder in ("reader", "writer"):  # its own, and beside the tables of the one that writes
            with recourse.Office.open(tmp_path / folder, store=reads) as reader:
                assert cases_of(reader) == cases_of(office)
                office.handle(f"{folder}-2", report(), actor=OFFICER)
                assert cases_of(reader) == cases_of(office)
                with pytest.raises(recourse.StoreStoppedError):
                    reader.handle("A-9", report(), actor=OFFICER)
            office.handle(f"{folder}-3", report(), actor=OFFICER)
    names = sorted(path.name for path in (tmp_path / "reader").iterdir())
    assert names == ["recourse.local", "tables"]


def test_who_is_refused(tmp_path: pathlib.Path, uri: Callable[..., str]) -> None:
    with recourse.Office.open(tmp_path / "here", store=uri()) as office:
        office.handle("A-1", report(), actor=OFFICER)
        with pytest.raises(recourse.StoreLockedError):
            recourse.Office.open(tmp_path / "here", store=uri())
        with pytest.raises(recourse.StoreLockedError):
            recourse.Office.open(tmp_path / "there", store=uri(takeover="50"))
    with pytest.raises(recourse.NotAStoreError, match="goes with the log"):
        recourse.Office.open(tmp_path / "here", store=uri("_other"))
    with pytest.raises(recourse.NotAStoreError, match="holds no log of the name"):
        recourse.Office.open(tmp_path / "new", store=uri("_other"), create=False)
    assert not (tmp_path / "new").exists()
    recourse.Office.open(tmp_path / "own").close()
    with pytest.raises(recourse.NotAStoreError, match="holds a store of its own"):
        recourse.Office.open(tmp_path / "own", store=uri())
    with pytest.raises(recourse.NotAStoreError):
        recourse.Office.open(tmp_path / "here")
    with pytest.raises(recourse.InvalidArgumentError, match="needs a directory"):
        recourse.Office.open(store=uri())


def test_no_message_repeats_a_password(server: Any, tmp_path: pathlib.Path) -> None:
    server.ask("CREATE ROLE guest LOGIN PASSWORD 'sesame'")
    opens: list[Callable[[str], object]] = [
        lambda store: recourse.Office.open(tmp_path / "x", store=store),
        lambda store: recourse.Log.open(store=store),
        lambda store: Engine.open(tmp_path / "x", workflows=[parcel], store=store),
    ]
    for open_it in opens:
        for store, error in (
            (server.uri_tcp("guest", "geheim"), recourse.IoError),
            ("postgresql://u:geheim@127.0.0.1:1/d", recourse.IoError),
            ("postgresql://u:a@geheim@h/d", recourse.MalformedError),
            ("postgresql://u:geheim@h/d?colour=red", recourse.MalformedError),
        ):
            with pytest.raises(error) as raised:
                open_it(store)
            assert "geheim" not in str(raised.value)
    for open_it in opens[1:]:
        with pytest.raises(recourse.InvalidArgumentError) as none:
            open_it("mysql://u:geheim@h/d")
        assert "geheim" not in str(none.value)
    with pytest.raises(recourse.InvalidArgumentError) as none:
        recourse.Office.open(store="mysql://u:geheim@h/d")
    assert "geheim" not in str(none.value)


def test_keys_lie_in_the_directory(tmp_path: pathlib.Path, uri: Callable[..., str]) -> None:
    master = tmp_path / "master.key"
    master.write_text("5a" * 32 + "\n", encoding="ascii")
    master.chmod(0o600)
    with recourse.Office.open(tmp_path / "here", store=uri(), master_key=master) as office:
        office.handle("A-1", report(name=recourse.Sealed("张三")), actor=OFFICER)
    assert (tmp_path / "here" / "keys").is_dir()
    with recourse.Log.open(store=uri(role="reader")) as log:
        assert all("张三".encode() not in record.payload for record in log.read())


def test_a_log_needs_no_directory(uri: Callable[..., str]) -> None:
    with recourse.Log.open(store=uri()) as log:
        done = log.append([StreamEvents("a/1", (NewEvent("noted", b"1"),), 0)], actor="me")
        assert (done.last, log.head()) == (1, 1)
        with recourse.Log.open(store=uri(role="reader")) as reader:
            assert [record.payload for record in reader.read()] == [b"1"]
            with pytest.raises(recourse.StoreStoppedError):
                reader.append([StreamEvents("a/1", (NewEvent("noted", b"2"),), None)])
        assert log.health().writable
        assert log.verify().ok


def test_workflows_of_ones_own(tmp_path: pathlib.Path, uri: Callable[..., str]) -> None:
    with Engine.open(tmp_path / "here", workflows=[parcel], store=uri()) as engine:
        engine.handle("A1", Deposit("7", 300), actor=COURIER)
    with Engine.open(tmp_path / "here", workflows=[parcel], store=uri(), create=False) as engine:
        state = engine.state("A1")
        assert isinstance(state, State) and state.door == "7"


def test_a_server_that_dies_is_asked_again(
    server: Any, tmp_path: pathlib.Path, uri: Callable[..., str]
) -> None:
    identity = "0123456789abcdef0123456789abcdef"
    with recourse.Office.open(tmp_path / "here", store=uri(patience="1000")) as office:
        office.handle("A-1", report(), actor=OFFICER)
        server.stop(signal.SIGKILL)
        with pytest.raises((recourse.OutcomeUnknownError, recourse.IoError)):
            office.handle("A-2", report(), actor=OFFICER, command_id=identity)
        server.start()
        assert server.missing == ""
        until = time.monotonic() + 60
        while True:
            try:
                office.handle("A-2", report(), actor=OFFICER, command_id=identity)
                break
            except (recourse.OutcomeUnknownError, recourse.IoError):
                assert time.monotonic() < until
        assert office.handle("A-2", report(), actor=OFFICER, command_id=identity).repeated
        assert sorted(cases_of(office)) == ["case/A-1", "case/A-2"]
        assert office.verify().ok
