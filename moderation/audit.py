"""The audit: who did what to which case, as a chain of hashes. It holds no member's text.

Each entry carries the hash of the one before it, so that none can be changed or taken out
unseen; a cut tail shows against the head that is kept beside the keys and printed in reports.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from moderation.events import DeskEvent
from rooms.happening import Event

GENESIS = "0" * 64
# What an entry tells of an act beside its name: codes and numbers, never words of anybody.
_TOLD = ("kind", "what", "reason", "outcome", "urgency", "until", "of", "lifted", "step")


class Acted(Event, frozen=True):
    """One act: its name, who did it, to which case, codes that say how, and the chain's hash."""

    count: int
    prev: str
    at: int
    by: str
    act: str
    case: str
    how: str = ""


class Gap(msgspec.Struct, frozen=True):
    """An entry that is not what the chain says: its place, and what is wrong with it."""

    count: int
    what: str


@dataclass(slots=True)
class Audit:
    """The chain of one shard, whole."""

    entries: list[Acted] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many acts there are."""
        return len(self.entries)

    @property
    def last(self) -> Acted | None:
        """The last act, if there is one."""
        return self.entries[-1] if self.entries else None

    @property
    def head(self) -> str:
        """The hash of the last one."""
        return self.head_at(self.count)

    def head_at(self, count: int) -> str:
        """Return the hash of act number `count` as it stands here; 0 is before the first."""
        return hash_of(self.entries[count - 1]) if count else GENESIS


def evolve(audit: Audit, event: Acted | None) -> None:
    """Fold one entry; one that cannot be read leaves a hole that `verify` finds."""
    if event is not None:
        audit.entries.append(event)


def acted(before: Acted | None, at: int, by: str, event: DeskEvent) -> Acted:
    """Return the entry that follows from an act."""
    case = getattr(event, "case", "")
    told = [f"{name}={getattr(event, name)}" for name in _TOLD if getattr(event, name, "")]
    return following(before, at, by, type(event).__name__, case, " ".join(told))


def following(  # noqa: PLR0913, PLR0917 - an entry is its six facts
    before: Acted | None, at: int, by: str, act: str, case: str = "", how: str = ""
) -> Acted:
    """Return the next entry of the chain."""
    if before is None:
        return Acted(1, GENESIS, at, by, act, case, how)
    return Acted(before.count + 1, hash_of(before), at, by, act, case, how)


def hash_of(entry: Acted) -> str:
    """Return an entry's hash in hex; it covers the one before it."""
    return hashlib.sha256(msgspec.msgpack.encode(entry)).hexdigest()


def verify(entries: Sequence[Acted], count: int = 0, head: str = GENESIS) -> list[Gap]:
    """Return everything that is wrong with a chain; `count` and `head` are what was kept of it.

    A changed, missing, doubled or moved entry breaks the chain after it; a cut tail shows
    against the kept head.
    """
    wrong = []
    before = GENESIS
    for place, entry in enumerate(entries, 1):
        if entry.count != place:
            wrong.append(Gap(place, f"says it is number {entry.count}"))
        if entry.prev != before:
            wrong.append(Gap(place, "does not follow from the one before it"))
        before = hash_of(entry)
    if len(entries) < count:
        wrong.append(Gap(len(entries), f"the chain ends here, but {count} acts were counted"))
    elif count and hash_of(entries[count - 1]) != head:
        wrong.append(Gap(count, "is not the act that was counted"))
    return wrong
