"""The future that a twin `<name>_async` returns."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class Answer(asyncio.Future[T], Coroutine[Any, Any, T]):
    """A future that may become a task: `create_task` of a task group takes it, as does `gather`.

    What it is the answer of is under way already, whether anybody awaits it or not.
    """

    _steps: Generator[Any, None, T] | None = None

    def _awaited(self) -> Generator[Any, None, T]:
        if self._steps is None:
            self._steps = self.__await__()
        return self._steps

    def send(self, value: None) -> Any:
        return self._awaited().send(value)

    def throw(
        self, kind: Any, value: Any = None, traceback: TracebackType | None = None
    ) -> Any:
        return self._awaited().throw(kind, value, traceback)

    def close(self) -> None:
        if self._steps is not None:
            self._steps.close()


__all__ = ["Answer"]
