"""The last word on what a room keeps: a newcomer comes in and reads all of it."""

import asyncio
import json
from contextlib import suppress
from random import Random

from history import Join, Seen
from msgspec.structs import replace
from waits import WaitedInVain
from websockets.asyncio.client import ClientConnection
from wire import fresh_key
from witness import GONE, LONGEST_WAIT_S, Dial, Witness

SILENCE_S = 30.0  # the fault is over: nobody has to be impatient any more


class Newcomer(Witness):
    """Somebody who has never been there, and says nothing."""

    def __init__(self, room: str, dial: Dial) -> None:
        super().__init__("read-out", room, dial, 0, Random(0), SILENCE_S)  # noqa: S311 - it decides nothing
        self.talking = False

    async def read(self, connection: ClientConnection) -> list[Seen]:
        """Return the records of one reading, from the beginning to the head."""
        try:
            fields = {"room": self.room, "key": fresh_key(), "after": {"epoch": "", "n": 0}}
            await connection.send(json.dumps({"t": "enter", **fields}))
            while not self.here:
                await self._take(connection, await self._next(connection))
            joined = self.records[-1]
            assert isinstance(joined, Join)
            self.records = [replace(joined, after_epoch="", after_n=0, final=True)]
            while self.last < joined.head:
                await self._take(connection, await self._next(connection))
            await connection.send('{"t":"leave"}')
            return self.records
        finally:
            connection.transport.abort()


async def read_out(dial: Dial, room: str, within_s: float) -> list[Seen]:
    """Return the records of a newcomer who reads all that is kept of a room."""
    trouble, home = "nobody answered", 0
    with suppress(TimeoutError):
        async with asyncio.timeout(within_s):
            while True:
                try:
                    return await Newcomer(room, dial).read(await dial(home))
                except GONE as error:
                    trouble = f"{type(error).__name__} {error}"
                home += 1
                await asyncio.sleep(LONGEST_WAIT_S)
    raise WaitedInVain(f"nobody could read the room out in {within_s:.0f} s: {trouble}")
