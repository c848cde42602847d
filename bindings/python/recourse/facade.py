"""Commands as methods: `office.complaint.close("S001-1", resolution=…, actor=officer)`.

A class is made for each workflow when it is first asked for, from its description: a method a
command, in the command's own words, with a twin `<name>_async`; `help` and `dir` show them. What
Python keeps for itself, or the class has already, has an underscore at its end: `continue_`.
"""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from ._core import Notary, Workflow
from .results import Appended

_CIRCUMSTANCES = (
    ("actor", inspect.Parameter.empty, "Actor"),
    ("at", None, "datetime.datetime | None"),
    ("command_id", None, "str | None"),
    ("expected", None, "int | None"),
)
_TAKEN = frozenset({"workflow", *(name for name, _, _ in _CIRCUMSTANCES)})


class Commands:
    """The commands of one workflow of an office, each a method; what a Workflow has is here too."""

    _workflow: Workflow

    def __init__(self, workflow: Workflow) -> None:
        self._workflow = workflow

    @property
    def workflow(self) -> Workflow:
        """The workflow that they are commands of."""
        return self._workflow

    if not TYPE_CHECKING:  # a checker knows the members of each workflow: _commands.pyi

        def __getattr__(self, name: str) -> Callable[..., Any]:
            if name.startswith("_"):
                raise AttributeError(name)
            return getattr(self._workflow, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self._workflow)})

    def __repr__(self) -> str:
        return f"<commands of {self._workflow.name}>"


class NotaryMembers(Commands):
    """The notary's commands, and its work: keys in files, `sign`, `publish`, `audit`."""

    _notary: Notary

    def __init__(self, workflow: Workflow) -> None:
        super().__init__(workflow)
        self._notary = Notary(workflow)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., Any]:
            if not name.startswith("_") and hasattr(Notary, name):
                return getattr(self._notary, name)
            return super().__getattr__(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self._notary)})


def method_name(command: str) -> str:
    """The method that gives a command: "rectification.continue" → "continue_"."""
    name = command.rpartition(".")[2]
    taken = keyword.iskeyword(name) or hasattr(Commands, name) or hasattr(Workflow, name)
    return f"{name}_" if taken else name


def commands_of(workflow: Workflow) -> Commands:
    """The commands of a workflow."""
    described = (workflow.name, workflow.commands, _class_of_first(workflow))
    if described not in _CLASSES:
        _CLASSES[described] = _class_of(workflow)
    return _CLASSES[described](workflow)


def _class_of_first(workflow: Workflow) -> type | None:
    """Two workflows that Python describes may be called alike; their classes tell them apart."""
    try:
        return workflow.class_of(workflow.commands[0])
    except ImportError:
        return None


_CLASSES: dict[tuple[str, tuple[str, ...], type | None], type[Commands]] = {}
"""By a workflow's name and commands: a class knows no workflow, and so keeps no office open."""


def _class_of(workflow: Workflow) -> type[Commands]:
    members: dict[str, Any] = {"__doc__": workflow.doc, "__module__": __name__}
    for command in workflow.commands:
        for waits in (True, False):
            method = _method(workflow, command, waits)
            members[method.__name__] = method
    name = "".join(word.capitalize() for word in workflow.name.split("_"))
    base = NotaryMembers if workflow.kind == "notary" else Commands
    return type(f"{name}Commands", (base,), members)


def _fields(workflow: Workflow, command: str) -> tuple[list[inspect.Parameter], str, Any]:
    """Parameters for a command's fields, what it is and what they are, and its class, if any."""
    try:
        made: Any = workflow.class_of(command)
    except ImportError:
        return *_fields_of_schema(workflow.schema(command)), None
    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for parameter in inspect.signature(made).parameters.values()
    ]
    return parameters, inspect.getdoc(made) or "", made


def _fields_of_schema(schema: dict[str, Any]) -> tuple[list[inspect.Parameter], str]:
    required = set(schema.get("required", ()))
    lines = [str(schema.get("description", ""))]
    parameters = []
    for name, field in schema.get("properties", {}).items():
        if not name.isidentifier() or keyword.iskeyword(name):
            continue
        default = inspect.Parameter.empty if name in required else None
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters.append(inspect.Parameter(name, kind, default=default))
        lines.append(f"{name}: {field.get('description', '')}")
    return parameters, "\n\n".join((lines[0], "\n".join(lines[1:])))


def _method(workflow: Workflow, command: str, waits: bool) -> Callable[..., Any]:
    """Of one command: `waits` until it is durable, or is to be awaited."""
    fields, doc, made = _fields(workflow, command)
    renamed = {f"{field.name}_": field.name for field in fields if field.name in _TAKEN}
    single = workflow.key is not None

    def split(named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        given = {name: named.pop(name) for name, _, _ in _CIRCUMSTANCES if name in named}
        values = {renamed.get(name, name): value for name, value in named.items()}
        if made is not None:
            return (made(**values),), given
        return (command, {n: v for n, v in values.items() if v is not None}), given

    def give(self: Commands, key: str | None = None, /, **named: Any) -> Appended:
        what, given = split(named)
        return self.workflow.handle(key, *what, **given)

    def give_async(
        self: Commands, key: str | None = None, /, **named: Any
    ) -> Coroutine[Any, Any, Appended]:
        what, given = split(named)
        return self.workflow.handle_async(key, *what, **given)

    method: Any = give if waits else give_async
    method.__name__ = method_name(command) if waits else method_name(command) + "_async"
    method.__qualname__ = method.__name__
    method.__doc__ = _doc(command, doc, waits)
    method.__signature__ = _signature(fields, renamed, single, waits)
    return method  # type: ignore[no-any-return]


def _doc(command: str, doc: str, waits: bool) -> str:
    how = "returns when it is durable" if waits else "to be awaited"
    return f"{doc}\n\nGives {command}; {how}. actor, at, command_id, expected: as Office.handle."


def _signature(
    fields: list[inspect.Parameter], renamed: dict[str, str], single: bool, waits: bool
) -> inspect.Signature:
    back = {name: shown for shown, name in renamed.items()}
    key = inspect.Parameter(
        "key", inspect.Parameter.POSITIONAL_ONLY, annotation="str | None" if single else "str",
        default=None if single else inspect.Parameter.empty,
    )
    given = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        for name, default, hint in _CIRCUMSTANCES
    ]
    shown = [field.replace(name=back.get(field.name, field.name)) for field in fields]
    me = inspect.Parameter("self", inspect.Parameter.POSITIONAL_ONLY)
    result = "Appended" if waits else "Coroutine[Any, Any, Appended]"
    return inspect.Signature([me, key, *shown, *given], return_annotation=result)


__all__ = ["Commands", "commands_of", "method_name"]
