"""A bare asyncio protocol on uvloop: one frame for all, one write to each."""

import asyncio
from typing import cast

from rooms import rooms, tell

HELLO = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n"
)


class Member(asyncio.Protocol):
    """One connection; whoever speaks sends whole frames of 126 bytes and more, masked by zeros."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for the handshake."""
        self._transport = cast("asyncio.Transport", transport)
        self._room = ""
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        """Hand on whatever is said."""
        if not self._room:
            self._room = data.split(b" ", 2)[1].decode()
            rooms[self._room].add(self._transport)
            self._transport.write(HELLO)
            return
        data, at = self._rest + data, 0
        while (
            len(data) - at >= 8
            and (size := int.from_bytes(data[at + 2 : at + 4])) + 8 <= len(data) - at
        ):
            frame = (
                data[at : at + 1] + b"\x7e" + data[at + 2 : at + 4] + data[at + 8 : at + 8 + size]
            )
            at += 8 + size
            for transport in rooms[self._room]:
                transport.write(frame)
        self._rest = data[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the room."""
        del exc
        rooms[self._room].discard(self._transport)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Member, "127.0.0.1", 0, backlog=1024)
    tell(server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(main())
