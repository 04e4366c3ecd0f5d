"""The store for many nodes: Redis keeps and orders, its pub/sub fans out between them.

What must happen at once happens in one function inside Redis (`kith.lua`). Writes go out on
one connection in the order they were asked for; reads on others. Nothing is retried here.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from secrets import token_hex
from typing import Final

from server.backplane import Duplicate, Gone, Head, Lease, Page, Position, Snapshot, Write
from server.backplane.ledger import check_writes, shard_of
from server.backplane.primaries import WHOLE
from server.backplane.redis_answers import accepted_of, duplicate_of, fields_of
from server.backplane.redis_client import Line, client
from server.backplane.redis_clock import RedisClock, real_time
from server.backplane.redis_following import RedisFollower
from server.backplane.redis_hearing import RedisHearing
from server.backplane.redis_places import RedisPlaces
from server.backplane.redis_rows import head_of, items_of
from server.backplane.redis_shards import RedisShards
from server.backplane.redis_start import check
from server.backplane.redis_tending import RedisTending
from server.backplane.redis_writer import RedisWriter
from server.backplane.signals import Listener
from server.backplane.veil import Veil
from server.ending import ended

LAST_AT_KEY: Final = "kith:last_at"
FINISH_S: Final = 5.0
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
        part: str = WHOLE,
        time: Callable[[], str] = real_time,
    ) -> None:
        self._url = url
        self._house = house
        self._part = part
        self._line = Line(client(url))
        self._writer = RedisWriter(client(url))
        self._clock = RedisClock(self._line, time)
        self._time = time
        self._shards = RedisShards(self._line, shards)
        self._tending = RedisTending(client(url))
        self._hearing = RedisHearing(client(url), house, shards, self._seqs, self._shards.read_log)
        self._following = self._hearing.following
        self._ear = self._hearing.ear
        self._places = RedisPlaces(self._writer, time)
        self._epoch = ""
        self._last_at = 0
        self._tasks: list[asyncio.Task[None]] = []
        self._writing: asyncio.Task[None] | None = None

    def wear(self, veil: Veil) -> None:
        """Name places and limits under the house's keys from now on."""
        self._places.veil = veil

    async def open(self) -> str:
        """Check the store, begin to listen, and return its epoch."""
        try:
            found = await check(self._url, self._house, token_hex(8), self._part)
            self._epoch = self._shards.epoch = found.epoch
            self.durable = found.durable
            self._tending.begin(found)
            await self._begin()
        except BaseException:
            await self.close()
            raise
        return self._epoch

    async def _begin(self) -> None:
        """Begin to write, to listen and to look, once Redis is known to be fit."""
        await self._clock.read()
        self._last_at = await self._shards.last_at(LAST_AT_KEY)
        self._writing = asyncio.create_task(self._writer.run())
        tending = (self._tending.compare(self._look), self._tending.keep_small())
        rounds = (self._ear.run(), self._ear.probe(), *tending)
        self._tasks = [asyncio.create_task(self._hearing.surely(work)) for work in rounds]
        await self._hearing.begun()
        self._following.begin(await self._shards.seqs())
        await self._tending.check_rewriting()

    def share_epoch(self, epoch: str) -> None:
        """Be known under one epoch together with other stores, from now on."""
        self._epoch = epoch

    async def close(self) -> None:
        """Finish what was accepted, end every `follow`, and hang up."""
        self._writer.end()
        tasks = list(self._tasks)
        if self._writing is not None:
            await asyncio.wait([self._writing], timeout=FINISH_S)
            await self._following.all_heard(HEARD_S)
            tasks.append(self._writing)
        await ended(tasks)
        self._hearing.end()
        for part in (self._writer, self._ear, self._tending, self._line):
            await part.aclose()

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
        answer = await self._writer.call(
            "FCALL", "kith_append", 1, shard, self._time(), self._hearing.channels, *fields
        )
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
        await self._hearing.signal(self._line, stream, payload)

    def signals(self) -> Listener:
        """Yield what `signal` was told from now on, on this node and the others."""
        return self._hearing.signals.listen()

    async def erase(self, stream: str, *numbers: int) -> None:
        """Overwrite entries; reads give them empty, their numbers stay."""
        shard, channels = shard_of(stream), self._hearing.channels
        seq = await self._writer.call("FCALL", "kith_erase", 1, shard, channels, stream, *numbers)
        self._following.acknowledged({shard: int(seq)})

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        """Take or renew one of `capacity` places under `name`."""
        return await self._places.lease(name, holder, value, ttl_s, capacity)

    async def renew(self, name: str, holder: str, value: str, ttl_s: float) -> None:
        """Hold a place for its whole time again, however many others are held."""
        await self._places.renew(name, holder, value, ttl_s)

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
        call = ("FCALL", "kith_probe", 1, LAST_AT_KEY, self._time())
        now = int(await self._writer.call(*call))
        self._clock.heard(now)
        self._last_at = max(self._last_at, now)

    def _appended(self, shard: str, answer: list[bytes]) -> Sequence[Position]:
        accepted = accepted_of(self._epoch, answer)
        self._clock.heard(accepted.at)
        self._last_at = max(self._last_at, accepted.at)
        self._following.acknowledged({shard: accepted.seq})
        return accepted.positions

    async def _seqs(self) -> Mapping[str, int]:
        """Return how far every shard is, in a Redis that has forgotten nothing."""
        await self._tending.check_run()
        return await self._shards.seqs()

    async def _look(self) -> None:
        """Look whether any shard is ahead of what was heard, and what saved means now."""
        await self._following.compare()
        self.durable = await self._tending.is_durable()
