"""A room of people on small sockets of their own, and a ledger of what each is to be sent."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import ExitStack
from typing import Any

import uvloop
from patience import SOON_S

from rooms.events import MessagePosted
from server.connection.straight import Transport
from server.counters import Counters
from server.fanout.catching_up import Backlog
from server.fanout.hub import Hub
from server.fanout.reader import StreamReader
from server.streams.kinds import ROOM, Entry
from server.streams.log import Log
from server.streams.names import room_stream

LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
SMALL = 4096
READERS = 3
NO_STREAMS: Any = None  # nobody here reads further back than the tail


class Room:
    """A hub with one room, and people whose sockets are small."""

    def __init__(self, sockets: ExitStack) -> None:
        self.hub = Hub(Counters())
        self.log = Log(room_stream("gambling"), ROOM)
        self.channel = self.hub.channel("gambling", self.log)
        self.theirs: list[socket.socket] = []
        self.readers: list[StreamReader] = []
        self.transports: list[asyncio.Transport] = []
        self._sockets = sockets

    async def come(self) -> StreamReader:
        """Have one more come in on a socket, who has read everything."""
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        theirs.settimeout(0)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_connection(asyncio.Protocol, sock=ours)
        self._sockets.callback(transport.abort)
        self.theirs.append(self._sockets.enter_context(theirs))
        self.transports.append(transport)
        return await self.read_on(transport)

    async def read_on(self, transport: Transport) -> StreamReader:
        reader = StreamReader(self.hub.outbox(transport, lambda: None))
        self.readers.append(reader)
        self.channel.readers.add(reader)
        await reader.catch_up(Backlog(NO_STREAMS, self.channel, self.log.head))
        return reader

    def say(self, text: str) -> bytes:
        """Have something accepted, and return the frame that tells of it."""
        self.log.head += 1
        event = MessagePosted("member", "amber fox", text, "id")
        self.hub.publish(self.log, Entry(self.log.head, 1, 1, event))
        frames = self.channel.since(self.log.head - 1)
        assert frames is not None
        return frames[0]

    def taken(self, who: int) -> bytes:
        """Return what has come to somebody, without waiting."""
        try:
            return self.theirs[who].recv(1 << 20)
        except BlockingIOError:
            return b""

    async def received(self, who: int, count: int) -> bytes:
        loop, came = asyncio.get_running_loop(), b""
        while len(came) < count:
            came += await loop.sock_recv(self.theirs[who], count - len(came))
        return came


Scene = Callable[[Room], Coroutine[Any, Any, None]]


def played(scene: Scene, loop: str) -> None:
    async def bounded() -> None:
        with ExitStack() as sockets:
            room = Room(sockets)
            for _ in range(READERS):
                await room.come()
            async with asyncio.timeout(SOON_S):
                await scene(room)
        await asyncio.sleep(0)  # what was aborted ends

    with asyncio.Runner(loop_factory=LOOPS[loop]) as runner:
        runner.run(bounded())


class Ledger:
    """What each was to be sent, and what came."""

    def __init__(self, room: Room) -> None:
        self.owed = [b""] * READERS
        self.came = [b""] * READERS
        self._room = room
        self._count = 0

    async def say(self, size: int) -> None:
        frame = self._room.say("x" * size)
        self.owed = [before + frame for before in self.owed]

    async def tell(self, size: int) -> None:
        frame = self._next() * size
        self._room.channel.tell(frame)
        self.owed = [before + frame for before in self.owed]

    async def put(self, who: int) -> None:
        frame = self._next()
        self._room.readers[who].put(frame)
        self.owed[who] += frame

    async def write_now(self, who: int) -> None:
        self._room.readers[who].flush()

    async def take(self, who: int) -> None:
        self.came[who] += self._room.taken(who)

    async def flush(self, _: int = 0) -> None:
        self._room.hub.flush()

    async def turn(self, _: int) -> None:
        await asyncio.sleep(0)

    async def take_all(self) -> None:
        await self.flush()
        for who in range(READERS):
            missing = len(self.owed[who]) - len(self.came[who])
            self.came[who] += await self._room.received(who, missing)

    def _next(self) -> bytes:
        self._count += 1
        return f"{self._count};".encode()
