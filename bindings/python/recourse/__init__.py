"""recourse: an embeddable, event-sourced workflow engine, from Python.

    import recourse
    from recourse import Actor, complaint

    with recourse.Office.open("window") as office:
        office.handle("S001-1", complaint.Report(district="PD", present=True,
                                                category=complaint.Category.difficult,
                                                line=complaint.Line.population),
                      actor=Actor("w7", "window_officer", "S001"))

A command that the domain refuses raises Refused; what goes wrong raises a RecourseError. Every
class and function is described in its docstring; docs/python.md tells the rest.
"""

from . import _loader as _loader  # first: it says why the compiled module cannot be loaded
from ._core import (
    Log, ManualClock, Office, Workflow, command_from_json, event_from_json, list_backups,
    restore_backup, to_json, verify_backup, verify_receipt,
)

# The compiled module is loaded at once, everything else when it is first asked for: an import of
# the package takes what loading the libraries below it takes. (typing's own constant would cost
# an import of typing.)
TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import complaint as complaint, define as define
    from ._core import __version__
    from ._described import Described, Sealed, SealedBytes, Word
    from ._error import Refused
    from ._own_engine import Engine
    from .errors import (
        AcknowledgedLossError, CancelledError, ClosedError, CommandIdReusedError, CorruptionError,
        FormatTooNewError, FormatTooOldError, InvalidArgumentError, IoError, KeysUnavailableError,
        LimitExceededError, MalformedError, NotAStoreError, NotFoundError, NotSealedError,
        OutcomeUnknownError,
        QueueFullError, RecourseError, StoreLockedError, StoreStoppedError, TagConflictError,
        TimedOutError, UnknownEventError, UserCodeFailedError, VersionConflictError,
        ViewStoppedError,
    )
    from .facade import Commands
    from .feeds import LogSubscription, LogTail, Subscription, Tail
    from .results import (
        Actor, Agenda, AgendaEntry, Appended, ArmedTimer, AuditReport, BackupFinding, BackupMade,
        BackupReport, BackupSegment, CaseCopy, CaseEntry, CasePage, CaseView, Deadline,
        DeadlineList, Document, DueTime, EarlierCase, ErasureProof, EventPage, Figures, Finding,
        Health, HistoryEntry, Importer, LineFigures, LogEvent, LookTaken, NewEvent, NotaryKey,
        OpenedCase, Published, ReactionStatus, Receipt, Record, RefusedIntent, Restored, SignedHead,
        StoreHealth, StreamEvent, StreamEvents, SubscriberStatus, TagCondition, TimersStatus,
        Verdict, VerifyReport, ViewStatus, WorkingDays,
    )
else:
    from ._lazy import lazy

    __getattr__, __dir__ = lazy(__name__, {
        "_core": ("__version__",),
        "_described": ("Described", "Sealed", "SealedBytes", "Word"),
        "_error": ("Refused",),
        "_own_engine": ("Engine",),
        "errors": (
            "AcknowledgedLossError", "CancelledError", "ClosedError", "CommandIdReusedError",
            "CorruptionError", "FormatTooNewError", "FormatTooOldError", "InvalidArgumentError",
            "IoError", "KeysUnavailableError", "LimitExceededError", "MalformedError",
            "NotAStoreError", "NotFoundError", "NotSealedError", "OutcomeUnknownError",
            "QueueFullError", "RecourseError", "StoreLockedError", "StoreStoppedError",
            "TagConflictError",
            "TimedOutError", "UnknownEventError", "UserCodeFailedError", "VersionConflictError",
            "ViewStoppedError",
        ),
        "facade": ("Commands",),
        "feeds": ("LogSubscription", "LogTail", "Subscription", "Tail"),
        "results": (
            "Actor", "Agenda", "AgendaEntry", "Appended", "ArmedTimer", "AuditReport",
            "BackupFinding", "BackupMade", "BackupReport", "BackupSegment", "CaseCopy", "CaseEntry",
            "CasePage", "CaseView", "Deadline", "DeadlineList", "Document", "DueTime",
            "EarlierCase", "ErasureProof", "EventPage", "Figures", "Finding", "Health",
            "HistoryEntry", "Importer", "LineFigures", "LogEvent", "LookTaken", "NewEvent",
            "NotaryKey", "OpenedCase", "Published", "ReactionStatus", "Receipt", "Record",
            "RefusedIntent", "Restored", "SignedHead", "StoreHealth", "StreamEvent", "StreamEvents",
            "SubscriberStatus", "TagCondition", "TimersStatus", "Verdict", "VerifyReport",
            "ViewStatus", "WorkingDays",
        ),
    }, ("complaint", "define", "errors", "facade", "feeds", "results"))

__all__ = [
    "AcknowledgedLossError", "Actor", "Agenda", "AgendaEntry", "Appended", "ArmedTimer",
    "AuditReport", "BackupFinding", "BackupMade", "BackupReport", "BackupSegment", "CancelledError",
    "CaseCopy", "CaseEntry", "CasePage", "CaseView", "ClosedError", "CommandIdReusedError",
    "Commands", "CorruptionError", "Deadline", "DeadlineList", "Described", "Document", "DueTime",
    "EarlierCase", "Engine", "ErasureProof", "EventPage", "Figures", "Finding", "FormatTooNewError",
    "FormatTooOldError", "Health", "HistoryEntry", "Importer", "InvalidArgumentError", "IoError",
    "KeysUnavailableError", "LimitExceededError", "LineFigures", "Log", "LogEvent",
    "LogSubscription", "LogTail", "LookTaken", "MalformedError", "ManualClock", "NewEvent",
    "NotAStoreError", "NotFoundError", "NotSealedError", "NotaryKey", "Office", "OpenedCase",
    "OutcomeUnknownError",
    "Published", "QueueFullError", "ReactionStatus", "Receipt", "Record", "RecourseError",
    "Refused", "RefusedIntent", "Restored", "Sealed", "SealedBytes", "SignedHead", "StoreHealth",
    "StoreLockedError", "StoreStoppedError", "StreamEvent", "StreamEvents", "SubscriberStatus",
    "Subscription", "TagCondition", "TagConflictError", "Tail", "TimedOutError", "TimersStatus",
    "UnknownEventError", "UserCodeFailedError", "Verdict", "VerifyReport", "VersionConflictError",
    "ViewStatus", "ViewStoppedError", "Word", "Workflow", "WorkingDays", "__version__",
    "command_from_json", "complaint", "event_from_json", "list_backups", "restore_backup",
    "to_json", "verify_backup", "verify_receipt",
]
