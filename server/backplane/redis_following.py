"""Follow every shard without a gap: pub/sub tells fast, each shard's log tells for sure.

Everything that changes in a shard has a number, `seq`. A follower keeps the last `seq` it
handed on of each shard. Whenever there may be a gap (a jump, a new subscription, silence, a
queue that grew too long, a shard that is ahead at the regular look), it reads the log on from
there. So pub/sub is never the only copy of anything.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple
from weakref import WeakSet

from server.backplane import BeginAgain, Dropped, Item, Unavailable

LAG = 10_000
RETRY_S = 0.2
LOOK_S = 0.005

WENT_BACK = (
    "Redis has lost the last things it had taken. This node ends, and begins with what is "
    "there when it is started again."
)


class Change(NamedTuple):
    """Change number `seq` of a shard: an entry that came, or (empty) was erased."""

    shard: str
    seq: int
    item: Item


Seqs = Mapping[str, int]
Batch = Sequence[Item | Dropped]
# The newest `seq` of every shard; and what a shard's log holds after a `seq`: the last one
# found, and the items, or where they were dropped.
ReadSeqs = Callable[[], Awaitable[Seqs]]
ReadLog = Callable[[str, int], Awaitable[tuple[int, Batch]]]


class RedisFollower:
    """One reader of everything that changes; an endless iterator of batches."""

    def __init__(self, seqs: Seqs, read_seqs: ReadSeqs, read_log: ReadLog) -> None:
        self._handed = dict(seqs)
        self._read_seqs = read_seqs
        self._read_log = read_log
        self._ready: deque[Change] = deque()
        self._behind = False
        self._targets: dict[str, int] = {}  # while reading logs: how far each is read
        self._ended = False
        self._broken: Exception | None = None
        self._wake = asyncio.Event()

    def __aiter__(self) -> AsyncIterator[Batch]:
        return self

    async def __anext__(self) -> Batch:
        while True:
            if self._broken is not None:
                raise self._broken
            batch = await self._next()
            if batch:
                return batch
            if self._ended and not (self._ready or self._behind or self._targets):
                raise StopAsyncIteration

    def take(self, change: Change) -> None:
        """Hear of a change."""
        self._ready.append(change)
        if len(self._ready) > LAG:
            self._ready.clear()
            self._behind = True
        self._wake.set()

    def doubt(self) -> None:
        """Something may have been missed: read the logs."""
        self._behind = True
        self._wake.set()

    def compare(self, seqs: Seqs) -> None:
        """Doubt if a shard is not where what was handed on and what waits has brought it."""
        waiting = {change.shard: change.seq for change in self._ready}
        if any(seq > max(self._handed.get(s, 0), waiting.get(s, 0)) for s, seq in seqs.items()):
            self.doubt()

    def end(self) -> None:
        """Let the reader finish what waits, and then stop."""
        self._ended = True
        self._wake.set()

    def broken(self, error: Exception) -> None:
        """Let the reader stop with an error."""
        self._broken = error
        self._wake.set()

    async def _next(self) -> Batch:
        if self._behind or self._targets:
            return await self._reread()
        if self._ready:
            return self._take_ready()
        if not self._ended:
            self._wake.clear()
            await self._wake.wait()
        return ()

    def _take_ready(self) -> Batch:
        batch = []
        while self._ready:
            change = self._ready.popleft()
            handed = self._handed.get(change.shard, 0)
            if change.seq == handed + 1:
                self._handed[change.shard] = change.seq
                batch.append(change.item)
            elif change.seq > handed:  # something before it is missing
                self._behind = True
                break
        return batch

    async def _reread(self) -> Batch:
        """Read the logs up to where they are now; what comes after that is heard."""
        try:
            if not self._targets:
                self._behind = False
                self._targets = dict(await self._read_seqs())
            return await self._toward_targets()
        except Unavailable:
            self._behind = not self._ended
            self._targets.clear()
            await asyncio.sleep(0 if self._ended else RETRY_S)
        return ()

    async def _toward_targets(self) -> Batch:
        while self._targets:
            shard, target = next(iter(self._targets.items()))
            handed = self._handed.get(shard, 0)
            if handed < target:
                last_seq, batch = await self._read_log(shard, handed)
                self._handed[shard] = max(last_seq, handed)
                return batch
            del self._targets[shard]
        return ()


class RedisFollowing:
    """Everybody who follows the store on this node."""

    def __init__(self, read_seqs: ReadSeqs, read_log: ReadLog) -> None:
        self._read_seqs = read_seqs
        self._read_log = read_log
        self._followers: WeakSet[RedisFollower] = WeakSet()
        self._seqs: dict[str, int] = {}
        self._heard: dict[str, int] = {}

    def begin(self, seqs: Seqs) -> None:
        """Start after what the store already holds."""
        self._seqs = dict(seqs)
        self._heard = dict(seqs)

    async def all_heard(self, at_most_s: float) -> None:
        """Wait until what this node knows to be written was heard, or not that long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most_s):
                while self._awaits():  # noqa: ASYNC110 - at the end only, and bounded
                    await asyncio.sleep(LOOK_S)

    def _awaits(self) -> bool:
        return any(seq > self._heard.get(shard, 0) for shard, seq in self._seqs.items())

    def follow(self) -> RedisFollower:
        """Begin to follow, from the next change on."""
        follower = RedisFollower(self._seqs, self._seqs_read, self._read_log)
        self._followers.add(follower)
        return follower

    def acknowledged(self, shard_seqs: Seqs) -> None:
        """Know how far this node's own writes have brought each shard."""
        for shard, seq in shard_seqs.items():
            self._seqs[shard] = max(seq, self._seqs.get(shard, 0))

    def hear(self, change: Change) -> None:
        """Tell every follower of a change."""
        self._seqs[change.shard] = max(change.seq, self._seqs.get(change.shard, 0))
        self._heard[change.shard] = max(change.seq, self._heard.get(change.shard, 0))
        for follower in self._followers:
            follower.take(change)

    def doubt(self) -> None:
        """Have every follower read the logs."""
        for follower in self._followers:
            follower.doubt()

    async def compare(self) -> None:
        """Compare every follower with the store; raises `BeginAgain`, `Unavailable`."""
        seqs = await self._seqs_read()
        for follower in self._followers:
            follower.compare(seqs)

    def end(self) -> None:
        """Tell every follower that nothing more will come."""
        for follower in self._followers:
            follower.end()

    def broken(self, error: Exception) -> None:
        """Tell every follower that this node cannot go on."""
        for follower in self._followers:
            follower.broken(error)

    async def _seqs_read(self) -> Seqs:
        """Return the store's numbers; none may lie before one that was told as written."""
        known = dict(self._seqs)
        seqs = await self._read_seqs()
        if any(seqs.get(shard, 0) < seq for shard, seq in known.items()):
            raise BeginAgain(WENT_BACK)
        return seqs
