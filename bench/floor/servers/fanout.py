"""Kith's fan-out alone: its sockets, hub and outboxes, and a door by which accepted events come.

Readers come in over the real socket shell. What is accepted comes over a connection of its own,
`/accepted`, and goes where the streams would hand it: `Hub.publish`.
"""

import asyncio
import sys
from functools import cache
from pathlib import Path
from typing import cast

import uvloop
from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[3]))

from rooms.events import MessagePosted
from rooms.state import Room
from server.connection.shell import Shell
from server.connection.threshold import Head
from server.counters import Counters
from server.fanout.hub import Hub
from server.fanout.reader import StreamReader
from server.serving import Site, bound
from server.streams.kinds import ROOM, Entry
from server.streams.log import Log
from server.streams.names import room_stream
from server.upkeep import litter

hub = Hub(Counters())


@cache
def log_of(number: bytes) -> Log[Room]:
    """Return the room's log."""
    return Log(room_stream(f"room-{number.decode()}"), ROOM)


class Door:
    """Lets readers in; they have caught up, for there is nothing before them."""

    path = b"/ws"
    protocol = "kith.v1"
    most_bytes = 4096

    def let_in(self, shell: Shell, head: Head) -> None:
        """Have one more reader in the room that the request names."""
        box = hub.outbox(shell.transport, lambda: None)
        reader = StreamReader(box)
        reader._caught_up = True  # noqa: SLF001 - there is no backlog to take
        room = head.headers["Room"]
        hub.channel(f"room-{room}", log_of(room.encode())).readers.add(reader)
        shell.go_on()


class Accepted(asyncio.Protocol):
    """Says which event was accepted for which room; one frame each, masked by zeros."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the handshake."""
        self._transport = cast("asyncio.Transport", transport)
        self._open = False
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        """Publish what was accepted."""
        if not self._open:
            self._open = True
            self._transport.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
            return
        data, at = self._rest + data, 0
        while len(data) - at >= 8:
            end = at + 8 + int.from_bytes(data[at + 2 : at + 4])
            if end > len(data):
                break
            publish(data[at + 8 : end])
            at = end
        self._rest = data[at:]


def publish(said: bytes) -> None:
    """Hand an event on, as the streams do once it is folded."""
    room, _, line = said.partition(b" ")
    log = log_of(room)
    log.head += 1
    message_id = line[-24:-2].decode()
    event = MessagePosted("A" * 22, "Quiet Otter", TEXT, message_id, 0)
    hub.publish(log, Entry(log.head, 1_795_379_000_000, 0, event))


TEXT = (
    "It was a long day, and I am glad that this room is here. I walked home along the river. " * 2
)
TEXT = TEXT[:165]


async def main() -> None:
    listening = bound("127.0.0.1", 0)
    site = Site(web.Application(), listening, Door())
    await site.listen()
    beside = await asyncio.get_running_loop().create_server(Accepted, "127.0.0.1", 0)
    litter.settle()  # as the node does
    sys.stdout.write(f"port {listening.getsockname()[1]} {beside.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


uvloop.run(main())
