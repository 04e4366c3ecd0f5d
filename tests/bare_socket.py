"""A WebSocket by hand: for what no library would send, and for peers that do not answer."""

import asyncio
import base64
import json
import os
import socket
from contextlib import suppress
from typing import Any, Self

from patience import SOON_S

TEXT, BINARY, CLOSE = 0x1, 0x2, 0x8
FINAL, MASKED = 0x80, 0x80


class BareSocket:
    """Sends frames as told and answers nothing by itself, not even a close."""

    def __init__(
        self, port: int, *, receive_bytes: int = 0, desk: bool = False, **headers: str
    ) -> None:
        self._port = port
        self._path, self._protocol = ("/desk/ws", "kith.desk.v1") if desk else ("/ws", "kith.v1")
        self._headers = headers
        self._socket = socket.socket()
        if receive_bytes:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)

    async def __aenter__(self) -> Self:
        self._socket.setblocking(False)  # noqa: FBT003 - the socket's own
        await asyncio.get_running_loop().sock_connect(self._socket, ("127.0.0.1", self._port))
        self.reader, self.writer = await asyncio.open_connection(sock=self._socket)
        nonce = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {self._path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {nonce}",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Protocol: {self._protocol}",
            *(f"{name.replace('_', '-')}: {value}" for name, value in self._headers.items()),
        ]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        async with asyncio.timeout(SOON_S):
            head = await self.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        self.head = head.decode().lower()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()

    async def send(self, payload: bytes, opcode: int = TEXT, *, final: bool = True) -> None:
        """Send one masked frame."""
        mask = os.urandom(4)
        size = len(payload)
        first = (FINAL if final else 0) | opcode
        if size < 126:
            head = bytes((first, MASKED | size))
        elif size < 1 << 16:
            head = bytes((first, MASKED | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((first, MASKED | 127)) + size.to_bytes(8, "big")
        hidden = bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))
        self.writer.write(head + mask + hidden)
        await self.writer.drain()

    async def send_frame(self, t: str, **fields: object) -> None:
        await self.send(json.dumps({"t": t, **fields}).encode())

    async def next(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next frame."""
        async with asyncio.timeout(SOON_S):
            first, second = await self.reader.readexactly(2)
            assert not second & MASKED, "a server does not mask"
            size = second & 0x7F
            if size == 126:
                size = int.from_bytes(await self.reader.readexactly(2), "big")
            elif size == 127:
                size = int.from_bytes(await self.reader.readexactly(8), "big")
            return first & 0x0F, await self.reader.readexactly(size)

    async def next_frame(self) -> dict[str, Any]:
        """Return the next frame of the protocol."""
        opcode, payload = await self.next()
        assert opcode == TEXT, (opcode, payload)
        frame: dict[str, Any] = json.loads(payload)
        return frame

    async def closed_with(self) -> int:
        """Return the code of the server's close frame; what comes before it is skipped."""
        while True:
            opcode, payload = await self.next()
            if opcode == CLOSE:
                return int.from_bytes(payload[:2], "big")

    async def dropped(self) -> None:
        """Wait until the server lets go of the connection."""
        async with asyncio.timeout(SOON_S):
            with suppress(ConnectionError):
                while await self.reader.read(65536):
                    pass
