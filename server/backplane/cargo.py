"""A stream as it is carried from one store to another: everything, and nothing opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from server.backplane import Head, Item, Snapshot


class Known(NamedTuple):
    """A dedupe key that is remembered: where it was first used, and as which post."""

    key: bytes
    n: int
    at: int
    rank: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Cargo:
    """One stream: its end, what is kept of it, and what is remembered of its posts."""

    stream: str
    head: Head
    posts: int
    items: Sequence[Item]
    known: Sequence[Known]
    snapshot: Snapshot | None

    @property
    def last_at(self) -> int:
        """Return the time of the last kept entry; 0 if none is kept."""
        return self.items[-1].at if self.items else 0
