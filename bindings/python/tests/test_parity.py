"""Parity: every public verb of the C++ engine, office and hosted workflow has its name in Python,
or the reason why not. A verb that a header gains fails here until somebody says which."""

from __future__ import annotations

import inspect
import pathlib
import re

import pytest

import recourse
from recourse import _core

HEADERS = pathlib.Path(__file__).parents[3] / "include" / "recourse"
_VERB = re.compile(r"^  (?! )(?:[\w:<>,&* ]+?[ &*])([a-z_]\w*)\(", re.MULTILINE)

NOT = "not: "
"""What follows is why there is no such thing in Python."""

ENGINE = {
    "open": "Engine.open", "add": "Engine.open(workflows=)",
    "add_view": "Engine.open(projections=)",
    "add_reaction": "Engine.open(reactions=)", "start": "Engine.open",
    "stop": "Engine.close", "workflow": "Office.workflow", "workflows": "Office.workflows",
    "view_of": "Engine.streams",
    "context": "Engine.handle(actor=, at=, command_id=, expected=)",
    "import_context": "Importer", "look": "Engine.state(actor=, purpose=, code=)",
    "rows": "Engine.rows", "async_wait_for": "Engine.wait_for_view_async",
    "fire_due": "Engine.fire_due", "timers": "Engine.timers", "react": "Engine.react",
    "reactions": "Engine.reactions", "refused_intents": "Engine.refused_intents",
    "resume_reaction": "Engine.resume_reaction", "move_reaction": "Engine.move_reaction",
    "reaction_label": NOT + "for the names of reactions in pages; Python names them by their own",
    "clock_moved": "Engine.clock_moved", "erase": "Engine.erase",
    "prove_erasure": "Engine.prove_erasure", "health": "Engine.health", "metrics": "Engine.metrics",
    "verify": "Engine.verify", "views": "Engine.views", "subscriptions": "Engine.add_subscriber",
    "clock": "Engine.now", "follow": "Engine.head",
    "keyring": NOT + "keys are C++'s; erase and prove_erasure are what they are for",
    "sealer": NOT + "an interface of C++; personal data is sealed as it is appended",
    "executor": NOT + "an interface of C++; asyncio has its loop",
    "store": "Log", "note": NOT + "called by hosted workflows, for the engine's own log",
}

OFFICE = {
    "open": "Office.open", "context": "Office.handle(actor=, at=, command_id=, expected=)",
    "import_context": "Importer", "handle": "Office.handle", "open_case": "Office.open_case",
    "async_handle": "Office.handle_async", "handle_all": "Office.handle_all",
    "find_case": "Office.find_case", "history": "Office.history", "document": "Office.document",
    "draft_document": "Office.draft_document", "next": "Office.next",
    "due_times": "Office.due_times", "cases": "Office.cases", "deadlines": "Office.deadlines",
    "looks": "Office.looks", "copy": "Office.copy",
    "calendar": "Office.calendar.state", "catalogues": "Office.registry.state",
    "notices": "Office.calendar.state", "handle_any": "Workflow.handle",
    "publish_year": "Office.calendar.publish_year",
    "recompute_limits": "Office.recompute_limits",
    "erase_past_retention": "Office.erase_past_retention", "report": "Office.report",
    "earlier_cases": "Office.earlier_cases", "agenda": "Office.agenda", "views": "Office.views",
    "subscriptions": "Office.add_subscriber", "fire_due": "Office.fire_due",
    "timers": "Office.timers", "clock_moved": "Office.clock_moved", "verify": "Office.verify",
    "health": "Office.health", "metrics": "Office.metrics", "stop": "Office.close",
    "engine": NOT + "what it has for an office, Office has",
    "cases_workflow": "Office.complaint", "state_cache": "Office.metrics", "store": "Log",
    "clock": "Office.now", "decider": "Office.next",
    "follows_up": NOT + "Workflow.handle_async knows",
}

HOSTED = {
    "handle": "Engine.handle", "handle_all": "Engine.handle_all",
    "async_handle": "Engine.handle_async", "find": "Engine.state", "history": "Engine.history",
    "next": "Engine.next", "check_upgrade": "Engine.check_upgrade",
    "sees": "define.Workflow.sees", "info": "Workflow.schema", "store": "Log",
    "rehearse": NOT + "Office.draft_document shows a paper; recourse.testing decides without a log",
    "rehearse_any": NOT + "as rehearse", "engine": NOT + "the Engine is what Python holds",
    "decider": NOT + "its rules are Python's own", "workflow": NOT + "of C++'s types",
    "commands": "Engine.metrics", "find_any": "Engine.state", "each_event": "Engine.history",
    "summary": NOT + "workflows of Python have none; Workflow.schema shows those of others",
}
for inner in ("view", "cache"):
    HOSTED[inner] = NOT + "what the engine asks of a workflow, not a caller"


def public_verbs(header: str, name: str) -> set[str]:
    """Names of the public member functions of a class."""
    text = (HEADERS / header).read_text(encoding="utf-8")
    body = re.search(rf"^class {name}\b[^;\n]*{{\n(.*?)^}};", text, re.MULTILINE | re.DOTALL)
    assert body is not None, f"{header} has no class {name}"
    code = re.sub(r"//[^\n]*", "", body.group(1))
    public = re.split(r"^ (?:private|protected):", code, flags=re.MULTILINE)[0]
    return set(_VERB.findall(public))


def find(path: str) -> object:
    """What a name of the tables says: "Engine.open(workflows=)", "define.Workflow.sees"."""
    name, _, arguments = path.partition("(")
    first, *rest = name.split(".")
    found: object = getattr(recourse, first)
    for one in rest:
        found = getattr(found, one)
    signature = getattr(found, "__doc__", "") or ""
    if first == "Engine" and rest == ["open"]:
        known = inspect.signature(recourse.Engine.open).parameters
        signature = " ".join(f"{one}:" for one in known)
    for argument in re.findall(r"(\w+)=", arguments):
        assert f"{argument}:" in signature, f"{name} takes no {argument}"
    return found


@pytest.mark.parametrize(
    ("header", "name", "table"),
    [("engine.hpp", "Engine", ENGINE), ("office.hpp", "Office", OFFICE),
     ("engine.hpp", "Hosted final", HOSTED)],
)
def test_every_verb_has_its_name_in_python(header: str, name: str, table: dict[str, str]) -> None:
    assert public_verbs(header, name) == set(table)


@pytest.mark.parametrize(
    "path", sorted({one for table in (ENGINE, OFFICE, HOSTED) for one in table.values()}))
def test_what_the_tables_name_is_there(path: str, office: recourse.Office) -> None:
    if path.startswith(NOT):
        assert len(path) > len(NOT) + 10  # a reason
    elif path.startswith(("Office.calendar.", "Office.registry.", "Office.complaint")):
        found: object = office
        for one in path.split(".")[1:]:
            found = getattr(found, one)
        assert found is not None
    else:
        assert find(path) is not None


def test_every_verb_that_waits_has_a_twin() -> None:
    """What answers at once has none: it names no time, or is a way to go through events."""
    quick = {
        "open", "closed", "now", "timers", "clock_moved", "workflow", "workflows", "tail",
        "subscribe", "add_subscriber", "subscribers", "health", "metrics", "views", "reactions",
        "kept_position", "kept_positions", "read_xes",
    }
    for cls in (_core.Office, _core.OwnEngine):
        names = {name for name in vars(cls) if not name.startswith("_")}
        single = {name for name in names if not name.endswith("_async")} - quick
        assert {name for name in single if f"{name}_async" not in names} == set(), cls
