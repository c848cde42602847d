"""docs/python.md, done as it says: its blocks run in their order, in one folder."""

from __future__ import annotations

import asyncio
import datetime
import pathlib
import re
import textwrap

import pytest

import recourse

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "python.md"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))

BESIDE = {
    "DataFrame": "polars is no package of Debian",
    "…": "shows a form, not a program",
    "postgresql://": "needs a server",
}
"""What a block holds that is not run here, and why."""


def blocks() -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found and len(found) == text.count("```python")
    return found


def run(block: str, known: dict[str, object]) -> None:
    """At the top of a module, or within a coroutine where it awaits something."""
    if re.search(r"\b(await|async)\b", block):
        block = f"async def main():\n{textwrap.indent(block, '    ')}\nasyncio.run(main())\n"
    exec(compile(block, str(PAGE), "exec"), known)


def test_each_block_of_the_page_runs(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {"asyncio": asyncio, "datetime": datetime}
    ran = 0
    for block in blocks():
        if any(mark in block for mark in BESIDE):
            continue
        if "Office.open" in block or "Log.open" in block:
            run(block, known)
        else:
            with recourse.Office.open(tmp_path / "window") as office:
                items = [(f"M-{n}", known["report"]) for n in range(3)]
                run(block, known | {"office": office, "items": items})
        ran += 1
    assert ran >= 7
