"""The bare log: what it promises to those who bring an event-sourcing library of their own."""

from __future__ import annotations

import asyncio
import pathlib
import threading
import typing
from collections.abc import Iterator

import pytest

import recourse
from recourse import NewEvent, Record, StreamEvents, TagCondition


@pytest.fixture(params=["memory", "rocksdb"])
def log(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[recourse.Log]:
    where = None if request.param == "memory" else tmp_path / "log"
    with recourse.Log.open(where, store=request.param) as opened:
        yield opened


def one(stream: str, *payloads: bytes, expected: int | None = None) -> StreamEvents:
    return StreamEvents(stream, tuple(NewEvent("noted", p) for p in payloads), expected)


def payloads(records: list[Record]) -> list[bytes]:
    return [record.payload for record in records]


def test_what_was_appended_is_read_in_both_directions(log: recourse.Log) -> None:
    first = log.append([one("a/1", b"1", b"2", expected=0), one("b/1", b"3")], actor="me")
    assert (first.first, first.last, first.version, first.repeated) == (1, 3, 2, False)
    log.append([one("a/1", b"4", expected=2)])
    assert (log.head(), log.version("a/1"), log.version("c/1")) == (4, 3, 0)
    assert payloads(log.read()) == [b"1", b"2", b"3", b"4"]
    assert payloads(log.read(backward=True)) == [b"4", b"3", b"2", b"1"]
    assert payloads(log.read(backward=True, most=2)) == [b"4", b"3"]
    assert payloads(log.read(from_=2, to=3)) == [b"2", b"3"]
    assert payloads(log.read(from_=2, to=3, backward=True)) == [b"3", b"2"]
    assert payloads(log.read(kind="a", most=2)) == [b"1", b"2"]
    assert payloads(log.read(kind="a", backward=True, most=2)) == [b"4", b"2"]
    assert payloads(log.read(types=("other",))) == []
    assert payloads(log.read_stream("a/1", from_=2)) == [b"2", b"4"]
    assert payloads(log.read_stream("a/1", backward=True, most=1)) == [b"4"]
    assert log.read_stream("c/1") == []
    record = log.read_stream("b/1")[0]
    assert (record.position, record.stream, record.version, record.type) == (3, "b/1", 1, "noted")
    assert (record.actor, record.schema_version, record.tags) == ("me", 1, ())


def test_long_logs_are_read_backward_by_windows(log: recourse.Log) -> None:
    for n in range(0, 3000, 60):
        log.append([one(f"s/{n + i}", str(n + i).encode()) for i in range(60)])
    assert payloads(log.read(backward=True, most=2999)) == [
        str(n).encode() for n in range(2999, 0, -1)
    ]


def test_conflicts_are_errors_that_say_what_is_there(log: recourse.Log) -> None:
    log.append([one("a/1", b"1")])
    for expected in (0, 2):
        with pytest.raises(recourse.VersionConflictError) as raised:
            log.append([one("b/1", b"x"), one("a/1", b"2", expected=expected)])
        assert raised.value.actual == 1
    assert log.head() == 1  # all or nothing
    tagged = StreamEvents("c/1", (NewEvent("opened", b"", tags=("class:3K", "a")),))
    unless = [TagCondition("opened", "class:3K")]
    log.append([tagged], unless=unless)
    with pytest.raises(recourse.TagConflictError) as conflict:
        log.append([StreamEvents("c/2", tagged.events)], unless=unless)
    assert conflict.value.actual == log.last_tagged("opened", "class:3K") == 2
    log.append([one("c/2", b"")], unless=[TagCondition("opened", "class:3K", since=2)])
    assert log.read_stream("c/1")[0].tags == ("a", "class:3K")


def test_a_command_id_takes_effect_once(log: recourse.Log) -> None:
    identity = "ab" * 16
    first = log.append([one("a/1", b"1")], command_id=identity)
    again = log.append([one("a/1", b"1")], command_id=identity)
    assert again.repeated and again.last == first.last and log.head() == 1
    assert log.find(identity) == again and log.find("cd" * 16) is None
    with pytest.raises(recourse.CommandIdReusedError):
        log.append([one("a/1", b"2")], command_id=identity)


@pytest.mark.parametrize(
    ("streams", "error"),
    [
        ([], recourse.InvalidArgumentError),
        ([one("a/1")], recourse.InvalidArgumentError),
        ([one("a/1", b"1"), one("a/1", b"1")], recourse.InvalidArgumentError),
        ([one("no stream", b"1")], recourse.InvalidArgumentError),
        (["a/1"], TypeError),
        ("a/1", TypeError),
        ([StreamEvents("a/1", (NewEvent("noted", typing.cast(bytes, "text")),))], TypeError),
        ([StreamEvents("a/1", (NewEvent("noted", b"", schema_version=-1),))], ValueError),
    ],
)
def test_what_does_not_fit_is_refused(
    log: recourse.Log, streams: list[StreamEvents], error: type[Exception]
) -> None:
    with pytest.raises(error):
        log.append(streams)
    assert log.head() == 0


def test_threads_append_without_gaps(log: recourse.Log) -> None:
    """Goal: positions ascend without gaps, one winner a version. Method: a race for one stream."""
    won: list[int] = []

    def work(thread: int) -> None:
        for n in range(50):
            log.append([one(f"own/{thread}", b"x", expected=n)])
            try:
                at = log.version("race/1")
                log.append([one("race/1", str(thread).encode(), expected=at)])
                won.append(at + 1)
            except recourse.VersionConflictError:
                pass

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    records = log.read(most=10_000)
    assert [record.position for record in records] == list(range(1, len(records) + 1))
    assert sorted(won) == list(range(1, len(won) + 1)) == [
        record.version for record in log.read_stream("race/1")
    ]


def test_an_event_loop_appends_in_the_order_of_its_calls(log: recourse.Log) -> None:
    async def run() -> None:
        answers = await asyncio.gather(
            *(log.append_async([one("a/1", str(n).encode())]) for n in range(1000))
        )
        assert [answer.version for answer in answers] == list(range(1, 1001))
        with pytest.raises(recourse.VersionConflictError):
            await log.append_async([one("a/1", b"", expected=3)])
        assert len(await log.read_async(from_=990)) == 11
        seen = [record.version async for record in log.tail(kind="a")]
        assert seen == list(range(1, 1001))

    asyncio.run(run())


def test_a_subscription_goes_on_where_it_was(tmp_path: pathlib.Path) -> None:
    where = tmp_path / "log"
    with recourse.Log.open(where) as log:
        log.append([one("a/1", *(str(n).encode() for n in range(10)))])
        for record in log.subscribe("exports", follow=False):
            if record.position == 4:
                break  # not done with it
    with recourse.Log.open(where) as log:
        assert log.kept_position("exports") == 3
        again = [record.position for record in log.subscribe("exports", follow=False)]
        assert again == list(range(4, 11))
        assert log.kept_positions() == {"exports": 10}
        assert list(log.subscribe("exports", follow=False)) == []
        log.keep_position("exports", 8)
        assert [r.position for r in log.subscribe("exports", follow=False)] == [9, 10]
        with pytest.raises(recourse.InvalidArgumentError, match="the log ends at 10"):
            log.keep_position("exports", 11)
        log.forget_position("exports")
        assert log.kept_position("exports") is None
        with pytest.raises(recourse.MalformedError):
            log.keep_position("No Name", 1)


def test_a_reader_follows_the_writer(tmp_path: pathlib.Path) -> None:
    with recourse.Log.open(tmp_path / "log") as log:
        log.append([one("a/1", b"1")])
        with recourse.Log.open(tmp_path / "log", store="rocksdb-reader") as reader:
            assert payloads(reader.read()) == [b"1"]
            waiting = threading.Timer(0.2, lambda: log.append([one("a/1", b"2")]))
            waiting.start()
            assert reader.wait_until(2, timeout=20) == 2
            assert payloads(reader.read_stream("a/1")) == [b"1", b"2"]
            with pytest.raises(recourse.StoreStoppedError):
                reader.append([one("a/1", b"3")])
            waiting.join()


def test_a_log_is_closed_verified_and_backed_up(tmp_path: pathlib.Path) -> None:
    with recourse.Log.open(tmp_path / "log") as log:
        log.append([one("a/1", b"1", b"2")])
        assert log.verify().ok and log.health().writable
        made = log.backup(tmp_path / "backup")
        assert made.last == 2 and len(made.segments) == 1
    assert log.closed
    with pytest.raises(recourse.ClosedError, match="the log is closed"):
        log.head()
    assert recourse.verify_backup(tmp_path / "backup").ok
    assert [s.last for s in recourse.list_backups(tmp_path / "backup")] == [2]
    recourse.restore_backup(tmp_path / "backup", tmp_path / "again")
    with recourse.Log.open(tmp_path / "again", create=False) as again:
        assert payloads(again.read()) == [b"1", b"2"]
    with pytest.raises(recourse.NotFoundError):
        recourse.list_backups(tmp_path / "nowhere")
