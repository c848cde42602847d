"""The same histories in Python: what a property test of C++ drew from its seeds, given once more.

The program writes what it gave to an office of its own, what each command was told and what was
recorded in the end. Here an office on disk is given the same. Answers and records must be equal,
to the byte of each event.
"""

from __future__ import annotations

import datetime
import json
import os
import pathlib
import subprocess
from typing import Any

import pytest

import recourse
from recourse import Actor, Importer

PROGRAM = os.environ.get("RECOURSE_PROPERTY_TESTS", "")
START = datetime.datetime.fromisoformat("2023-06-01T09:00:00+08:00")


def histories(seed: int, folder: pathlib.Path) -> dict[str, list[dict[str, Any]]]:
    """By workflow."""
    said = folder / "said.jsonl"
    done = subprocess.run(
        [PROGRAM, "--gtest_filter=EveryWorkflow/Outages.*"],
        env=os.environ | {"RECOURSE_OUTAGE_SEED": str(seed), "RECOURSE_OUTAGE_SAID": str(said)},
        capture_output=True, text=True, timeout=300, check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    found: dict[str, list[dict[str, Any]]] = {}
    for line in said.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        found.setdefault(told["kind"], []).append(told)
    return found


def actor_of(line: dict[str, Any]) -> Actor:
    given = line["actor"]
    if line["importer"]:
        return Importer(given["id"], unit=given["unit"])
    return Actor(given["id"], given["role"], given["unit"])


def give(workflow: recourse.Workflow, line: dict[str, Any]) -> str:
    command = dict(line["command"])
    name = command.pop("type")
    try:
        workflow.handle(line["key"], name, command, actor=actor_of(line))
    except recourse.Refused as refused:
        return f"no: {refused.name}"
    return "yes"


def recorded(folder: pathlib.Path) -> list[dict[str, str]]:
    with recourse.Log.open(folder, create=False) as log:
        return [
            {"stream": r.stream, "type": r.type, "actor": r.actor, "payload": r.payload.hex(),
             "at": r.occurred_at.isoformat()}
            for r in log.read()
        ]


@pytest.mark.skipif(not os.access(PROGRAM, os.X_OK), reason="RECOURSE_PROPERTY_TESTS is no program")
@pytest.mark.parametrize("seed", [3, 11])
def test_what_cpp_gave_gives_the_same_here(seed: int, tmp_path: pathlib.Path) -> None:
    taken = 0
    for kind, lines in histories(seed, tmp_path).items():
        *given, end = lines
        clock = recourse.ManualClock(START)
        folder = tmp_path / kind
        with recourse.Office.open(folder, clock=clock) as office:
            workflow = office.workflow(kind)
            for number, line in enumerate(given):
                clock.set(datetime.datetime.fromisoformat(line["at"]))
                office.fire_due()
                told = give(workflow, line)
                assert told == line["told"], (kind, number, line)
                taken += told == "yes"
            clock.set(datetime.datetime.fromisoformat(end["at"]))
            office.fire_due()
        here = sorted(recorded(folder), key=lambda record: record["stream"])
        there = sorted(end["records"], key=lambda record: str(record["stream"]))
        for record in there:
            record["at"] = datetime.datetime.fromisoformat(record["at"]).isoformat()
        assert here == there, kind
    assert taken > 50, "who is refused everything tests nothing"
