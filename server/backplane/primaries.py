"""Several Redis as one store: every shard has its home on one of them, by its number.

A room, its desk, its records and its mail are in one shard, and what must change together lies
in one shard: so nothing ever spans two. What concerns no shard is the first one's: the clock that
is shown, and what nodes tell each other. One that is away makes the store away: half a house
cannot promise anything.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Protocol, TypeVar

from server.backplane import (
    Backplane,
    Dropped,
    Duplicate,
    Head,
    Item,
    Lease,
    Page,
    Position,
    Snapshot,
    Write,
)
from server.backplane.ledger import check_writes, shard_of
from server.backplane.veil import Veil

T = TypeVar("T")
WHOLE = "all"  # the part of a store that is alone; never written


class Part(Backplane, Protocol):
    """A store that holds some of the shards."""

    def wear(self, veil: Veil) -> None:
        """Name places and limits under the house's keys from now on."""

    def share_epoch(self, epoch: str) -> None:
        """Be known under one epoch together with the others, from now on."""


def part_of(number: int, count: int) -> str:
    """Return how a store's part of the house is called."""
    return f"part {number + 1} of {count}" if count > 1 else WHOLE


def shards_of(number: int, count: int, shards: Sequence[str]) -> Sequence[str]:
    """Return the shards whose home is store `number` of so many."""
    return shards[number::count]


class Primaries:
    """The `Backplane` of one node over several Redis, always named in the same order."""

    def __init__(self, stores: Sequence[Part], shards: Sequence[str]) -> None:
        self._stores = stores
        self._home = {tag: stores[n % len(stores)] for n, tag in enumerate(shards)}

    @property
    def durable(self) -> bool:
        """Whether every one of them waits for its disk."""
        return all(store.durable for store in self._stores)

    def wear(self, veil: Veil) -> None:
        """Name places and limits under the house's keys from now on."""
        for store in self._stores:
            store.wear(veil)

    async def open(self) -> str:
        """Open all of them and return their epochs as one."""
        try:
            epoch = "-".join([await store.open() for store in self._stores])
        except BaseException:
            await self.close()
            raise
        for store in self._stores:
            store.share_epoch(epoch)
        return epoch

    async def close(self) -> None:
        """Close all of them."""
        for store in self._stores:
            await store.close()

    def now(self) -> int:
        """Return the first one's time."""
        return self._stores[0].now()

    def last_at(self) -> int:
        """Return the time of the last write to any of them."""
        return max(store.last_at() for store in self._stores)

    def reachable(self) -> bool:
        """Return whether all were heard of late."""
        return all(store.reachable() for store in self._stores)

    async def append(self, *writes: Write) -> Sequence[Position]:
        """Append all or nothing, in order, within one shard."""
        check_writes(writes)
        return await self._of(writes[0].stream).append(*writes) if writes else []

    async def read(self, stream: str, after: int, limit: int, epoch: str | None = None) -> Page:
        """Return at most `limit` items with `n > after`."""
        return await self._of(stream).read(stream, after, limit, epoch)

    async def known(self, stream: str, dedupe: bytes) -> Duplicate | None:
        """Return what a write to `stream` under this dedupe key would meet."""
        return await self._of(stream).known(stream, dedupe)

    def follow(self) -> AsyncIterator[Sequence[Item | Dropped]]:
        """Yield every item committed from now on; each stream in its order."""
        return merged([store.follow() for store in self._stores])

    async def snapshot(self, stream: str, at: int, state: bytes) -> None:
        """Keep the folded state up to `at`; entries up to it go."""
        await self._of(stream).snapshot(stream, at, state)

    async def snapshotted(self, stream: str) -> Snapshot | None:
        """Return the last snapshot of the stream."""
        return await self._of(stream).snapshotted(stream)

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the head of every stream of the shard."""
        return await self._home[shard].heads(shard)

    async def expire(self, prefix: str, before: int) -> int:
        """Drop entries with `at < before` from streams of a kind; return how many."""
        return sum([await store.expire(prefix, before) for store in self._stores])

    async def signal(self, stream: str, payload: bytes) -> None:
        """Tell every node something that need not survive."""
        await self._stores[0].signal(stream, payload)

    def signals(self) -> AsyncIterator[tuple[str, bytes]]:
        """Yield what is signalled from now on."""
        return self._stores[0].signals()

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries."""
        await self._of(stream).erase(stream, *numbers)

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        return await self._of(name).lease(name, holder, value, ttl_s, capacity)

    async def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Hold a place for its whole time again, however many others are held."""
        await self._of(name).renew(name, holder, value, ttl_s)

    async def release(self, name: str, holder: str) -> None:
        """Give the place back at once."""
        await self._of(name).release(name, holder)

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every live lease under `name`."""
        return await self._of(name).leases(name)

    async def spend(self, bucket: str, burst: int, per_s: float) -> float:
        """Take one token from the bucket: 0.0 if there was one, else seconds to wait."""
        return await self._of(bucket).spend(bucket, burst, per_s)

    async def probe(self) -> None:
        """Write something to each of them."""
        await asyncio.gather(*(store.probe() for store in self._stores))

    def _of(self, name: str) -> Part:
        return self._home[shard_of(name)]


async def merged(sources: Sequence[AsyncIterator[T]]) -> AsyncIterator[T]:
    """Yield what any of them yields, each in its order, until all have ended."""
    waiting = {asyncio.ensure_future(_next(source)): source for source in sources}
    try:
        while waiting:
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                source = waiting.pop(task)
                found = task.result()
                if found:
                    waiting[asyncio.ensure_future(_next(source))] = source
                    yield found[0]
    finally:
        for task in waiting:
            task.cancel()


async def _next(source: AsyncIterator[T]) -> tuple[T] | None:
    """Return the next one in a pair of brackets, or None at the end."""
    try:
        return (await anext(source),)
    except StopAsyncIteration:
        return None
