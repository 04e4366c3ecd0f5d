"""Hand what was committed to those who follow, and let who fell behind read it again.

Every entry has a place, `seq`, in the one order of commits. A follower that is too slow loses
its queue, never an item: it remembers the last `seq` it handed on and reads on from there.
Lives on the event loop.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple
from weakref import WeakSet

from server.backplane import Item, Unavailable

_LAG = 10_000  # items that may wait for one follower
_RETRY_S = 0.2


class Committed(NamedTuple):
    """One commit: its entries, numbered up to `last_seq` without a hole, and its erasures."""

    last_seq: int
    items: Sequence[Item]
    erased: Sequence[Item] = ()


# What was committed after a `seq` and is still kept: the last `seq` found, and the items.
ReadAfter = Callable[[int], Awaitable[tuple[int, Sequence[Item]]]]


class Follower:
    """One reader of everything that is committed; an endless iterator of batches."""

    def __init__(self, seen: int, read_after: ReadAfter, lag: int = _LAG) -> None:
        self._seen = seen  # handed on, all of it
        self._newest = seen
        self._read_after = read_after
        self._lag = lag
        self._ready: deque[Committed] = deque()
        self._waiting = 0
        self._behind = False
        self._erased: list[Item] = []  # kept while behind: a later read would not tell them
        self._ended = False
        self._wake = asyncio.Event()

    def __aiter__(self) -> "Follower":
        return self

    async def __anext__(self) -> Sequence[Item]:
        while True:
            if self._behind:
                batch = await self._reread()
            elif self._ready:
                batch = self._next_ready()
            elif self._ended:
                raise StopAsyncIteration
            else:
                self._wake.clear()
                await self._wake.wait()
                continue
            if batch:
                return batch

    def take(self, committed: Committed) -> None:
        """Hear of a commit."""
        self._newest = committed.last_seq
        if self._behind:
            self._erased.extend(committed.erased)
        else:
            self._ready.append(committed)
            self._waiting += len(committed.items)
            if self._waiting > self._lag:
                self._fall_behind()
        self._wake.set()

    def end(self) -> None:
        """Let the reader finish what is waiting, and then stop."""
        self._ended = True
        self._wake.set()

    def _fall_behind(self) -> None:
        self._behind = True
        self._erased = [item for committed in self._ready for item in committed.erased]
        self._ready.clear()
        self._waiting = 0

    def _next_ready(self) -> Sequence[Item]:
        committed = self._ready.popleft()
        self._waiting -= len(committed.items)
        # The last reread may have run ahead of the queue.
        fresh = max(0, committed.last_seq - self._seen)
        items = committed.items[-fresh:] if fresh else ()
        self._seen = max(self._seen, committed.last_seq)
        return [*items, *committed.erased] if committed.erased else items

    async def _reread(self) -> Sequence[Item]:
        target = self._newest
        try:
            last_seq, items = await self._read_after(self._seen)
        except Unavailable:
            await self._pause()
            return ()
        if items:
            self._seen = last_seq
            return items
        if self._newest != target:
            return ()
        # What is still missing up to the target was dropped from the store meanwhile.
        self._seen = max(self._seen, target)
        self._behind = False
        erased, self._erased = self._erased, []
        return erased

    async def _pause(self) -> None:
        if self._ended:
            raise StopAsyncIteration
        await asyncio.sleep(_RETRY_S)


class Following:
    """Everybody who follows the store on this node."""

    def __init__(self, read_after: ReadAfter) -> None:
        self._read_after = read_after
        self._followers: WeakSet[Follower] = WeakSet()  # one that is dropped has stopped
        self._last_seq = 0

    def begin(self, last_seq: int) -> None:
        """Start after what the store already holds."""
        self._last_seq = last_seq

    def follow(self) -> Follower:
        """Begin to follow, from the next commit on."""
        follower = Follower(self._last_seq, self._read_after)
        self._followers.add(follower)
        return follower

    def publish(self, committed: Committed) -> None:
        """Tell every follower what is now in the store."""
        self._last_seq = committed.last_seq
        for follower in self._followers:
            follower.take(committed)

    def end(self) -> None:
        """Tell every follower that nothing more will come."""
        for follower in self._followers:
            follower.end()
