"""Stubs: a checker of types knows every command with its fields, and refuses what is misspelt."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

import recourse

pytest.importorskip("mypy", reason="mypy is not installed (Debian: python3-mypy)")

HEAD = """
import recourse
from recourse import Actor, Sealed, complaint

def right(office: recourse.Office, officer: Actor) -> int:
    office.complaint.report("S001-1", district="PD", category=complaint.Category.difficult,
                            present=True, name=Sealed("张三"), actor=officer)
    office.complaint.accept("S001-1", present=True, actor=officer, expected=2)
    office.complaint.state("S001-1", actor=officer)
    office.calendar.publish_year(year=2027, days=(), source="gov.cn", actor=officer)
    return office.complaint.handle("S001-1", complaint.Accept(), actor=officer).version

async def awaited(office: recourse.Office, officer: Actor) -> int:
    return (await office.complaint.accept_async("S001-1", present=True, actor=officer)).version

def wrong(office: recourse.Office, officer: Actor) -> None:
"""
WRONG = (
    ('office.complaint.report("A", distrikt="PD", actor=officer)',
     'Unexpected keyword argument "distrikt" for "report"'),
    ('office.complaint.report("A", category="difficult", actor=officer)',
     'Argument "category" to "report" of "ComplaintCommands" has incompatible type "str"'),
    ('office.complaint.report("A", name="张三", actor=officer)',
     'Argument "name" to "report" of "ComplaintCommands" has incompatible type "str"'),
    ('office.complaint.accept("A", present=True)', 'Missing named argument "actor"'),
    ('office.complaint.accept(7, actor=officer)', 'incompatible type "int"; expected "str"'),
    ('office.complaint.acept("A", actor=officer)', 'has no attribute "acept"'),
    ('office.complaint.accept_async("A", presnt=True, actor=officer)',
     'Unexpected keyword argument "presnt"'),
    ('office.calender', 'has no attribute "calender"'),
    ('office.training.enrol("A")', ""),
    ('recourse.Engine.open(store="memory", workflow=[])', 'Unexpected keyword argument "workflow"'),
)


def test_mypy_refuses_what_is_misspelt_and_nothing_else(tmp_path: pathlib.Path) -> None:
    text = HEAD + "".join(f"    {line}\n" for line, _ in WRONG)
    file = tmp_path / "caller.py"
    file.write_text(text, encoding="utf-8")
    package = pathlib.Path(recourse.__file__ or "").parent
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--no-color-output",
         "--hide-error-context", "--cache-dir", str(tmp_path / "mypy"), str(file)],
        env={**os.environ, "MYPYPATH": str(package.parent)}, capture_output=True, text=True,
        timeout=300, check=False,
    )
    said = [line for line in done.stdout.splitlines() if ": error: " in line]
    first = HEAD.count("\n") + 1
    for number, (line, why) in enumerate(WRONG, first):
        here = [one for one in said if f"caller.py:{number}: " in one]
        assert any(why in one for one in here), (line, done.stdout)
    others = [one for one in said if "caller.py:" not in one
              or int(one.split("caller.py:")[1].split(":")[0]) < first]
    assert others == [], done.stdout + done.stderr


def test_every_command_is_in_the_stub(office: recourse.Office) -> None:
    package = pathlib.Path(recourse.__file__ or "").parent
    stub = (package / "_commands.pyi").read_text(encoding="utf-8")
    for workflow in office.workflows():
        commands = getattr(office, workflow.name)
        for command in workflow.commands:
            name = recourse.facade.method_name(command)
            assert callable(getattr(commands, name))
            assert f"    def {name}(\n" in stub and f"    def {name}_async(\n" in stub, command
