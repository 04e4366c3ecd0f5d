"""Listen to the store's pub/sub, and know when it has gone silent.

A frozen or half-open connection raises nothing, ever; a reader that was too slow is dropped
and subscribed again without a word. So this node publishes to itself every `PROBE_S`, takes
`SILENT_LOOKS` looks in a row that found nothing for a loss, and has the logs read after every
subscription. Looks are counted, not seconds: a node that was held up itself hears no silence.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis

from server.backplane.redis_client import AWAY

PROBE_S = 0.5
LOOK_S = 0.25
SILENT_LOOKS = 6  # a second and a half
AGAIN_S = 0.2


class Lost(Exception):
    """Nothing was heard for too long."""


class RedisEar:
    """One subscription; begun anew whenever it is lost."""

    def __init__(
        self,
        redis: Redis,
        channels: Sequence[str],
        probe_channel: str,
        hear: Callable[[bytes, bytes], None],
        doubt: Callable[[], None],
    ) -> None:
        self._redis = redis
        self._channels = (*channels, probe_channel)
        self._probe_channel = probe_channel
        self._hear = hear
        self._doubt = doubt
        self.subscribed = asyncio.Event()

    def hears(self) -> bool:
        """Return whether something was heard of late."""
        return self.subscribed.is_set()

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            with suppress(*AWAY, Lost):
                await self._listen()
            self.subscribed.clear()
            await asyncio.sleep(AGAIN_S)

    async def probe(self) -> None:
        """Publish to ourselves until cancelled; what fails is noticed as silence."""
        while True:
            with suppress(*AWAY):
                await self._redis.publish(self._probe_channel, b"")
            await asyncio.sleep(PROBE_S)

    async def aclose(self) -> None:
        """Hang up."""
        await self._redis.aclose()

    async def _listen(self) -> None:
        pubsub = self._redis.pubsub()
        try:
            await pubsub.subscribe(*self._channels)
            silent = 0
            while silent < SILENT_LOOKS:
                message = await pubsub.get_message(timeout=LOOK_S)
                silent = silent + 1 if message is None else 0
                if message is not None:
                    self._take(message)
            raise Lost
        finally:
            with suppress(*AWAY):
                await pubsub.aclose()  # type: ignore[no-untyped-call]  # redis leaves it untyped

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            if message["channel"] == self._probe_channel.encode():
                self.subscribed.set()
                self._doubt()  # each confirmation, the first and any later one, may hide a loss
        elif message["type"] == "message":
            self._hear(message["channel"], message["data"])
