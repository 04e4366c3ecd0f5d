"""What goes to the store and comes back, and the ways in which it says no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from msgspec import Struct

# A dedupe key is known for a day or for its stream's last 4,096 posts that carry one,
# whichever is shorter, but never for less than ten minutes.
REMEMBER_POSTS: Final = 4_096
REMEMBER_MS: Final = 24 * 60 * 60 * 1000
REMEMBER_AT_LEAST_MS: Final = 10 * 60 * 1000


class Position(NamedTuple):
    """Where an item stands: the store's epoch and the number in its stream, from 1."""

    epoch: str
    n: int


class Write(Struct, frozen=True, gc=False):
    """One entry to append.

    `entry` is opaque, sealed and never empty. `dedupe` (16 bytes) is unique within the shard:
    a second write under it is a `Duplicate`; `mac` is kept beside it and handed back then. Two
    writes of one append never share a key. `expect_n` must be the stream's head before this
    append, `expect_rule` its rule counter, else `Conflict`; `raises_rule` adds one to that
    counter. `Duplicate` comes before `Conflict`: a resend is a resend, whatever has happened.
    """

    stream: str
    entry: bytes
    dedupe: bytes | None = None
    mac: bytes = b""
    expect_n: int | None = None
    expect_rule: int | None = None
    raises_rule: bool = False


class Item(Struct, frozen=True, gc=False):
    """One committed entry.

    `entry` is empty if it was erased. `rule` is the stream's rule counter after it.
    """

    stream: str
    n: int
    at: int
    rule: int
    entry: bytes


@dataclass(frozen=True, slots=True)
class Dropped:
    """Entries of a stream up to `n` were dropped before the reader came to them."""

    stream: str
    n: int


@dataclass(frozen=True, slots=True)
class Head:
    """A stream's end.

    The number of its last entry (0 if none), its first kept number (`n` + 1 if none is kept)
    and its rule counter.
    """

    n: int
    first: int
    rule: int


@dataclass(frozen=True, slots=True)
class Page:
    """Items after a position, rising.

    Between `head.first` and `head.n` no number is missing: an erased entry stands there, empty.
    """

    epoch: str
    items: Sequence[Item]
    head: Head


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The folded facts of a stream up to and including number `at`; sealed."""

    at: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Lease:
    """The answer to `lease`: whether it is held, and all that is held under the name."""

    held: bool
    holders: Mapping[str, str]


class Unavailable(Exception):
    """The store is out of reach, read-only, full or broken; nothing is known of the write.

    Its message, if it has one, is a sentence for the operator.
    """


class FolderInUse(Exception):
    """Another server holds the data folder. Its message is a sentence for the operator."""


class StoreDamaged(Exception):
    """The store cannot be read as one. Its message is a sentence for the operator."""


class BeginAgain(Exception):
    """What this node knows no longer follows from the store: only a fresh start helps.

    Its message is a sentence for the operator.
    """


class Conflict(Exception):
    """Somebody was first: decide again once `stream` has been folded to `head`."""

    def __init__(self, stream: str, head: int) -> None:
        super().__init__()
        self.stream = stream
        self.head = head


class Duplicate(Exception):
    """The dedupe key of write `index` is known; nothing of this append was stored."""

    def __init__(self, index: int, stream: str, position: Position, mac: bytes) -> None:
        super().__init__()
        self.index = index
        self.stream = stream
        self.position = position
        self.mac = mac


class Gone(Exception):
    """The epoch is another, or the range lies beyond the head."""
