"""How Redis is spoken to: no retries, every time limit set, errors as the port's.

The library's own retries would run a write twice after a stall: a write that may have happened
is told as `Unavailable`, and its dedupe key settles it when it is sent again.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.backplane import Unavailable

CONNECT_S = 1.0
ANSWER_S = 3.0
CONNECTIONS = 16  # a thousand who come in at once share these; Redis is not flooded

# uvloop answers a write to a connection that has just ended with a bare RuntimeError.
AWAY: Final = (RedisError, OSError, TimeoutError, RuntimeError)

BAD_URL = "--redis takes an address like redis://HOST:6379/0 (rediss:// with TLS)."


def client(url: str) -> Redis:
    """Return a client that tries once and says what happened."""
    try:
        if not _names_a_database(url):
            raise Unavailable(BAD_URL)
        return Redis.from_pool(_pool(url))
    except ValueError:
        raise Unavailable(BAD_URL) from None


def _names_a_database(url: str) -> bool:
    """Return whether the path is a number or nothing: the library takes a word for number 0."""
    parts = urlsplit(url)
    name = parts.path.strip("/")
    return parts.scheme == "unix" or not name or name.isdecimal()


def _pool(url: str) -> BlockingConnectionPool:
    return BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=ANSWER_S,
        decode_responses=False,
        socket_connect_timeout=CONNECT_S,
        socket_timeout=ANSWER_S,
        socket_keepalive=True,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
        retry_on_timeout=False,
        retry_on_error=[],
        protocol=2,
    )


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """Turn whatever goes wrong with Redis into `Unavailable`."""
    try:
        yield
    except AWAY as error:
        raise Unavailable from error


Call = tuple[str | bytes | int, ...]


class Line:
    """Where this node asks and publishes, beside its one writing connection."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._closed = False

    async def ask(self, *call: str | bytes | int) -> Any:  # noqa: ANN401 - each command answers in its own shape
        """Send one command and return its answer, bytes as bytes; or raise `Unavailable`."""
        if self._closed:
            raise Unavailable
        async with answering():
            execute: Callable[..., Awaitable[Any]] = self._redis.execute_command
            return await execute(*call)

    async def ask_all(self, calls: Sequence[Call]) -> None:
        """Send many commands at once and wait for all."""
        async with answering(), self._redis.pipeline(transaction=False) as pipe:
            for call in calls:
                pipe.execute_command(*call)
            await pipe.execute()

    async def aclose(self) -> None:
        """Hang up; nothing can be asked any more."""
        self._closed = True
        await self._redis.aclose()
