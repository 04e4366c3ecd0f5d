"""The store for many nodes: Redis keeps and orders, its pub/sub fans out between them.

What must happen at once happens in one function inside Redis (`kith.lua`). Writes go out on
one connection in the order they were asked for; reads on others. Nothing is retried here.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex
from typing import Final

from server.backplane import (
    Duplicate,
    Gone,
    Head,
    Lease,
    Page,
    Position,
    Snapshot,
    Unavailable,
    Write,
)
from server.backplane.ledger import check_writes, shard_of
from server.backplane.redis_answers import accepted_of, duplicate_of, fields_of
from server.backplane.redis_client import Line, client
from server.backplane.redis_clock import RedisClock, real_time
from server.backplane.redis_ear import RedisEar
from server.backplane.redis_following import RedisFollower, RedisFollowing
from server.backplane.redis_places import RedisPlaces
from server.backplane.redis_rows import change_of, head_of, items_of
from server.backplane.redis_shards import RedisShards
from server.backplane.redis_start import SIGNAL_CHANNEL, check
from server.backplane.redis_writer import RedisWriter
from server.backplane.signals import Listener, Signals
from server.backplane.veil import Veil

CHANNEL: Final = "kith:"
LAST_AT_KEY: Final = "kith:last_at"
COMPARE_S: Final = 5.0
HEAR_S: Final = 5.0
HEARD_S: Final = 1.0  # at the end, what this node wrote is still handed on
EXPIRE_AT_ONCE: Final = 1_000


class RedisBackplane:
    """The `Backplane` of one node; `shards` are the tags that any stream may have."""

    durable = False

    def __init__(
        self,
        url: str,
        *,
        house: str,
        shards: Sequence[str],
        time: Callable[[], str] = real_time,
    ) -> None:
        self._url = url
        self._house = house
        self._line = Line(client(url))
        self._writer = RedisWriter(client(url))
        self._clock = RedisClock(self._line, time)
        self._time = time
        self._shards = RedisShards(self._line, shards)
        self._following = RedisFollowing(self._shards.seqs, self._shards.read_log)
        self._signals = Signals()
        self._places = RedisPlaces(self._writer, time)
        self._ear = self._make_ear(url, shards)
        self._epoch = ""
        self._last_at = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._writing: asyncio.Task[None] | None = None

    def wear(self, veil: Veil) -> None:
        """Name places and limits under the house's keys from now on."""
        self._places.veil = veil

    async def open(self) -> str:
        """Check the store, begin to listen, and return its epoch."""
        self._epoch, self.durable = await check(self._url, self._house, token_hex(8))
        await self._clock.read()
        self._last_at = await self._shards.last_at(LAST_AT_KEY)
        self._writing = asyncio.create_task(self._writer.run())
        rounds = (self._ear.run(), self._ear.probe(), self._compare())
        self._tasks = [asyncio.create_task(work) for work in rounds]
        try:
            async with asyncio.timeout(HEAR_S):
                await self._ear.subscribed.wait()
        except TimeoutError:
            await self.close()
            raise Unavailable("Redis answers, but its pub/sub does not.") from None
        self._following.begin(await self._shards.seqs())
        return self._epoch

    async def close(self) -> None:
        """Finish what was accepted, end every `follow`, and hang up."""
        self._writer.end()
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=HEAR_S)
            await self._following.all_heard(HEARD_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._following.end()
        self._signals.end()
        await self._writer.aclose()
        await self._ear.aclose()
        await self._line.aclose()

    def now(self) -> int:
        """Return Redis' time in milliseconds, carried on by elapsed time."""
        return self._clock.now()

    def last_at(self) -> int:
        """Return the time of the last write known to this node."""
        return self._last_at

    def reachable(self) -> bool:
        """Return whether Redis was heard of late."""
        return self._ear.hears()

    async def append(self, *writes: Write) -> Sequence[Position]:
        """Append all or nothing, in order; answered when Redis has it as safe as it is set."""
        check_writes(writes)
        if not writes:
            return []
        shard = shard_of(writes[0].stream)
        fields = [field for write in writes for field in fields_of(write)]
        answer = await self._writer.call("FCALL", "kith_append", 1, shard, self._time(), *fields)
        return self._appended(shard, answer)

    async def read(self, stream: str, after: int, limit: int, epoch: str | None = None) -> Page:
        """Return at most `limit` items with `n > after`, beginning at the first kept."""
        if epoch is not None and epoch != self._epoch:
            raise Gone
        call = ("FCALL_RO", "kith_read", 1, shard_of(stream), stream, after, limit)
        n, first, rule, start, rows = await self._line.ask(*call)
        head = head_of(n, first, rule)
        if after > head.n:
            raise Gone
        return Page(self._epoch, items_of(stream, int(start), rows), head)

    async def known(self, stream: str, dedupe: bytes) -> Duplicate | None:
        """Return what a write to `stream` under this dedupe key would meet."""
        shard = shard_of(stream)
        call = ("FCALL_RO", "kith_known", 1, shard, self._time(), stream, dedupe)
        found = await self._line.ask(*call)
        return duplicate_of(self._epoch, 0, *found) if found else None

    def follow(self) -> RedisFollower:
        """Yield every item committed from now on."""
        return self._following.follow()

    async def snapshot(self, stream: str, at: int, state: bytes) -> None:
        """Keep the folded state up to `at`; entries up to it go."""
        shard = shard_of(stream)
        kept = await self._writer.call("FCALL", "kith_snapshot", 1, shard, stream, at, state)
        if not kept:
            raise Gone

    async def snapshotted(self, stream: str) -> Snapshot | None:
        """Return the last snapshot of the stream."""
        at, state = await self._line.ask("HMGET", f"{stream}:snapshot", "at", "state")
        return None if at is None or state is None else Snapshot(int(at), state)

    async def heads(self, shard: str) -> Mapping[str, Head]:
        """Return the head of every stream of the shard."""
        return await self._shards.heads(shard)

    async def expire(self, prefix: str, before: int) -> int:
        """Drop entries with `at < before` from streams of a kind; return how many."""
        gone = 0
        for shard in self._shards.tags:
            kind = prefix.partition(":")[0] + (":" if ":" in prefix else "")
            call = ("FCALL", "kith_expire", 1, shard, kind, prefix, before, EXPIRE_AT_ONCE)
            while went := int(await self._writer.call(*call)):
                gone += went
        return gone

    async def signal(self, stream: str, payload: bytes) -> None:
        """Tell every node something that need not survive."""
        await self._line.ask("PUBLISH", SIGNAL_CHANNEL, stream.encode() + b"|" + payload)

    def signals(self) -> Listener:
        """Yield what `signal` was told from now on, on this node and the others."""
        return self._signals.listen()

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries; reads give them empty, their numbers stay."""
        shard = shard_of(stream)
        seq = await self._writer.call("FCALL", "kith_erase", 1, shard, stream, *numbers)
        self._following.acknowledged({shard: int(seq)})

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        return await self._places.lease(name, holder, value, ttl_s, capacity)

    async def release(self, name: str, holder: str) -> None:
        """Give the place back at once."""
        await self._places.release(name, holder)

    async def leases(self, name: str) -> Mapping[str, str]:
        """Return holder and value of every live lease under `name`."""
        return await self._places.leases(name)

    async def spend(self, bucket: str, burst: int, per_s: float) -> float:
        """Take one token from the bucket: 0.0 if there was one, else seconds to wait."""
        return await self._places.spend(bucket, burst, per_s)

    async def probe(self) -> None:
        """Write something, as safe as the store is set."""
        await self._clock.read()
        now = self.now()
        await self._writer.call("SET", LAST_AT_KEY, now)
        self._last_at = max(self._last_at, now)

    def _appended(self, shard: str, answer: list[bytes]) -> Sequence[Position]:
        accepted = accepted_of(self._epoch, answer)
        self._clock.heard(accepted.at)
        self._last_at = max(self._last_at, accepted.at)
        self._following.acknowledged({shard: accepted.seq})
        return accepted.positions

    def _make_ear(self, url: str, shards: Sequence[str]) -> RedisEar:
        channels = [SIGNAL_CHANNEL, *(CHANNEL + shard for shard in shards)]
        probe = f"{CHANNEL}probe:{token_hex(8)}"
        return RedisEar(client(url), channels, probe, self._hear, self._following.doubt)

    def _hear(self, channel: bytes, payload: bytes) -> None:
        if channel == SIGNAL_CHANNEL.encode():
            stream, _, told = payload.partition(b"|")
            self._signals.tell(stream.decode(), told)
        elif payload:
            shard = channel.decode().removeprefix(CHANNEL)
            self._following.hear(change_of(shard, payload))

    async def _compare(self) -> None:
        """Look regularly whether any shard is ahead of what was heard."""
        while True:
            await asyncio.sleep(COMPARE_S)
            try:
                self._following.compare(await self._shards.seqs())
            except Unavailable:
                continue  # the ear notices the silence
