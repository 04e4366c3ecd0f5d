"""Search a shared Redis for what must never be there, as `leaks.py` searches the data folder.

Every key is looked at, its name and all it holds. What is sealed cannot be read by this.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any

from redis.asyncio import Redis

from server.backplane.redis_client import client
from server.backplane.redis_refusals import in_sentences
from server.leaks.in_files import kinds_in

PAGE = 500


async def search(url: str) -> Sequence[str]:
    """Return a sentence for each finding; it names the key and the kind, never the text."""
    redis = client(url)
    try:
        async with in_sentences():
            return [finding async for finding in _findings(redis)]
    finally:
        await redis.aclose()


async def _findings(redis: Redis) -> AsyncIterator[str]:
    async for key in redis.scan_iter(count=PAGE):
        named = kinds_in(key)
        for kind in sorted(named):
            yield f"Redis holds {kind} in the name of a key."
        where = "a key whose name is not told" if named else key.decode(errors="replace")
        found: set[str] = set()
        async for part in _parts(redis, key):
            found |= kinds_in(part)
        for kind in sorted(found):
            yield f"Redis holds {kind} in {where}."


async def _parts(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    """Yield all that a key holds, piece by piece; of what vanishes meanwhile, nothing."""
    read = _READ.get(_text(await redis.type(key)))
    if read is not None:
        async for part in read(redis, key):
            yield part


async def _string(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    yield _joined((await redis.get(key) or b"",))


async def _hash(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    async for field in redis.hscan_iter(key, count=PAGE):
        yield _joined(field)


async def _set(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    async for value in redis.sscan_iter(key, count=PAGE):
        yield value


async def _sorted_set(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    async for value, _ in redis.zscan_iter(key, count=PAGE):
        yield value


async def _list(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    yield _joined(await redis.lrange(key, 0, -1))  # none of ours, so it is not long


async def _stream(redis: Redis, key: bytes) -> AsyncIterator[bytes]:
    after = "-"
    while page := await redis.xrange(key, after, count=PAGE):
        for _, fields in page:
            yield _joined(part for field in (fields or {}).items() for part in field)
        after = f"({_text(page[-1][0])}"


def _text(name: str | bytes | None) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)


def _joined(parts: Iterable[Any]) -> bytes:
    """Return the parts so that what ends one does not begin the next."""
    return b"\n".join(bytes(part) for part in parts)


_READ: Mapping[str, Callable[[Redis, bytes], AsyncIterator[bytes]]] = {
    "string": _string,
    "hash": _hash,
    "set": _set,
    "zset": _sorted_set,
    "list": _list,
    "stream": _stream,
}
