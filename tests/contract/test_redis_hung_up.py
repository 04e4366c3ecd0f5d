"""A connection that ended in the very moment of a write: away, and no reason to end or to stop."""

import asyncio
from collections.abc import AsyncIterator
from typing import NoReturn

import pytest
from patience import SOON_S
from redis.asyncio import Connection, ConnectionPool, Redis
from sham_redis import one_that_says

from server.backplane import Unavailable
from server.backplane.redis_client import Line
from server.backplane.redis_ear import RedisEar
from server.backplane.redis_refusals import in_sentences
from server.backplane.redis_writer import RedisWriter
from server.ending import ended

TRIES = 2


class JustEnded(Connection):
    """A connection as uvloop's is once its other end is gone."""

    tried = 0

    async def _send_packed_command(self, command: object) -> NoReturn:
        """Be told what uvloop tells."""
        del command
        type(self).tried += 1
        raise RuntimeError("unable to perform operation on <TCPTransport>; the handler is closed")


@pytest.fixture
async def redis() -> AsyncIterator[Redis]:
    JustEnded.tried = 0
    async with one_that_says({}) as url:
        options = {"connection_class": JustEnded, "socket_timeout": SOON_S}
        client = Redis.from_pool(ConnectionPool.from_url(url, **options))
        yield client
        await client.aclose()


async def test_who_asks_is_told_that_it_is_away(redis: Redis):
    with pytest.raises(Unavailable):
        await Line(redis).ask("PING")
    with pytest.raises(Unavailable, match="cannot be reached"):
        async with in_sentences():
            await redis.ping()


async def test_the_writer_tells_so_and_goes_on_with_the_next(redis: Redis):
    writer = RedisWriter(redis)
    writing = asyncio.create_task(writer.run())

    async with asyncio.timeout(SOON_S):
        for _ in range(TRIES):
            with pytest.raises(Unavailable):
                await writer.call("FCALL", "kith_append", 0)
        writer.end()
        await writing


@pytest.mark.parametrize("what", ["run", "probe"])
async def test_the_ear_tries_again(redis: Redis, what: str):
    ear = RedisEar(redis, ["channel"], "probe", lambda _channel, _payload: None, lambda: None)
    trying = asyncio.create_task(getattr(ear, what)())

    async with asyncio.timeout(SOON_S):
        while JustEnded.tried < TRIES and not trying.done():  # noqa: ASYNC110 - from outside
            await asyncio.sleep(0)

    assert not trying.done()
    await ended([trying])
