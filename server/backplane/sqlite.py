"""The embedded store: one SQLite file in the data folder, no other service needed.

Nothing here touches the disk on the event loop: a writing and a reading thread do. Leases,
limits and signals live in memory and end with the process.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from server.backplane import (
    Duplicate,
    Gone,
    Head,
    Item,
    Lease,
    Page,
    Position,
    Snapshot,
    Unavailable,
    Write,
    sqlite_queries,
)
from server.backplane.buckets import Buckets
from server.backplane.clock import StoreClock, elapsed_ms, wall_ms
from server.backplane.folder import FolderLock
from server.backplane.following import Committed, Follower, Following
from server.backplane.leases import Leases
from server.backplane.ledger import check_writes
from server.backplane.signals import Listener, Signals
from server.backplane.sqlite_book import AT_ONCE, Book, Done, Dropped
from server.backplane.sqlite_jobs import Append, Chore, Outcome
from server.backplane.sqlite_reader import Reader
from server.backplane.sqlite_schema import STORE, Synchronous
from server.backplane.sqlite_writer import Writer

_REREAD: Final = 1_000


class SqliteBackplane:
    """The `Backplane` of one process over one folder.

    `wall` is read once, at `open`; from there on `elapsed` counts (both in milliseconds).
    With `synchronous="NORMAL"` an append may be lost with the power, and `durable` says so.
    `when_full` is called, in the writing thread, when the disk took no more: it may make room.
    """

    def __init__(
        self,
        folder: Path,
        *,
        wall: Callable[[], int] = wall_ms,
        elapsed: Callable[[], int] = elapsed_ms,
        synchronous: Synchronous = "FULL",
        when_full: Callable[[], None] = lambda: None,
    ) -> None:
        path = folder / STORE
        self.durable = synchronous == "FULL"
        self._lock = FolderLock(folder)
        self._clock = StoreClock(wall, elapsed)
        self.now = self._clock.now  # milliseconds; asked five times for every message
        self._writer = Writer(path, synchronous, self._clock, when_full)
        self._reader = Reader(path)
        self._following = Following(self._entries_after)
        self._signals = Signals()
        self._leases = Leases(elapsed)
        self._buckets = Buckets(elapsed)
        self._epoch = ""
        self._is_open = False

    async def open(self) -> str:
        """Open the store and return its epoch; the folder is then this process's alone."""
        self._lock.take()
        try:
            book = await asyncio.to_thread(self._writer.open)
        except BaseException:
            self._lock.free()
            raise
        self._epoch = book.epoch
        self._loop = asyncio.get_running_loop()
        self._clock.start(book.last_at)
        self._following.begin(book.last_seq)
        self._writer.start(self._loop, self._settle)
        self._is_open = True
        return self._epoch

    async def close(self) -> None:
        """Finish what was accepted, end every `follow`, and let go of the folder."""
        if not self._is_open:
            return
        self._is_open = False
        await self._reader.close()
        await asyncio.to_thread(self._writer.close)
        self._following.end()
        self._signals.end()
        self._lock.free()

    def last_at(self) -> int:
        """Return the time of the last write; 0 if there never was one."""
        return self._writer.last_at

    async def append(self, *writes: Write) -> Sequence[Position]:
        """Append all or nothing."""
        check_writes(writes)
        future: asyncio.Future[Sequence[Position]] = self._future()
        self._writer.put(Append(writes, future))
        return await future

    async def probe(self) -> None:
        """Write something and have it on disk: a commit without an entry."""
        await self.append()

    async def read(self, stream: str, after: int, limit: int, epoch: str | None = None) -> Page:
        """Return items after a number."""
        if epoch is not None and epoch != self._epoch:
            raise Gone
        return await self._reader.ask(
            lambda sql: sqlite_queries.page(sql, self._epoch, stream, after, limit)
        )

    def reachable(self) -> bool:
        """Return whether the store is open: it is a file of this process."""
        return self._is_open

    async def known(self, stream: str, dedupe: bytes) -> Duplicate | None:
        """Return what a write under this dedupe key would meet."""
        now = self.now()
        return await self._reader.ask(
            lambda sql: sqlite_queries.known(sql, self._epoch, stream, dedupe, now)
        )

    def follow(self) -> Follower:
        """Yield what is committed from now on."""
        return self._following.follow()

    async def snapshot(self, stream: str, at: int, state: bytes) -> None:
        """Keep the folded state up to `at`; entries up to it go."""
        await self._chore(lambda book: book.snapshot(stream, at, state))

    async def snapshotted(self, stream: str) -> Snapshot | None:
        """Return the last snapshot of the stream."""
        return await self._reader.ask(lambda sql: sqlite_queries.snapshot(sql, stream))

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the head of every stream of the shard."""
        return await self._reader.ask(lambda sql: sqlite_queries.heads(sql, shard))

    async def expire(self, prefix: str, before: int) -> int:
        """Drop what is older than `before`, in steps between which others may write."""
        names = await self._reader.ask(lambda sql: sqlite_queries.expirable(sql, prefix, before))
        entries = 0
        while names:
            step = partial(Book.expire, names=names, before=before)
            dropped = cast("Dropped", await self._chore(step))
            entries += dropped.entries
            names = dropped.left
        await self._clear()
        return entries

    async def _clear(self) -> None:
        """Delete the rows of what was dropped, in the same kind of steps."""
        seq = await self._reader.ask(sqlite_queries.first_kept)
        while seq is not None and await self._chore(partial(Book.clear, seq=seq)) == AT_ONCE:
            pass

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries, also in the write-ahead log."""
        await self._chore(lambda book: book.erase(stream, numbers))

    async def signal(self, stream: str, payload: bytes) -> None:
        """Tell all who listen in this process."""
        self._signals.tell(stream, payload)

    def signals(self) -> Listener:
        """Yield what is signalled from now on."""
        return self._signals.listen()

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew a place."""
        return self._leases.take(name, holder, value, ttl_s, capacity)

    async def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Hold a place for its whole time again, however many others are held."""
        self._leases.renew(name, holder, value, ttl_s)

    async def release(self, name: str, holder: str) -> None:
        """Give a place back."""
        self._leases.free(name, holder)

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return every place held."""
        return self._leases.held(name)

    async def spend(self, bucket: str, burst: int, per_s: float) -> float:
        """Take a token, or return how long to wait for one."""
        return self._buckets.spend(bucket, burst, per_s)

    async def _chore(self, work: Callable[[Book], Done]) -> object:
        future: asyncio.Future[object] = self._future()
        self._writer.put(Chore(work, future))
        return await future

    async def _entries_after(self, seq: int) -> tuple[int, Sequence[Item]]:
        return await self._reader.ask(lambda sql: sqlite_queries.entries_after(sql, seq, _REREAD))

    def _future(self) -> asyncio.Future[Any]:
        if not self._is_open:
            raise Unavailable("The store is closed.")
        return self._loop.create_future()

    def _settle(self, committed: Committed, outcomes: Sequence[Outcome]) -> None:
        # Followers first: what is acknowledged has been handed to the fan-out.
        self._following.publish(committed)
        for future, outcome in outcomes:
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)
