"""The only logger. A note is an enum with numbers: text does not type-check, so none gets in.

One JSON object a line on standard error. The libraries' own logging is turned into a note
that names only the library and the level, since their messages may quote a peer.
"""

import json
import logging
import sys
from enum import Enum, StrEnum


class Note(StrEnum):
    """Everything that is ever noted."""

    STARTED = "started"
    STOPPED = "stopped"
    DRAINING = "draining"
    CLOCK_HELD = "clock_held"
    STORE_AWAY = "store_away"
    STORE_BACK = "store_back"
    DISK_LOW = "disk_low"
    DISK_FINE = "disk_fine"
    DISK_FAILED = "disk_failed"
    BALLAST_LET_GO = "ballast_let_go"
    LIST_LATE = "list_late"
    RATCHET_MOVED = "ratchet_moved"
    EXPIRED = "expired"
    OUR_BUG = "our_bug"
    LIBRARY = "library"


class Place(StrEnum):
    """Where in the house something went wrong."""

    LINK = "link"
    HUB = "hub"
    STREAMS = "streams"
    SWEEPER = "sweeper"
    PAGES = "pages"
    CONTROL = "control"
    PROBE = "probe"


Field = int | float | Enum


def note(what: Note, **fields: Field) -> None:
    """Write one line; fields are numbers and enums."""
    line = {"note": what.value}
    rendered = {k: v.value if isinstance(v, Enum) else v for k, v in fields.items()}
    sys.stderr.write(json.dumps(line | rendered) + "\n")
    sys.stderr.flush()


def note_bug(place: Place, error: BaseException) -> None:
    """Note our own bug: the place, and the file line it came from; no message, no locals."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    line = trace.tb_lineno if trace is not None else 0
    note(Note.OUR_BUG, place=place, kind=_kind(error), line=line)


class Kind(StrEnum):
    """The type of a bug, from a closed list, since a type's name can be made by anybody."""

    TYPE = "TypeError"
    VALUE = "ValueError"
    KEY = "KeyError"
    ATTRIBUTE = "AttributeError"
    ASSERTION = "AssertionError"
    OS = "OSError"
    RUNTIME = "RuntimeError"
    OTHER = "other"


def _kind(error: BaseException) -> Kind:
    names = {kind.value: kind for kind in Kind}
    return next((names[c.__name__] for c in type(error).__mro__ if c.__name__ in names), Kind.OTHER)


class _LibraryNotes(logging.Handler):
    """Turns a library's log record into a note without its message."""

    def emit(self, record: logging.LogRecord) -> None:
        note(Note.LIBRARY, level=record.levelno)


def take_over_logging() -> None:
    """Let no library write a message of its own."""
    logging.basicConfig(handlers=[_LibraryNotes()], level=logging.WARNING, force=True)
    logging.raiseExceptions = False
