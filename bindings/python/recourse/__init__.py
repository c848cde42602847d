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

from . import complaint
from ._core import (
    ManualClock, Office, Workflow, command_from_json, event_from_json, to_json, verify_receipt,
)
from ._described import Described, Sealed, SealedBytes, Word
from ._error import Refused
from .errors import (
    AcknowledgedLossError, CancelledError, ClosedError, CommandIdReusedError, CorruptionError,
    FormatTooNewError, FormatTooOldError,
    InvalidArgumentError, IoError, KeysUnavailableError, LimitExceededError, MalformedError,
    NotAStoreError,
    NotFoundError, OutcomeUnknownError, QueueFullError, RecourseError, StoreLockedError,
    StoreStoppedError,
    TagConflictError, TimedOutError, UnknownEventError, UserCodeFailedError,
    VersionConflictError, ViewStoppedError,
)
from .results import (
    Actor, Agenda, AgendaEntry, Appended, CaseCopy, CaseEntry, CasePage, CaseView, Deadline,
    DeadlineList,
    Document, DueTime, EarlierCase, ErasureProof,
    Figures, HistoryEntry, Importer, LineFigures, LookTaken, OpenedCase, Receipt, StreamEvent,
    TimersStatus, Verdict, WorkingDays,
)

__all__ = [
    "AcknowledgedLossError", "Actor", "Agenda", "AgendaEntry", "Appended", "CaseCopy",
    "CaseEntry",
    "CasePage", "CaseView",
    "CancelledError", "ClosedError", "CommandIdReusedError", "CorruptionError", "Deadline",
    "DeadlineList",
    "Described", "Document", "DueTime", "EarlierCase", "ErasureProof", "Figures",
    "FormatTooNewError", "FormatTooOldError",
    "HistoryEntry", "Importer", "KeysUnavailableError",
    "InvalidArgumentError", "IoError", "LimitExceededError", "LineFigures", "LookTaken",
    "MalformedError",
    "ManualClock", "NotAStoreError", "NotFoundError", "Office", "OpenedCase",
    "OutcomeUnknownError", "QueueFullError",
    "Receipt", "RecourseError", "Refused", "Sealed", "SealedBytes", "StoreLockedError",
    "StoreStoppedError",
    "StreamEvent", "TagConflictError", "TimedOutError", "TimersStatus", "UnknownEventError",
    "UserCodeFailedError", "Verdict", "VersionConflictError", "ViewStoppedError", "Word",
    "Workflow", "WorkingDays", "command_from_json", "complaint", "event_from_json", "to_json",
    "verify_receipt",
]
