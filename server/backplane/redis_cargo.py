"""Carry streams out of a Redis, or into an empty one. No node runs on it meanwhile."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

from server.backplane import REMEMBER_MS, Item, Snapshot
from server.backplane.cargo import Cargo, Known
from server.backplane.ledger import shard_of
from server.backplane.redis_client import Call, Line, answering, client
from server.backplane.redis_rows import head_of, items_of

PAGE = 500
KEY_MARK = ":dedupe:"


class RedisCargo:
    """A Redis as somewhere to carry streams from or to."""

    def __init__(self, url: str) -> None:
        self._redis = client(url)
        self._line = Line(self._redis)

    async def aclose(self) -> None:
        """Hang up."""
        await self._line.aclose()

    async def is_in_use(self, channel: str) -> bool:
        """Return whether a node listens on this Redis."""
        _, listeners = await self._line.ask("PUBSUB", "NUMSUB", channel)
        return int(listeners) > 0

    async def rename(self, key: str, value: str) -> None:
        """Overwrite one of the store's own words."""
        await self._line.ask("SET", key, value)

    async def unload(self, shards: Sequence[str]) -> AsyncIterator[Cargo]:
        """Yield every stream of the shards."""
        for shard in shards:
            known = await self._known(shard)
            for name in await self._line.ask("SMEMBERS", f"{shard}:streams"):
                stream = name.decode()
                yield await self._stream(stream, known.get(stream, []))

    async def load(self, cargo: Iterable[Cargo]) -> int:
        """Write the streams; return how many there were."""
        count = 0
        for stream in cargo:
            await self._line.ask_all(_calls(stream))
            count += 1
        return count

    async def _stream(self, stream: str, known: Sequence[Known]) -> Cargo:
        fields = ("n", "first", "rule", "posts")
        n, first, rule, posts = await self._line.ask("HMGET", f"{stream}:head", *fields)
        head = head_of(n, first, rule)
        items: list[Item] = []
        for start in range(head.first, head.n + 1, PAGE):
            numbers = range(start, min(start + PAGE, head.n + 1))
            items += items_of(stream, start, await self._line.ask("HMGET", stream, *numbers))
        at, state = await self._line.ask("HMGET", f"{stream}:snapshot", "at", "state")
        snapshot = None if at is None else Snapshot(int(at), state)
        return Cargo(stream, head, int(posts), items, known, snapshot)

    async def _known(self, shard: str) -> Mapping[str, list[Known]]:
        """Return what is remembered of the shard's posts, by stream."""
        found: defaultdict[str, list[Known]] = defaultdict(list)
        pattern = f"{shard}{KEY_MARK}*"
        async with answering():
            async for name in self._redis.scan_iter(match=pattern, count=PAGE):
                row = await self._line.ask("HMGET", name, "s", "n", "at", "rank", "mac")
                stream, n, at, rank, mac = row
                if stream is not None:
                    key = bytes(name).split(KEY_MARK.encode(), 1)[1]
                    known = Known(key, int(n), int(at), int(rank), mac)
                    found[stream.decode()].append(known)
        return found


def _calls(cargo: Cargo) -> list[Call]:
    """Return what writes a stream as `kith.lua` keeps it."""
    stream, shard, head = cargo.stream, shard_of(cargo.stream), cargo.head
    ends = ("n", head.n, "first", head.first, "rule", head.rule, "posts", cargo.posts)
    calls: list[Call] = [
        ("HSET", f"{stream}:head", *ends, "at", cargo.last_at),
        ("SADD", f"{shard}:streams", stream),
    ]
    for item in cargo.items:
        stored = b"%d|%d|" % (item.at, item.rule) + item.entry
        calls.append(("HSET", stream, item.n, stored))
    if cargo.items:
        calls.append(("ZADD", f"{shard}:ages:{_kind(stream)}", cargo.items[0].at, stream))
        calls.append(("SET", f"{shard}:last_at", cargo.last_at))
    for known in cargo.known:
        name = f"{shard}{KEY_MARK}".encode() + known.key
        first = ("s", stream, "n", known.n, "at", known.at, "rank", known.rank, "mac", known.mac)
        calls += [("HSET", name, *first), ("PEXPIREAT", name, known.at + REMEMBER_MS)]
    if cargo.snapshot is not None:
        kept = ("at", cargo.snapshot.at, "state", cargo.snapshot.state)
        calls.append(("HSET", f"{stream}:snapshot", *kept))
    return calls


def _kind(stream: str) -> str:
    head, colon, _ = stream.partition("}")[2].partition(":")
    return head + colon
