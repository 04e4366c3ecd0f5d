"""The audit: who did what to which case, as a chain of hashes. It holds no member's text.

Each entry carries the hash of the one before it, so that none can be changed or taken out
unseen; a cut tail shows against the head that is kept beside the keys and printed in reports.
What is older than a year leaves at the front. Number and hash of the last that left stay, so
that the rest still follows from something.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from moderation.events import DeskEvent
from rooms.happening import Event

GENESIS = "0" * 64
DAY_MS: Final = 24 * 3600 * 1000
KEPT_MS: Final = 364 * DAY_MS  # the round is daily: gone before twelve months are over
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


class Cut(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where the kept part of a chain begins: number, hash and time of the last act that left,
    and how much was wrong with those that did. Without any, nothing has left yet.
    """

    count: int = 0
    head: str = GENESIS
    at: int = 0
    wrong: int = 0


BEGINNING: Final = Cut()


class Gap(msgspec.Struct, frozen=True):
    """An entry that is not what the chain says: its place, and what is wrong with it."""

    count: int
    what: str


@dataclass(slots=True)
class Audit:
    """The chain of one shard, from where it was cut."""

    entries: list[Acted] = field(default_factory=list)
    cut: Cut = BEGINNING

    @property
    def count(self) -> int:
        """How many acts there were, also those that have left."""
        return self.cut.count + len(self.entries)

    @property
    def last(self) -> Acted | Cut:
        """What the next act follows from."""
        return self.entries[-1] if self.entries else self.cut

    @property
    def head(self) -> str:
        """The hash of the last one."""
        return self.head_at(self.count)

    def head_at(self, count: int) -> str:
        """Return the hash of act number `count` as it stands here, which has not left before."""
        kept = count - self.cut.count
        return hash_of(self.entries[kept - 1]) if kept else self.cut.head


def evolve(audit: Audit, event: Acted | None) -> None:
    """Fold one entry; one that cannot be read leaves a hole that `verify` finds."""
    if event is not None:
        audit.entries.append(event)


def expire(audit: Audit, now: int) -> None:
    """Let go of what is older than a year, and keep what the rest follows from."""
    old = 0
    while old < len(audit.entries) and audit.entries[old].at < now - KEPT_MS:
        old += 1
    if old:
        left, audit.entries = audit.entries[:old], audit.entries[old:]
        wrong = audit.cut.wrong + len(_broken(left, audit.cut))
        audit.cut = Cut(left[-1].count, hash_of(left[-1]), left[-1].at, wrong)


def acted(before: Acted | Cut, at: int, by: str, event: DeskEvent) -> Acted:
    """Return the entry that follows from an act."""
    case = getattr(event, "case", "")
    told = [f"{name}={getattr(event, name)}" for name in _TOLD if getattr(event, name, "")]
    return following(before, at, by, type(event).__name__, case, " ".join(told))


def following(  # noqa: PLR0913, PLR0917 - an entry is its six facts
    before: Acted | Cut, at: int, by: str, act: str, case: str = "", how: str = ""
) -> Acted:
    """Return the next entry of the chain."""
    return Acted(before.count + 1, hash_of(before), at, by, act, case, how)


def hash_of(entry: Acted | Cut) -> str:
    """Return an entry's hash in hex; it covers the one before it."""
    if isinstance(entry, Cut):
        return entry.head
    return hashlib.sha256(msgspec.msgpack.encode(entry)).hexdigest()


def verify(
    entries: Sequence[Acted], count: int = 0, head: str = GENESIS, cut: Cut = BEGINNING
) -> list[Gap]:
    """Return everything that is wrong with a chain; `count` and `head` are what was kept of it.

    A changed, missing, doubled or moved entry breaks the chain after it; a cut tail shows
    against the kept head. What was wrong with acts that have left is still said.
    """
    wrong = _broken(entries, cut)
    audit = Audit(list(entries), cut)
    if cut.wrong:
        wrong.insert(0, Gap(cut.count, f"{cut.wrong} things were wrong with those that left"))
    if audit.count < count:
        wrong.append(Gap(audit.count, f"the chain ends here, but {count} acts were counted"))
    elif 0 < count < cut.count:
        wrong.append(Gap(cut.count, f"was the last to leave, but only {count} acts were counted"))
    elif count and audit.head_at(count) != head:
        wrong.append(Gap(count, "is not the act that was counted"))
    return wrong


def _broken(entries: Sequence[Acted], cut: Cut) -> list[Gap]:
    wrong, before = [], cut.head
    for place, entry in enumerate(entries, cut.count + 1):
        if entry.count != place:
            wrong.append(Gap(place, f"says it is number {entry.count}"))
        if entry.prev != before:
            wrong.append(Gap(place, "does not follow from the one before it"))
        before = hash_of(entry)
    return wrong
