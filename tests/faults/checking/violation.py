"""What a checker can find, and what it found."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """One broken promise each; the value is how a table of rounds calls it."""

    LOST = "acknowledged but lost"
    MOVED = "acknowledged but moved"
    OTHER_WORDS = "acknowledged, and other words stand there"
    REFUSED = "refused but stored"
    PHANTOM = "shown, and nobody sent it"
    NOT_DURABLE = "shown but not stored"
    DUPLICATE = "shown twice"
    SILENT_GAP = "numbers skipped without a word"
    FALSE_GAP = "said to be gone, and it is there"
    SILENT_EPOCH = "another epoch without a word"
    DISAGREE = "two saw different things at one position"
    STORED_TWICE = "one id stored twice"
    ORDER = "stands before what was known when it was sent"
    CAME_BACK = "talk that is in no backup came back"
    CASE_LOST = "case lost"
    CASE_ALONE = "case without its line"
    CLAIMED_TWICE = "case claimed twice"
    CLOSED_TWICE = "case closed twice"
    STALE_FENCE = "case decided with a stale fence"
    LATE = "case escalated late"


class Violation(Struct, frozen=True):
    """One broken promise: in which room, about which line, id, client or case."""

    kind: Kind
    room: str
    about: str


class Found:
    """Violations as they are found; each is kept once."""

    def __init__(self) -> None:
        self._all: dict[Violation, None] = {}

    def add(self, kind: Kind, room: str, about: object) -> None:
        """Note a violation."""
        self._all[Violation(kind, room, str(about))] = None

    def has(self, kind: Kind, room: str, about: object) -> bool:
        """Return whether this very violation was found."""
        return Violation(kind, room, str(about)) in self._all

    def __iter__(self) -> Iterator[Violation]:
        return iter(self._all)
