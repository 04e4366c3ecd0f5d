"""The port to the store: bytes in, positions out; it knows nothing of rooms.

A stream is a named, numbered log. Its name begins with a shard tag, `{17}room:gambling`:
everything that must change together lives under one tag. `append` is all or nothing and
durable when it returns (`durable` says whether that means the disk). `follow` yields every
committed item of this store, in each stream's order and without a gap. Time is the store's:
whole milliseconds, never falling.

One contract suite (`tests/contract/`) runs over every adapter.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol

from server.backplane.values import (
    REMEMBER_AT_LEAST_MS,
    REMEMBER_MS,
    REMEMBER_POSTS,
    BeginAgain,
    Conflict,
    Dropped,
    Duplicate,
    FolderInUse,
    Gone,
    Head,
    Item,
    Lease,
    Page,
    Position,
    Snapshot,
    StoreDamaged,
    Unavailable,
    Write,
)

__all__ = [
    "REMEMBER_AT_LEAST_MS",
    "REMEMBER_MS",
    "REMEMBER_POSTS",
    "Backplane",
    "BeginAgain",
    "Conflict",
    "Dropped",
    "Duplicate",
    "FolderInUse",
    "Gone",
    "Head",
    "Item",
    "Lease",
    "Page",
    "Position",
    "Snapshot",
    "StoreDamaged",
    "Unavailable",
    "Write",
]


class Backplane(Protocol):
    """What the streams need of a store."""

    @property
    def durable(self) -> bool:
        """Whether what was appended is on a disk when that is answered."""

    async def open(self) -> str:
        """Open the store and return its epoch.

        Raises `Unavailable` if it cannot be opened, `FolderInUse`, `StoreDamaged`.
        """

    async def close(self) -> None:
        """Finish what was accepted, end every `follow`, and let go of the store."""

    def now(self) -> int:
        """Return the store's time in milliseconds, as last known to this node."""

    def last_at(self) -> int:
        """Return the time of the last write known to this node; 0 if there never was one.

        A probe is a write: in a quiet house too this is the time the store was last in use.
        """

    def reachable(self) -> bool:
        """Return whether the store answered of late; known without asking it now."""

    async def append(self, *writes: Write) -> Sequence[Position]:
        """Append all or nothing, in order, within one shard; durable on return.

        Raises `Duplicate`, `Conflict`, `Unavailable`; of the first that fails, nothing of the
        append is stored.
        """

    async def read(self, stream: str, after: int, limit: int, epoch: str | None = None) -> Page:
        """Return at most `limit` items with `n > after`, beginning at the first kept.

        With an `epoch` not the store's, or `after` above the head: `Gone`. An unknown stream
        is an empty one.
        """

    async def known(self, stream: str, dedupe: bytes) -> Duplicate | None:
        """Return, not raise, what a write to `stream` under this dedupe key would meet."""

    def follow(self) -> AsyncIterator[Sequence[Item | Dropped]]:
        """Yield every item committed after this call, in batches, each stream in its order.

        Erased entries come too, after they first came, as items with an empty `entry` and
        their old number. A slow reader loses nothing: a number is skipped only if `expire` or
        `snapshot` dropped its entry before the reader reached it. Where another node may have
        done so, a `Dropped` stands in its place. Raises `BeginAgain`.
        """

    async def snapshot(self, stream: str, at: int, state: bytes) -> None:
        """Keep the folded state up to `at`; entries up to it go.

        A state older than the one kept is ignored; one for the same `at` takes its place.
        Beyond the head: `Gone`.
        """

    async def snapshotted(self, stream: str) -> Snapshot | None:
        """Return the last snapshot of the stream."""

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the head of every stream of the shard (`{17}`)."""

    async def expire(self, prefix: str, before: int) -> int:
        """Drop entries with `at < before` from streams of a kind; return how many.

        Those whose name, after the shard tag, begins with `prefix`. Numbers are never used
        again, and dedupe keys are remembered for their own time.
        """

    async def signal(self, stream: str, payload: bytes) -> None:
        """Tell every node something that need not survive: presence."""

    def signals(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield what `signal` was told from this call on, on this node and the others."""

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries; reads give them empty, their numbers stay.

        Numbers that are not kept, or erased already, are ignored.
        """

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`; never takes more."""

    async def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Hold a place for its whole time again, however many others are held."""

    async def release(self, name: str, holder: str) -> None:
        """Give the place back at once; unknown holders are ignored."""

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every live lease under `name`."""

    async def spend(self, bucket: str, burst: int, per_s: float) -> float:
        """Take one token from the bucket: 0.0 if there was one, else seconds to wait."""

    async def probe(self) -> None:
        """Write something and have it on disk, or raise `Unavailable`."""
