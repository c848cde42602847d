"""A recorder for an event-sourcing library of one's own, on recourse.Log.

Libraries of that kind (pyeventsourcing is the best known) want four calls of a database: insert
events all or nothing with an integrity error on a conflict, select those of an aggregate, select
notifications over all aggregates in an order that never changes, and the last one's number. This is
all of it; the library's own interface is not needed to try it: python3 event_recorder.py
"""

from __future__ import annotations

import tempfile
import threading
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import recourse


@dataclass(frozen=True)
class StoredEvent:
    """An aggregate's event, as such libraries store it."""

    originator_id: uuid.UUID
    originator_version: int
    topic: str
    state: bytes


@dataclass(frozen=True)
class Notification(StoredEvent):
    """The same with its number over all aggregates: ascending, without gaps."""

    id: int


class IntegrityError(Exception):
    """Somebody else has recorded that version."""


class Recorder:
    """Stored events in a recourse.Log, each aggregate a stream "<kind>/<id>"."""

    def __init__(self, log: recourse.Log, kind: str = "aggregate") -> None:
        self._log = log
        self._kind = kind

    def insert_events(self, events: Sequence[StoredEvent]) -> list[int]:
        """Their notification ids. All or nothing; IntegrityError: a version is taken or skipped."""
        streams: dict[uuid.UUID, list[StoredEvent]] = {}
        for event in events:
            streams.setdefault(event.originator_id, []).append(event)
        if not streams:
            return []
        for of_one in streams.values():
            first = of_one[0].originator_version
            if [e.originator_version for e in of_one] != list(range(first, first + len(of_one))):
                raise IntegrityError("the versions of one aggregate must follow each other")
        try:
            done = self._log.append([self._stream(of_one) for of_one in streams.values()])
        except recourse.VersionConflictError as error:
            raise IntegrityError(str(error)) from error
        return list(range(done.first, done.last + 1))

    def select_events(
        self, originator_id: uuid.UUID, *, gt: int | None = None, lte: int | None = None,
        desc: bool = False, limit: int | None = None,
    ) -> list[StoredEvent]:
        """Those of one aggregate, with gt < version <= lte."""
        records = self._log.read_stream(
            self._name(originator_id), from_=(gt or 0) + 1, to=lte, backward=desc,
            most=limit or 1_000_000_000,
        )
        return [
            StoredEvent(originator_id, record.version, record.type, record.payload)
            for record in records
        ]

    def select_notifications(
        self, start: int, limit: int, stop: int | None = None, topics: Sequence[str] = (),
    ) -> list[Notification]:
        """From number `start` on, up to `stop` inclusive."""
        records = self._log.read(
            from_=start, to=stop, kind=self._kind, types=topics, most=limit
        )
        return [self._notification(record) for record in records]

    def max_notification_id(self) -> int:
        """The last one's number; 0 if there is none."""
        return self._log.head()

    def subscribe(self, gt: int = 0) -> Iterator[Notification]:
        """Those behind number `gt`, and then what comes, until the log is closed."""
        for record in self._log.tail(from_=gt + 1, kind=self._kind, follow=True):
            yield self._notification(record)

    def _name(self, originator_id: uuid.UUID) -> str:
        return f"{self._kind}/{originator_id}"

    def _stream(self, events: list[StoredEvent]) -> recourse.StreamEvents:
        return recourse.StreamEvents(
            self._name(events[0].originator_id),
            tuple(recourse.NewEvent(event.topic, event.state) for event in events),
            expected=events[0].originator_version - 1,
        )

    def _notification(self, record: recourse.Record) -> Notification:
        return Notification(
            uuid.UUID(record.stream.partition("/")[2]), record.version, record.type,
            record.payload, record.position,
        )


def main() -> None:
    """What such libraries expect of a recorder, tried."""
    with tempfile.TemporaryDirectory() as folder, recourse.Log.open(folder) as log:
        recorder = Recorder(log)
        dog, cat = uuid.uuid4(), uuid.uuid4()
        assert recorder.max_notification_id() == 0
        assert recorder.insert_events(
            [StoredEvent(dog, 1, "Born", b"{}"), StoredEvent(cat, 1, "Born", b"{}")]
        ) == [1, 2]
        recorder.insert_events([StoredEvent(dog, 2, "Barked", b"1"),
                                StoredEvent(dog, 3, "Barked", b"2")])
        assert [e.originator_version for e in recorder.select_events(dog, gt=1)] == [2, 3]
        last = recorder.select_events(dog, desc=True, limit=1)
        assert [event.originator_version for event in last] == [3]
        assert recorder.select_events(uuid.uuid4()) == []
        for taken in (StoredEvent(dog, 3, "Barked", b""), StoredEvent(dog, 5, "Barked", b"")):
            try:
                recorder.insert_events([StoredEvent(cat, 2, "Slept", b""), taken])
            except IntegrityError:
                continue
            raise AssertionError("a version was taken twice, or skipped")
        assert recorder.max_notification_id() == 4  # all or nothing
        race(recorder)
        ids = [n.id for n in recorder.select_notifications(1, 10_000)]
        assert ids == list(range(1, recorder.max_notification_id() + 1))
        barks = recorder.select_notifications(1, 10, topics=("Barked",))
        assert [n.id for n in barks] == [3, 4]
        feed = recorder.subscribe(gt=2)
        assert [next(feed).id, next(feed).id] == [3, 4]
        print(f"{len(ids)} notifications, ascending and without gaps")


def race(recorder: Recorder) -> None:
    """Threads that want the same versions: each version is recorded once."""
    shared = uuid.uuid4()
    won: list[int] = []

    def work() -> None:
        for version in range(1, 51):
            try:
                recorder.insert_events([StoredEvent(shared, version, "Counted", b"")])
                won.append(version)
            except IntegrityError:
                pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(1, 51))


if __name__ == "__main__":
    main()
