"""What is looked after while a node runs: what saved means, which run it is, and the file.

Redis writes each change to its append-only file. What was dropped goes from there only when
the file is written anew, so that is asked for once an hour, by whichever node comes first.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import NoPermissionError

from server.backplane import BeginAgain, Unavailable
from server.backplane.redis_client import answering
from server.backplane.redis_refusals import NO_RIGHTS
from server.backplane.redis_start import RUN_KEY, Found, is_durable, run_of, settings_of

COMPARE_S = 5.0
LOOK_S = 60.0
HOUR_MS = 60 * 60 * 1000
REWRITE_KEY = "kith:rewritten"

RESTARTED = (
    "Redis was started again, and it is not set to keep every word: the last ones may be gone. "
    "This node ends, and goes on under a new epoch when it is started again."
)


class RedisTending:
    """The rounds of one node beside its Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._run = ""
        self._durable = False

    def begin(self, found: Found) -> None:
        """Take over what the start found."""
        self._run, self._durable = found.run, found.durable

    async def compare(self, look: Callable[[], Awaitable[None]]) -> None:
        """Look regularly, until cancelled; raises `BeginAgain`."""
        while True:
            await asyncio.sleep(COMPARE_S)
            try:
                await look()
            except Unavailable:
                continue  # the ear notices the silence

    async def keep_small(self) -> None:
        """Have the file written anew once an hour, until cancelled."""
        while True:
            with suppress(Unavailable):  # away, or already writing: the next look tries again
                await self.rewrite()
            await asyncio.sleep(LOOK_S)

    async def check_rewriting(self) -> None:
        """Refuse a user who may not have the file written anew."""
        try:
            await self.rewrite()
        except Unavailable as error:
            if str(error):
                raise

    async def rewrite(self) -> None:
        """Have the file written anew, unless some node had it done within the hour."""
        async with answering():
            if not await self._is_due():
                return
            try:
                await self._redis.bgrewriteaof()
            except BaseException as error:
                await self._redis.delete(REWRITE_KEY)
                if isinstance(error, NoPermissionError):
                    raise Unavailable(NO_RIGHTS) from None
                raise

    async def _is_due(self) -> bool:
        """Return whether there is a file, and this node is the one to have it written."""
        if (await settings_of(self._redis))["appendonly"] != "yes":
            return False
        before_the_hour_ms = HOUR_MS - int(LOOK_S * 1000)
        return bool(await self._redis.set(REWRITE_KEY, 1, nx=True, px=before_the_hour_ms))

    async def is_durable(self) -> bool:
        """Return whether saved means the disk, as Redis is set now."""
        async with answering():
            durable = await is_durable(self._redis)
            if self._durable and not durable:  # from here on it may forget
                self._run = await run_of(self._redis)
                await self._redis.set(RUN_KEY, self._run)  # so the next start knows it, too
        self._durable = durable
        return durable

    async def check_run(self) -> None:
        """Raise `BeginAgain` if a Redis that may forget was started again.

        One that waits for the disk forgets nothing: then any run will do.
        """
        if self._durable:
            return
        async with answering():
            run = await run_of(self._redis)
        if run != self._run:
            raise BeginAgain(RESTARTED)

    async def aclose(self) -> None:
        """Hang up."""
        await self._redis.aclose()
