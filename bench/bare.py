"""What coming in would cost if it were nothing: the same bytes, and no house behind them.

A protocol on uvloop that opens a socket, sends fifty lines to whoever enters, and closes it. Its
processor time is the floor that a visit stands on in this kernel, at this moment.
"""

import asyncio
import sys
from base64 import b64encode
from hashlib import sha1
from typing import cast

import uvloop

from server.wire.framing import close_frame, text_frame

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
LINE = b'{"t":"said","n":1,"at":1,"by":"AAAAAAAAAAAAAAAAAAAAAA","alias":"a b","text":"' + b"x" * 160
LINES = 50
BACKLOG = text_frame(b'{"t":"hello"}') + text_frame(LINE + b'"}') * LINES


class Bare(asyncio.Protocol):
    """One visit."""

    def __init__(self) -> None:
        self._steps = 0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the handshake."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer the next of three things that are asked."""
        self._steps += 1
        if self._steps == 1:
            nonce = data.partition(b"Key: ")[2].partition(b"\r\n")[0]
            proof = b64encode(sha1(nonce + GUID, usedforsecurity=False).digest())
            self._transport.write(
                b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
            )
        elif data[0] == 0x81 and self._steps == 2:
            self._transport.write(BACKLOG)
        else:
            self._transport.write(close_frame(1000))
            self._transport.close()


async def main() -> None:
    """Serve on a free port of loopback until ended."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Bare, "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main())
