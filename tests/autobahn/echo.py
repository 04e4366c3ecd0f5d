"""An echo behind the members' own socket shell, with raised limits: for the Autobahn suite."""

import asyncio

from aiohttp import web

from server.serving import Site, announce, bound
from server.shell import Shell
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.framing import text_frame

MOST_BYTES = 16 * 1024 * 1024
BINARY = b"\x82"
UNREAD_BYTES = 1024 * 1024
LOOK_S = 0.01


async def echo(request: web.Request) -> web.StreamResponse:
    """Say again what was said, as a room would: framed once, written to the transport."""
    shell = await Shell.open(request, "echo", MOST_BYTES)
    if shell is None:
        raise ConnectionResetError
    try:
        while (said := await shell.next()) is not None:
            if isinstance(said, str):
                shell.transport.write(text_frame(said.encode()))
            else:
                shell.transport.write(BINARY + text_frame(said)[1:])
            while shell.transport.get_write_buffer_size() > UNREAD_BYTES:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(LOOK_S)
    except WireFault:
        await shell.close(Close.FAULT)
    return shell.answer


async def main() -> None:
    """Serve on a free port of loopback until ended."""
    app = web.Application()
    app.router.add_get("/", echo)
    listening = bound("127.0.0.1", 0)
    site = Site(app, listening)
    await site.listen()
    announce(str(listening.getsockname()[1]))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
