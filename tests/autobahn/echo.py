"""An echo behind the members' own socket shell, with raised limits: for the Autobahn suite."""

import asyncio

from aiohttp import web

from server.connection.hearing import Hearing
from server.connection.shell import Shell
from server.connection.threshold import Head
from server.serving import Site, announce, bound
from server.tasks import Tasks
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.framing import text_frame

MOST_BYTES = 16 * 1024 * 1024
BINARY = b"\x82"
UNREAD_BYTES = 1024 * 1024
LOOK_S = 0.01


class Echo:
    """Sockets of both ways in: a plain handshake, and one that the HTTP library read."""

    path = b"/"
    protocol = "echo"
    most_bytes = MOST_BYTES

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    def let_in(self, shell: Shell, _head: Head) -> None:
        self._tasks.start(echo(shell))


async def echo(shell: Shell) -> None:
    """Say again what was said, as a room would: framed once, written to the transport."""
    hearing = Hearing(shell)
    try:
        while (said := await hearing.next()) is not None:
            if isinstance(said, str):
                shell.transport.write(text_frame(said.encode()))
            else:
                shell.transport.write(BINARY + text_frame(said)[1:])
            while shell.transport.get_write_buffer_size() > UNREAD_BYTES:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(LOOK_S)
    except WireFault:
        await shell.close(Close.FAULT)


async def main() -> None:
    """Serve on a free port of loopback until ended."""
    listening = bound("127.0.0.1", 0)
    async with asyncio.TaskGroup() as group:
        site = Site(web.Application(), listening, Echo(Tasks(group)))
        await site.listen()
        announce(str(listening.getsockname()[1]))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
