"""Workflows written in Python: events, commands and a state as frozen dataclasses, and functions.

    parcel = Workflow("parcel", doc="A parcel in a locker.")

    @parcel.event()
    @dataclass(frozen=True)
    class Deposited:
        door: str = field("Which door.")

They run on the same engine, and lie in the same log, as those in C++: the same bytes, the same
timers, views, reactions and checks. docs/python_workflows.md goes through one from end to end.

What is written into the log is permanent: names of events and commands, the order of their fields,
and the words of an enumeration. `decide`, `evolve` and `due` are pure: they depend on what they
are given and on nothing else. They are called from threads of the engine.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import inspect
import json
import operator
import os
import traceback
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from . import _core
from ._own_engine import Engine
from ._own_fields import Field, Range, Struct, field, snake, struct_of
from .results import Actor

__all__ = [
    "Context", "Decision", "Due", "Engine", "Facts", "Finding", "Intent", "Projection", "Range",
    "Reaction", "Record", "Refusal", "Related", "Rows", "Subscriber", "TimerDeclined", "Unless",
    "Viewer", "Visibility", "Workflow", "field", "projection", "reaction", "subscriber",
]

C = TypeVar("C", bound=type)
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Refusal:
    """The answer no: what `decide` gives back instead of events."""

    name: str
    """Permanent: "door_taken"."""
    en: str
    """The reason, in one or two sentences."""
    zh: str = ""
    """The same in Chinese."""
    kind: str = "conflict"
    """"invalid", "forbidden", "not_found", "conflict" or "not_now"."""
    rule: str = ""
    """Where it comes from."""
    allowed: tuple[str, ...] = ()
    """Commands that would be taken now; empty: those of the lifecycle table."""


@dataclass(frozen=True)
class Unless:
    """The command is refused if an event of this type carries this tag, in whatever stream: the log
    proves it as it appends, so that of two at once one is refused."""

    type: str
    """Its permanent name: "parcel.deposited"."""
    tag: str
    refusal: Refusal


@dataclass(frozen=True)
class Decision:
    """The answer of `decide` where events alone do not say it."""

    events: Any = ()
    """For the command's own stream, as `decide` gives them."""
    also: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """For others, which `related` named: their key or stream to their events; all or nothing."""
    unless: Sequence[Unless] = ()


@dataclass(frozen=True)
class Related:
    """Another stream that a command concerns, as it stands."""

    stream: str
    version: int
    """0: it has not begun."""
    state: Any


@dataclass(frozen=True)
class Viewer:
    """Who looks, and for what."""

    actor: Actor
    purpose: str
    """Empty: personal data stays masked."""
    proof: str
    """What shows that the stream is the viewer's own: `code` of the call."""


@dataclass(frozen=True)
class Visibility:
    """What somebody may see of a stream; the rest is empty, as the state begins."""

    any: bool = True
    """The stream at all."""
    classes: tuple[str, ...] = ("open", "internal")
    """Of its fields: the words that `field(access=…)` takes. Personal data is "identity"."""
    clear: bool = False
    """Personal data of these classes in clear, for a purpose; else masked."""
    rule: str = ""
    """What shuts it, or part of it: a name of at most 100 bytes, one of a few. Of more than 1024
    that a workflow gives, the others are told as "sees"."""
    names: tuple[str, ...] = ()
    """Who is not to be recognised in clear text where "identity" is not among the classes."""
    only: str | None = None
    """Personal data of this subject alone; None: of all."""
    named_only: bool = False
    """Not in what lists or scans streams."""


@dataclass(frozen=True)
class Due:
    """A limit that runs in a state, and what is asked when it has passed."""

    name: str
    """[a-z][a-z0-9_]*; one of a name in a state."""
    at: datetime.datetime
    """The last moment of the limit."""
    command: Any = None
    """None: it is listed, and nothing happens."""


@dataclass(frozen=True)
class Context:
    """What a decision may know besides state and command."""

    now: datetime.datetime
    actor: Actor
    command_id: str
    stream: str
    definition: int


@dataclass(frozen=True)
class Facts:
    """What `evolve` may know besides state and event, if it takes a third argument."""

    version: int
    occurred_at: datetime.datetime
    definition: int


@dataclass(frozen=True)
class Record:
    """Where and when an event was recorded."""

    stream: str
    version: int
    position: int
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime
    actor: str
    command_id: str
    type: str
    """Its permanent name, as it was written."""


@dataclass(frozen=True)
class TimerDeclined:
    """A limit passed, and its command was refused: recorded by the engine, never seen by rules."""

    timer: str
    refusal: str
    en: str


@dataclass(frozen=True)
class Finding:
    """A stream that new code would treat in another way (docs/adr/0014)."""

    problem: str
    stream: str
    version: int
    position: int
    step: str
    what: str


def _text_of_failure(error: BaseException) -> str:
    """ "ZeroDivisionError: division by zero (parcel.py, line 31)" """
    text = traceback.format_exception_only(type(error), error)[-1].strip()
    text = text.encode("utf-8", "backslashreplace").decode()  # half a character is no text
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if os.path.dirname(f.filename) != os.path.dirname(__file__)]
    if not own:
        return text
    return f"{text} ({os.path.basename(own[-1].filename)}, line {own[-1].lineno})"


def _listed(answer: Any) -> Any:
    """Events as a list; a refusal or a decision as it is."""
    if answer is None:
        return []
    if isinstance(answer, (list, tuple, Refusal, Decision)):
        return answer
    return [answer]


class Workflow:
    """What happens to streams of one kind: "parcel/A1".

    kind: [a-z][a-z0-9_]*, permanent. doc: one sentence.
    definition: raised when the rules change for new streams only; each stream keeps that with
    which it began (Context.definition). fold_version: raised when `evolve` makes another state of
    the same events: the views are then built anew.
    """

    def __init__(self, kind: str, *, doc: str = "", definition: int = 1,
                 fold_version: int = 1) -> None:
        self.kind, self.doc = kind, doc
        self.definition, self.fold_version = definition, fold_version
        self.state_spec: Struct | None = None
        self.command_specs: list[Struct] = []
        self.event_specs: list[Struct] = []
        self.retired_specs: list[Struct] = []
        self.timer_declined_spec = Struct(
            TimerDeclined, f"{kind}.timer_declined", 1, "", "",
            tuple(Field(n, n, "", ("str",), 1, "internal", "reporter", False, False, None)
                  for n in ("timer", "refusal", "en")))
        self._roles: dict[type, tuple[str, ...]] = {}
        self._phase: Callable[[Any], Any] | None = None
        self._table: dict[Any, tuple[type, ...]] = {}
        self._user: dict[str, Callable[..., Any]] = {}
        self._looks: tuple[type, type] | None = None
        self._own: _core.OwnWorkflow | None = None
        self._wants_facts = False
        self._wants_related = False

    def __repr__(self) -> str:
        return f"<recourse.define.Workflow {self.kind}>"

    def stream(self, key: str) -> str:
        """The stream of a key: "parcel/A1"."""
        return f"{self.kind}/{key}"

    # Types.

    def state(self, cls: C) -> C:
        """The state: every field has a default; so begins a stream."""
        self.state_spec = struct_of(cls, f"{self.kind}.state", 0, "", "")
        for one in self.state_spec.fields:
            if not one.has_default:
                raise TypeError(f"{cls.__name__}.{one.name}: a state's field has a default")
        return cls

    def event(self, name: str = "", *, version: int = 0, doc: str = "",
              zh: str = "") -> Callable[[C], C]:
        """An event, past tense. name: permanent, as in "parcel.deposited"; empty: of the class."""
        return self._adder(self.event_specs, name, version, doc, zh)

    def retired(self, name: str = "", *, version: int = 0, doc: str = "",
                zh: str = "") -> Callable[[C], C]:
        """An event that is read and not written any more: `upcast` says what it means today."""
        return self._adder(self.retired_specs, name, version, doc, zh)

    def command(self, name: str = "", *, version: int = 0, doc: str = "", zh: str = "",
                roles: Sequence[str] = ()) -> Callable[[C], C]:
        """A command, imperative. roles: who may give it; none: everybody. Timers and reactions
        always may."""
        add = self._adder(self.command_specs, name, version, doc, zh)

        def decorate(cls: C) -> C:
            self._roles[cls] = tuple(roles)
            return add(cls)

        return decorate

    def _adder(self, to: list[Struct], name: str, version: int, doc: str,
               zh: str) -> Callable[[C], C]:
        def add(cls: C) -> C:
            if self._own is not None:
                raise TypeError(f"{self.kind}: it is in use already; nothing can be added")
            called = f"{self.kind}.{name or snake(cls.__name__)}"
            to.append(struct_of(cls, called, version, doc, zh))
            return cls

        return add

    # Rules.

    def decide(self, function: F) -> F:
        """decide(state, command, context[, related]) → events, an event, None (nothing to do), a
        Refusal, or a Decision."""
        return self._rule("decide", function)

    def evolve(self, function: F) -> F:
        """evolve(state, event[, facts]) → state. Takes every event; decides nothing."""
        return self._rule("evolve", function)

    def due(self, function: F) -> F:
        """due(state) → list of Due: which limits run."""
        return self._rule("due", function)

    def upcast(self, function: F) -> F:
        """upcast(old) → what a retired event means today: at least one event."""
        return self._rule("upcast", function)

    def tags(self, function: F) -> F:
        """tags(event) → texts by which the log finds it."""
        return self._rule("tags", function)

    def related(self, function: F) -> F:
        """related(command) → keys, or streams, that it concerns besides its own. `decide` gets them
        as they stand, in that order, each a Related."""
        return self._rule("related", function)

    def sees(self, function: F) -> F:
        """sees(state, viewer) → Visibility. Without it whoever acts sees what is open and internal,
        personal data masked."""
        return self._rule("sees", function)

    def looks(self, command: type, event: type) -> None:
        """The command and the event that record a look in clear, each with a text `purpose`; a text
        `code` of the command gets the viewer's proof. Without them nothing is shown in clear."""
        self._looks = (command, event)

    def _rule(self, name: str, function: F) -> F:
        self._user[name] = function
        return function

    def lifecycle(self, phase: str | Callable[[Any], Any],
                  table: Mapping[Any, Sequence[type]]) -> None:
        """Which commands a phase takes; others are refused before `decide` sees them.

        phase: a field of the state, or a function of it.
        """
        self._phase = operator.attrgetter(phase) if isinstance(phase, str) else phase
        self._table = {key: tuple(commands) for key, commands in table.items()}

    # What recourse._core calls.

    @property
    def timed(self) -> bool:
        return "due" in self._user

    @property
    def tagged(self) -> bool:
        return "tags" in self._user

    @property
    def relates(self) -> bool:
        return "related" in self._user

    @property
    def judges(self) -> bool:
        return "sees" in self._user

    @property
    def look_type(self) -> str:
        return "" if self._looks is None else self._type_of(self.command_specs, self._looks[0])

    @property
    def looked_type(self) -> str:
        return "" if self._looks is None else self._type_of(self.event_specs, self._looks[1])

    def _type_of(self, specs: list[Struct], cls: type) -> str:
        for spec in specs:
            if spec.cls is cls:
                return spec.type
        raise TypeError(f"{self.kind}.looks: {cls.__name__} is none of its commands and events")

    @property
    def beginning(self) -> list[str]:
        assert self.state_spec is not None
        return self._next(self.state_spec.cls(), None)

    def _taken(self, state: Any) -> list[Struct]:
        if self._phase is None:
            return self.command_specs
        allowed = self._table.get(self._phase(state), ())
        return [spec for spec in self.command_specs if spec.cls in allowed]

    def _next(self, state: Any, actor: Actor | None) -> list[str]:
        names = []
        for spec in self._taken(state):
            roles = self._roles[spec.cls]
            mine = roles != ("timer",) if actor is None else not roles or actor.role in roles
            if mine:
                names.append(spec.type)
        return names

    def _decide(self, state: Any, command: Any, context: Context,
                related: tuple[Related, ...] = ()) -> Any:
        answer: Any = self._not_taken(state, command, context)
        if answer is None:
            others = (related,) if self._wants_related else ()
            answer = _listed(self._user["decide"](state, command, context, *others))
        if isinstance(answer, Refusal):
            return self._with_allowed(answer, state, context)
        if isinstance(answer, Decision):
            also: Any = [(self._whole(key), _listed(events)) for key, events in answer.also.items()]
            return Decision(
                _listed(answer.events), also,
                [dataclasses.replace(one, refusal=self._with_allowed(one.refusal, state, context))
                 for one in answer.unless])
        return answer

    def _with_allowed(self, no: Refusal, state: Any, context: Context) -> Refusal:
        if no.allowed:
            return no
        return dataclasses.replace(no, allowed=tuple(self._next(state, context.actor)))

    def _whole(self, stream: str) -> str:
        return stream if "/" in stream else self.stream(stream)

    def _related(self, command: Any) -> list[str]:
        return [self._whole(stream) for stream in self._user["related"](command)]

    def _sees(self, state: Any, viewer: Viewer) -> Any:
        return self._user["sees"](state, viewer)

    def _not_taken(self, state: Any, command: Any, context: Context) -> Refusal | None:
        roles, role = self._roles[type(command)], context.actor.role
        if roles and role not in roles and role not in ("timer", "engine"):
            return Refusal("not_your_role", f"It is for: {', '.join(roles)}.",
                           f"须由以下角色办理：{'、'.join(roles)}。", "forbidden", "roles")
        if all(spec.cls is not type(command) for spec in self._taken(state)):
            assert self._phase is not None
            phase = self._phase(state)
            name = phase.name if isinstance(phase, enum.Enum) else str(phase)
            return Refusal("not_allowed_in_phase", f"Not while it is {name}.",
                           f"“{name}”阶段不能办理。", "not_now", "lifecycle")
        return None

    def _evolve(self, state: Any, event: Any, facts: Facts) -> Any:
        evolve = self._user["evolve"]
        if self._wants_facts:
            return evolve(state, event, facts)
        return evolve(state, event)

    def _due(self, state: Any) -> Any:
        return list(self._user["due"](state))

    def _upcast(self, old: Any) -> Any:
        if "upcast" not in self._user:
            raise TypeError(f"{self.kind} has retired events and no upcast")
        return _listed(self._user["upcast"](old))

    def _tags(self, event: Any) -> Any:
        return list(self._user["tags"](event))

    def _described(self) -> _core.OwnWorkflow:
        """The description; made once."""
        if self._own is None:
            for name in ("decide", "evolve"):
                if name not in self._user:
                    raise TypeError(f"{self.kind} has no {name}")
            if self.state_spec is None:
                raise TypeError(f"{self.kind} has no state")
            self._wants_facts = len(inspect.signature(self._user["evolve"]).parameters) > 2
            self._wants_related = len(inspect.signature(self._user["decide"]).parameters) > 3
            self._own = _core.OwnWorkflow.describe(self)
        return self._own

    def schema(self, name: str) -> dict[str, Any]:
        """JSON Schema of a command, an event or the state, by its permanent name."""
        return typing.cast("dict[str, Any]", json.loads(self._described().schema(name)))


class Rows:
    """The rows of a projection: text keys, values that JSON can write."""

    def __init__(self, rows: _core.OwnRows) -> None:
        self._rows = rows

    def get(self, key: str, default: Any = None) -> Any:
        found = self._rows.get(key)
        return default if found is None else json.loads(found)

    def put(self, key: str, value: Any) -> None:
        self._rows.put(key, _json(value))

    def erase(self, key: str) -> None:
        self._rows.erase(key)


def _json(value: Any) -> bytes:
    # Sorted: the same log always makes the same rows.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _types(of: Workflow | str, types_: Sequence[type]) -> tuple[str, ...]:
    """With every retired name: one may mean an event of these. Of another workflow: all."""
    if not types_ or isinstance(of, str):
        return ()
    names = {s.cls: s.type for s in of.event_specs}
    for one in types_:
        if one not in names:
            raise TypeError(f"{one.__name__} is no event of {of.kind}")
    return tuple(names[t] for t in types_) + tuple(s.type for s in of.retired_specs)


def _kind(of: Workflow | str) -> str:
    return of if isinstance(of, str) else of.kind


def _is_wanted(event: Any, only: tuple[type, ...]) -> bool:
    return not only or isinstance(event, only)


@dataclass(frozen=True)
class Projection:
    """Rows that follow from the log, kept up to date and made again when `version` is raised."""

    name: str
    version: int
    kind: str
    types: tuple[str, ...]
    only: tuple[type, ...]
    function: Callable[[Rows, Record, Any], None]

    def project(self, rows: _core.OwnRows, record: Record, event: Any) -> None:
        if _is_wanted(event, self.only):
            self.function(Rows(rows), record, event)


def projection(
    name: str, *, of: Workflow | str, version: int = 1, types: Sequence[type] = ()
) -> Callable[[Callable[[Rows, Record, Any], None]], Projection]:
    """project(rows, record, event): pure; sees each event of these types once, in order.

    of: a workflow, or the kind of the streams of one of the office's: "case"; `types` are classes
    of its module then.
    """
    kinds, only = _types(of, types), tuple(types)
    return lambda function: Projection(name, version, _kind(of), kinds, only, function)


@dataclass(frozen=True)
class Intent:
    """A command that a reaction asks for: of a workflow of one's own, or of the office."""

    stream: str
    command: Any
    at: datetime.datetime | None = None


@dataclass(frozen=True)
class Reaction:
    """What follows by itself because something was recorded. Its name is permanent."""

    name: str
    kind: str
    types: tuple[str, ...]
    only: tuple[type, ...]
    from_beginning: bool
    function: Callable[[Record, Any], Any]

    def _react(self, record: Record, event: Any) -> Any:
        return _listed(self.function(record, event)) if _is_wanted(event, self.only) else []


def reaction(
    name: str, *, of: Workflow | str, types: Sequence[type] = (), from_beginning: bool = False
) -> Callable[[Callable[[Record, Any], Any]], Reaction]:
    """react(record, event) → Intents: pure; each takes effect once, however often it is asked.

    of, types: as of `projection`.
    """
    kinds, only = _types(of, types), tuple(types)
    return lambda function: Reaction(name, _kind(of), kinds, only, from_beginning, function)


@dataclass(frozen=True)
class Subscriber:
    """Sees every event, in order, at least once; its position is kept under its name."""

    name: str
    kind: str
    from_: int
    handle: Callable[[Record, Any], None]


def subscriber(
    name: str, *, of: Workflow | str | None = None, from_: int = 1
) -> Callable[[Callable[[Record, Any], None]], Subscriber]:
    """handle(record, event): what it raises stops the subscriber at that record, visibly.

    of: as of `projection`; None: all workflows.
    """
    kind = "" if of is None else _kind(of)
    return lambda function: Subscriber(name, kind, from_, function)
