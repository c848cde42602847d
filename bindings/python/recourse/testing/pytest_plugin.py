"""Fixtures for pytest, which finds them by itself where the package is installed.

    def test_a_parcel(recourse_engine, recourse_clock):
        engine = recourse_engine(workflows=[parcel])

With the package of a build tree, which is not installed, a conftest.py names them:

    from recourse.testing.pytest_plugin import recourse_clock, recourse_engine
"""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from .._core import ManualClock

if TYPE_CHECKING:  # every run of pytest loads this module, few open an engine
    from ..define import Engine

__all__ = ["recourse_clock", "recourse_engine"]


@pytest.fixture
def recourse_clock() -> ManualClock:
    """A clock that moves only when told to, at 2030-01-01 09:00 UTC."""
    return ManualClock(datetime.datetime(2030, 1, 1, 9, tzinfo=datetime.timezone.utc))


@pytest.fixture
def recourse_engine(tmp_path: pathlib.Path,
                    recourse_clock: ManualClock) -> Iterator[Callable[..., Engine]]:
    """Opens an engine on disk, in the test's folder, with `recourse_clock`; closed at its end.

    It takes what Engine.open takes. Called again it closes the one before and opens the same
    store anew, as after a restart. Rules are checked to be pure; `fire_due` fires limits.
    """
    from ..define import Engine

    opened: list[Engine] = []

    def open_engine(**options: Any) -> Engine:
        for one in opened:
            one.close()
        given: dict[str, Any] = {"clock": recourse_clock, "services": False, "debug": True}
        given |= options
        opened.append(Engine.open(tmp_path / "engine", **given))
        return opened[-1]

    yield open_engine
    for one in opened:
        one.close()
