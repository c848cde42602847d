"""The log as it is gone through by `for` and `async for`: tails, and subscriptions that keep their
position. Office.tail, Office.subscribe, Log.tail and Log.subscribe make them.

    async for event in office.tail(actor=officer, kind="case", follow=True):
        ...

Events are read a page at a time, when they are asked for: whoever is slow holds up nobody, and no
more than a page is in memory. At the log's end a tail that follows waits without a thread.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import (
    AsyncIterator, Awaitable, Callable, Generator, Iterator, Sequence,
)
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .errors import ClosedError
from .results import Actor, LogEvent, Record

if TYPE_CHECKING:
    from ._core import Log, Office

T = TypeVar("T")
_PAGE = 256
_KEEP_EVERY = 0.2
"""Seconds between two keepings of a position while there is more."""


class Opening(Generic[T]):
    """Something that is being opened: to be awaited, or entered by `async with`."""

    def __init__(self, begin: Callable[[], Awaitable[T]]) -> None:
        self._begin = begin
        self._opened: Any = None

    def __await__(self) -> Generator[Any, None, T]:
        return self._begin().__await__()

    async def __aenter__(self) -> T:
        opened: Any = await self
        self._opened = opened
        return await opened.__aenter__()  # type: ignore[no-any-return]

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._opened.__aexit__(kind, error, trace)


class _Feed(Generic[T]):
    """Pages of `T` from a position on. `position`: everything before it was handed out."""

    def __init__(self, source: Any, from_: int, follow: bool) -> None:
        self._source = source
        self._follow = follow
        self._next = from_

    @property
    def position(self) -> int:
        """The position of the log from which it goes on."""
        return self._next

    def _page(self) -> tuple[Sequence[T], int]:
        raise NotImplementedError

    def _page_async(self) -> Awaitable[tuple[Sequence[T], int]]:
        raise NotImplementedError

    def _done_with(self, position: int, idle: bool) -> None:
        """The consumer has come back for more; `idle`: there is nothing more yet."""

    async def _done_with_async(self, position: int, idle: bool) -> None:
        """The same on an event loop."""

    def _ended(self) -> None:
        """Nobody goes on."""

    def __iter__(self) -> Iterator[T]:
        try:
            while True:
                items, behind = self._page()
                for item, goes_on in _with_next(items, behind):
                    yield item
                    self._next = goes_on
                    self._done_with(goes_on - 1, False)
                self._next = behind
                if items:
                    continue
                self._done_with(behind - 1, True)
                if not self._follow:
                    return
                try:
                    self._source.wait_until(behind)
                except ClosedError:
                    return
        finally:
            self._ended()

    async def __aiter__(self) -> AsyncIterator[T]:
        try:
            while True:
                items, behind = await self._page_async()
                for item, goes_on in _with_next(items, behind):
                    yield item
                    self._next = goes_on
                    await self._done_with_async(goes_on - 1, False)
                self._next = behind
                if items:
                    continue
                await self._done_with_async(behind - 1, True)
                if not self._follow:
                    return
                try:
                    await self._source.wait_until_async(behind)
                except ClosedError:
                    return
        finally:
            self._ended()


def _with_next(items: Sequence[T], behind: int) -> Iterator[tuple[T, int]]:
    """Each with the position at which the log goes on behind it. Several of one record share it."""
    for item, after in zip(items, (*items[1:], None)):
        here: Any = item
        then: Any = after
        same = then is not None and then.position == here.position
        yield item, here.position if same else (here.position + 1 if then is not None else behind)


class Tail(_Feed[LogEvent]):
    """The log's events as somebody may see them. Office.tail makes one."""

    def __init__(
        self, office: Office, *, actor: Actor, purpose: str = "", kind: str = "",
        types: Sequence[str] = (), from_: int = 1, follow: bool = False,
    ) -> None:
        super().__init__(office, from_, follow)
        self._office = office
        self._asked: dict[str, Any] = {
            "actor": actor, "purpose": purpose, "kind": kind, "types": types, "most": _PAGE,
        }

    def _page(self) -> tuple[Sequence[LogEvent], int]:
        page = self._office.read_events(from_=self._next, **self._asked)
        return page.events, page.next

    async def _page_async(self) -> tuple[Sequence[LogEvent], int]:
        page = await self._office.read_events_async(from_=self._next, **self._asked)
        return page.events, page.next


class LogTail(_Feed[Record]):
    """The records of a bare log. Log.tail makes one."""

    def __init__(
        self, log: Log, *, from_: int = 1, kind: str = "", types: Sequence[str] = (),
        follow: bool = False,
    ) -> None:
        super().__init__(log, from_, follow)
        self._log = log
        self._asked: dict[str, Any] = {"kind": kind, "types": types, "most": _PAGE}

    def _page(self) -> tuple[Sequence[Record], int]:
        head = self._log.head()
        records = self._log.read(from_=self._next, to=head, **self._asked)
        return records, _behind(records, head, self._next)

    async def _page_async(self) -> tuple[Sequence[Record], int]:
        head = await self._log.head_async()
        records = await self._log.read_async(from_=self._next, to=head, **self._asked)
        return records, _behind(records, head, self._next)


def _behind(records: Sequence[Record], head: int, from_: int) -> int:
    """Where the next page begins."""
    return records[-1].position + 1 if len(records) == _PAGE else max(head + 1, from_)


class _Kept(_Feed[T]):
    """Keeps its position under a name."""

    name: str

    def _begin(self, name: str, from_: int) -> None:
        self.name = name
        kept = self._source.kept_position(name)
        self._next = from_ if kept is None else kept + 1
        self._kept = self._next - 1
        self._looked = time.monotonic()

    def _is_due(self, position: int, idle: bool) -> bool:
        return position > self._kept and (idle or time.monotonic() - self._looked > _KEEP_EVERY)

    def _done_with(self, position: int, idle: bool) -> None:
        if self._is_due(position, idle):
            self._source.keep_position(self.name, position)
            self._kept, self._looked = position, time.monotonic()

    async def _done_with_async(self, position: int, idle: bool) -> None:
        if self._is_due(position, idle):
            await self._source.keep_position_async(self.name, position)
            self._kept, self._looked = position, time.monotonic()

    def _ended(self) -> None:
        if self._next - 1 <= self._kept:
            return
        # Closed meanwhile: some events come again.
        with contextlib.suppress(ClosedError):
            self._source.keep_position(self.name, self._next - 1)
            self._kept = self._next - 1


class Subscription(Tail, _Kept[LogEvent]):
    """A tail that keeps its position. Office.subscribe makes one."""

    def __init__(self, office: Office, name: str, *, from_: int = 1, **asked: Any) -> None:
        super().__init__(office, from_=from_, **asked)
        self._begin(name, from_)


class LogSubscription(LogTail, _Kept[Record]):
    """A tail of a bare log that keeps its position. Log.subscribe makes one."""

    def __init__(self, log: Log, name: str, *, from_: int = 1, **asked: Any) -> None:
        super().__init__(log, from_=from_, **asked)
        self._begin(name, from_)
