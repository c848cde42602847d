"""docs/python_workflows.md, done as it says: its files are written, tested, and run twice."""

from __future__ import annotations

import os
import pathlib
import re
import subprocess
import sys

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "python_workflows.md"
BLOCK = re.compile(r"^```(\w+) ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES_MAX = 60  # of the workflow and its test


def blocks() -> tuple[dict[str, str], dict[str, str]]:
    """What the page says is a file, and what it shows."""
    text = PAGE.read_text(encoding="utf-8")
    found = BLOCK.findall(text)
    assert text.count("\n```") == 2 * len(found), "a block of code names no file"
    files = {name: body for language, name, body in found if language == "python"}
    return files, {name: body for language, name, body in found if language == "text"}


def run(folder: pathlib.Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True,
                          timeout=60, check=False, env=os.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_for_newcomers_does_what_it_shows(tmp_path: pathlib.Path) -> None:
    files, shown = blocks()
    assert set(files) == {"parcel.py", "test_parcel.py", "main.py"}
    own = files["parcel.py"] + files["test_parcel.py"]
    assert sum(1 for line in own.splitlines() if line.strip()) <= LINES_MAX
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert "1 passed" in run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider",
                             "test_parcel.py")
    assert run(tmp_path, "main.py") == shown["first run"]
    assert run(tmp_path, "main.py") == shown["second run"]
