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
from server import litter
from server.counters import Counters
from server.doorstep import Crowd, Doorstep
from server.hub import Hub
from server.kinds import ROOM, Entry
from server.log import Log
from server.reader import StreamReader
from server.shell import Shell
from server.stream_names import room_stream

hub = Hub(Counters())


@cache
def log_of(number: str) -> Log[Room]:
    """Return the room's log."""
    return Log(room_stream(f"room-{number}"), ROOM)


async def reader(request: web.Request) -> web.StreamResponse:
    """Let a reader in, and keep it until its socket ends."""
    shell = await Shell.open(request, "kith.v1")
    assert shell is not None  # noqa: S101 - loopback
    room = request.match_info["number"]
    box = hub.outbox(shell.transport, lambda: None)
    stream_reader = StreamReader(box)
    stream_reader.start_over()
    stream_reader._caught_up = True  # noqa: SLF001 - there is no backlog here
    hub.channel(f"room-{room}", log_of(room)).readers.add(stream_reader)
    while await shell.next() is not None:
        pass
    hub.drop(box)
    return shell.answer


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
    log = log_of(room.decode())
    log.head += 1
    message_id = line[-24:-2].decode()
    event = MessagePosted("A" * 22, "Quiet Otter", TEXT, message_id, 0)
    hub.publish(log, Entry(log.head, 1_795_379_000_000, 0, event))


TEXT = (
    "It was a long day, and I am glad that this room is here. I walked home along the river. " * 2
)
TEXT = TEXT[:165]


async def main() -> None:
    app = web.Application()
    app.router.add_get("/room/{number}", reader)
    runner = web.AppRunner(app, handle_signals=False)
    await runner.setup()
    assert runner.server is not None  # noqa: S101 - set up
    web_server, crowd = runner.server, Crowd()
    loop = asyncio.get_running_loop()
    door = await loop.create_server(
        lambda: Doorstep(web_server, crowd), "127.0.0.1", 0, backlog=1024
    )
    beside = await loop.create_server(Accepted, "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (door, beside)]
    litter.settle()  # as the node does
    sys.stdout.write(f"port {ports[0]} {ports[1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


uvloop.run(main())
