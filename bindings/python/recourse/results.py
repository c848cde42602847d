"""What the office answers with. Frozen; compared by their fields."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the casework's classes are loaded when they are needed
    from .complaint import DeadlineKind, Due, Event, Grade, Line, Outcome, Phases, State


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person or system, in a role, for a unit."""

    id: str
    """Staff number or account; not a personal name."""
    role: str = ""
    """As the casework understands it: "window_officer"; the names of complaint.Role."""
    unit: str = ""
    """Station or department; may be empty."""

    def __str__(self) -> str:
        role = f"{self.role}:" if self.role else ""
        unit = f"@{self.unit}" if self.unit else ""
        return f"{role}{self.id}{unit}"


@dataclass(frozen=True, slots=True)
class Importer(Actor):
    """An adapter that tells what another system sent: the records say that it was one.

    For the adapter's own program. An Actor in the role "importer" is refused, since anybody can
    write that.
    """

    role: str = field(default="importer", init=False)
    """Always "importer"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """What became durable. All zeros if there was nothing to do."""

    first: int
    """Position of the first event."""
    last: int
    """Position of the last event."""
    version: int
    """The case's version after it."""
    recorded_at: datetime.datetime
    """The same for all its events."""
    repeated: bool
    """The command id was known: this is the first answer again."""

    @property
    def nothing_to_do(self) -> bool:
        """The command was taken, and the case already was as it asks: no event."""
        return self.last == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedCase:
    """A case that was just begun: what the citizen is given."""

    id: str
    """Its stream: "case/PD01-20240105-0007-R"; behind the slash is the number of the case."""
    inquiry_code: str
    """ "7K3M-9QXR"; empty if the command had taken effect before."""
    appended: Appended
    earlier: tuple[EarlierCase, ...]
    """Of the same person in the same matter (R45); none in a log that is not sealed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierCase:
    """An earlier case of the same person (R45)."""

    stream: str
    matter: str
    """Code of its matter; may be empty."""
    reported_at: datetime.datetime
    known_by: str
    """ "phone" or "name_and_address"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookTaken:
    """A look in clear that was recorded."""

    position: int
    version: int
    at: datetime.datetime
    actor: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Proof that a record is in a log, to be checked without it."""

    data: bytes
    """The file: a tlog-proof with the record in it, or a COSE receipt."""
    record: bytes
    """The record's canonical bytes, which go beside a COSE receipt. Empty: not all of it is for
    whoever asked; the proof stands without it."""
    position: int
    origin: str
    """The log whose head was signed."""
    size: int
    """Records that the head covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a receipt came to."""

    proven: bool
    fault: str
    """Why it proves nothing; empty: it is proven."""
    record: bytes
    position: int
    """Of the record in the log; 0 unless it is proven."""
    origin: str
    size: int
    key: str
    """Name and id of the key that verified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotaryKey:
    """A public key that a log knows."""

    id: str
    """8 hexadecimal digits."""
    name: str
    algorithm: str
    """ed25519 or es256."""
    verifier: str
    """As signed notes have it: name+hash+base64; `verify_receipt` takes it."""
    pem: str
    added_at: datetime.datetime
    retired_at: datetime.datetime | None
    """What it signed before still counts."""
    reason: str
    """Why it was retired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The signed head of a log's Merkle tree."""

    origin: str
    """The log: recourse/<log id>/<incarnation>."""
    size: int
    """Records that it covers, from the first one on."""
    root: str
    """In base64."""
    checkpoint: str
    """The head as a signed note, as it is published."""
    new: bool
    """False: nothing was new since this head, which was signed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was put into a folder for everybody."""

    origin: str
    size: int
    """Records that the published head covers."""
    root: str
    tiles: int
    """Files that were written, without the checkpoint."""
    new: bool
    """False: the folder had this head already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What comparing a whole log with its signed heads has shown."""

    ok: bool
    size: int
    """Records that were read."""
    root: str
    """Of all of them, in base64."""
    heads: int
    """Signed heads that were compared."""
    consistent: int
    """Pairs of neighbouring heads of which the later goes on from the earlier."""
    covered: int
    """Records that a right head covers."""
    problems: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """What becomes of somebody's data after it was erased: counted, and tried."""

    holds: bool
    """Something was erased, and nothing of it opens."""
    position: int
    """The log was read up to here."""
    erasures: int
    """How often something was erased in the stream."""
    fields: int
    """Fields of its records that were sealed under an erased key."""
    opening: int
    """Of these, those that open all the same."""
    later: int
    """Fields of the same persons that were recorded since; they open."""
    rows: int
    """Rows of views that hold ciphertext under an erased key."""
    usable: tuple[str, ...]
    """Erased keys that are still usable."""
    unreached: tuple[str, ...]
    """Copies of the keys that could not be reached since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper of a case, as it is printed and handed to the citizen."""

    kind: str
    """ "notice", "acceptance", "refusal" or "supplement"."""
    number: str
    title: str
    text: str
    """As lines of text, with the stub below."""
    html: str
    """As one page of HTML."""
    recorded: bool
    """False: a draft, printed before it is signed and recorded."""
    draft: str
    """Of a draft: the digest that the recording command names in `draft`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as it stands, or as it stood."""

    id: str
    """Its stream: "case/S001-1"."""
    state: State
    version: int
    definition: int
    """Workflow definition that its first event pinned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One event of a case, with where and when it was recorded."""

    position: int
    version: int
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime
    actor: str
    """`role:id@unit`."""
    command_id: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEvent:
    """One event of a stream of any workflow, with where and when it was recorded."""

    position: int
    version: int
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime
    actor: str
    """`role:id@unit`."""
    command_id: str
    type: str
    """Its permanent name."""
    event: Any
    """An object of the workflow's module; without such a module a dict, personal data masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTime:
    """A limit that a case is under."""

    kind: DeadlineKind
    due: Due
    met_at: datetime.datetime | None
    """When it was met; None while it runs."""
    command: str
    """What the timer gives when it passes; empty: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEntry:
    """A case in a list."""

    id: str
    station: str
    unit: str
    """That owns it now."""
    line: Line | None
    phases: Phases
    reported_at: datetime.datetime
    overdue: bool
    """It was past the deadline for resolution once."""
    next_deadline: str
    """Name of the earliest limit that runs; empty: none."""
    next_due: datetime.datetime | None
    """When that ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Part of a list, sorted by station or unit, then by the earliest limit, then by phase."""

    cases: tuple[CaseEntry, ...]
    next: bytes
    """For `after`; empty: that was all."""
    position: int
    """The list is true at this position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCopy:
    """What is held about the person whose case it is, in clear."""

    now: CaseView
    history: tuple[HistoryEntry, ...]
    looks: tuple[LookTaken, ...]
    """Who saw it in clear; the last one made the copy."""
    left_out: tuple[str, ...]
    """Classes of the person's that whoever made the copy may not see: somebody else makes a copy
    with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A limit in a list."""

    id: str
    kind: DeadlineKind
    due: datetime.datetime
    fires: bool
    """The office acts when it has passed."""
    station: str
    unit: str
    phases: Phases


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineList:
    """Limits, sorted by when they end."""

    deadlines: tuple[Deadline, ...]
    more: bool
    """There are others behind the last."""
    next: bytes
    """For `after`; empty: that was all."""
    position: int
    """The list is true at this position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """A duty that is open."""

    stream: str
    """What it is a duty of: kind and key."""
    duty: str
    """Permanent name of the duty."""
    zh: str
    rule: str
    """The rule that makes it one."""
    unit: str
    """Who owes it; empty: whoever the command's roles allow."""
    due: datetime.datetime | None
    """Until when; None: no limit runs."""
    provisional: bool
    """The limit waits for the notice of a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a unit must do, the most urgent first."""

    entries: tuple[AgendaEntry, ...]
    more: bool
    """There are more than `page_size`."""
    position: int
    """The list is true at this position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimersStatus:
    """What the timers did since the office was opened."""

    fired: int
    """Timers whose command took effect."""
    declined: int
    """Timers that the rules refused; that was recorded."""
    stale: int
    """Rows that the state did not know any more."""
    failing: int
    """Timers that could not be fired and will be tried again."""
    last_error: str
    next_due: datetime.datetime | None
    """Of the earliest limit that fires."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingDays:
    """Whole working days from report to the end, over the closed cases."""

    cases: int
    median: int
    p90: int
    most: int
    within_1: int
    within_5: int
    within_10: int
    within_15: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFigures:
    """Counts of one business line."""

    cases: int
    closed: int
    concluded: int
    """Closed, but for duplicates and withdrawals."""
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is known of many cases together."""

    cases: int
    open: int
    closed: int
    """Ended, in whatever way."""
    concluded: int
    """Of those: by handling them; duplicates and withdrawals are out."""
    duplicates: int
    """Merged into another case, and counted there."""
    withdrawn: int
    """Taken back by the citizen."""
    open_overdue: int
    """Open, and past the deadline for resolution once: they are not on time."""
    done: int
    """Of the concluded: the matter was really done."""
    on_time: int
    """Of the concluded: the deadline for resolution was kept."""
    same_day: int
    """Of the concluded: on the day of the report."""
    escalated: int
    overdue: int
    reopened: int
    historical: int
    stations: int
    districts: int
    rated: int
    first_report: datetime.date | None
    """Day of the earliest report."""
    last_report: datetime.date | None
    lines: Mapping[Line, LineFigures]
    outcomes: Mapping[Outcome, int]
    grades: Mapping[Grade, int]
    services: Mapping[Grade, int]
    """Grades of the service."""
    policies: Mapping[Grade, int]
    """Grades of the policy."""
    rated_badly: int
    """One of the two lowest grades, as a whole or for the service."""
    missed: int
    """Limits that passed unmet."""
    working_days: WorkingDays


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEvent:
    """One event of the log, of whatever workflow. A record may mean several, of one position."""

    position: int
    stream: str
    """ "case/S001-1"."""
    version: int
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime
    actor: str
    """`role:id@unit`; "-" where that is hidden."""
    command_id: str
    type: str
    event: Any
    """As in StreamEvent; None of a stream that no workflow reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Events from a position on."""

    events: tuple[LogEvent, ...]
    next: int
    """Where the next page begins."""
    head: int
    """The log's end when it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmedTimer:
    """A limit that a stream of any workflow is under."""

    name: str
    due: datetime.datetime
    fires: bool
    """False: it is only counted."""
    spent: bool
    """It has fired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriberStatus:
    """How a subscriber stands that is called with each event."""

    id: int
    name: str
    state: str
    """ "catching_up", "live", "stalled" or "stopped"."""
    position: int
    """It is done with everything up to here."""
    kept: int
    """Durable under its name."""
    lag: int
    handed: int
    error: str
    """Why it has stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewStatus:
    """How a view stands."""

    name: str
    version: int
    position: int
    """Its rows are true at this position."""
    head: int
    lag: int
    stopped: bool
    error: str
    building: int | None
    """Position of the build that will take its place; None: there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionStatus:
    """How a reaction stands."""

    name: str
    position: int
    lag: int
    stopped: bool
    error: str
    given: int
    taken: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedIntent:
    """A command of a reaction that was refused."""

    position: int
    """Of the record that it answers."""
    stream: str
    command: str
    command_id: str
    refusal: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a log."""

    position: int
    """0: not at one place."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What reading the whole log has shown."""

    ok: bool
    head: int
    records: int
    streams: int
    payloads_decoded: int
    problems: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreHealth:
    """Whether a log takes appends, and what it carries."""

    writable: bool
    reason: str
    head: int
    indexed: int
    queued: int
    cache_bytes: int
    tail_bytes: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether all is well."""

    ok: bool
    troubles: tuple[str, ...]
    """What has stopped, stalled or failed, and why."""
    store: StoreHealth


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSegment:
    """One segment of a backup: positions from `first` to `last`."""

    number: int
    first: int
    last: int
    taken_at: datetime.datetime
    recorded_at: datetime.datetime
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupMade:
    """What a backup has added."""

    segments: tuple[BackupSegment, ...]
    """None: the log has gained nothing since the last one."""
    last: int
    """The backup now holds everything up to here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFinding:
    """One thing that is wrong with a backup."""

    file: str
    what: str
    cure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What reading a whole backup has shown."""

    ok: bool
    segments: int
    last: int
    records: int
    streams: int
    bytes: int
    problems: int
    findings: tuple[BackupFinding, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A store that was made of a backup."""

    last: int
    recorded_at: datetime.datetime
    backup_last: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to append to a bare log."""

    type: str
    """Permanent name."""
    payload: bytes
    schema_version: int = 1
    occurred_at: datetime.datetime | None = None
    """None: now."""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamEvents:
    """Events for one stream of a bare log."""

    stream: str
    """ "account/7"."""
    events: tuple[NewEvent, ...]
    expected: int | None = None
    """The version that the stream must be at; 0: it must not exist; None: any."""


@dataclass(frozen=True, slots=True)
class TagCondition:
    """No event of this type with this tag stands behind `since`."""

    type: str
    tag: str
    since: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One event of a bare log, as it was recorded."""

    position: int
    """Over the whole log, from 1, without gaps."""
    stream: str
    version: int
    """In its stream, from 1, without gaps."""
    type: str
    schema_version: int
    payload: bytes
    tags: tuple[str, ...]
    occurred_at: datetime.datetime
    recorded_at: datetime.datetime
    actor: str
    command_id: str


__all__ = [
    "Actor", "Agenda", "AgendaEntry", "Appended", "ArmedTimer", "BackupFinding", "BackupMade",
    "BackupReport", "BackupSegment", "CaseCopy", "CaseEntry", "CasePage", "CaseView", "Deadline",
    "DeadlineList", "Document", "DueTime", "EarlierCase", "ErasureProof", "EventPage", "Figures",
    "Finding", "Health", "HistoryEntry", "Importer", "LineFigures", "LogEvent", "LookTaken",
    "NewEvent", "OpenedCase", "ReactionStatus", "Receipt", "Record", "RefusedIntent", "Restored",
    "StoreHealth", "StreamEvent", "StreamEvents", "SubscriberStatus", "TagCondition",
    "TimersStatus", "Verdict", "VerifyReport", "ViewStatus", "WorkingDays",
]
