"""What one node hears of the others: changes for those who follow, and signals."""

import asyncio
from collections.abc import Coroutine, Sequence
from secrets import token_hex

from redis.asyncio import Redis

from server.backplane import Unavailable
from server.backplane.redis_client import Line
from server.backplane.redis_ear import RedisEar
from server.backplane.redis_following import ReadLog, ReadSeqs, RedisFollowing
from server.backplane.redis_rows import change_of
from server.backplane.redis_start import channels_of, signal_channel
from server.backplane.signals import Signals

HEAR_S = 5.0


class RedisHearing:
    """The ear of one node, and those it tells."""

    def __init__(
        self, redis: Redis, house: str, shards: Sequence[str], read_seqs: ReadSeqs, log: ReadLog
    ) -> None:
        self.channels = channels_of(house)
        self.following = RedisFollowing(read_seqs, log)
        self.signals = Signals()
        self._signal_channel = signal_channel(house)
        channels = [self._signal_channel, *(self.channels + shard for shard in shards)]
        probe = f"{self.channels}probe:{token_hex(8)}"
        self.ear = RedisEar(redis, channels, probe, self._hear, self.following.doubt)

    async def begun(self) -> None:
        """Wait until this node hears, or raise `Unavailable`."""
        try:
            async with asyncio.timeout(HEAR_S):
                await self.ear.subscribed.wait()
        except TimeoutError:
            raise Unavailable("Redis answers, but its pub/sub does not.") from None

    async def surely(self, work: Coroutine[None, None, None]) -> None:
        """Do a round's work; should it ever fail, nobody here can go on."""
        try:
            await work
        except Exception as error:  # noqa: BLE001 - handed on to whoever follows
            self.following.broken(error)

    async def signal(self, line: Line, stream: str, payload: bytes) -> None:
        """Tell every node something that need not survive."""
        await line.ask("PUBLISH", self._signal_channel, stream.encode() + b"|" + payload)

    def end(self) -> None:
        """Tell everybody here that nothing more will come."""
        self.following.end()
        self.signals.end()

    def _hear(self, channel: bytes, payload: bytes) -> None:
        """Take what was published. Anybody who may publish could say anything: what cannot be
        understood leads to a look at what is really there, and to nothing worse.
        """
        try:
            self._understand(channel.decode(), payload)
        except ValueError:
            self.following.doubt()

    def _understand(self, channel: str, payload: bytes) -> None:
        if channel == self._signal_channel:
            stream, _, told = payload.partition(b"|")
            self.signals.tell(stream.decode(), told)
        elif payload:
            shard = channel.removeprefix(self.channels)
            self.following.hear(change_of(shard, payload))
