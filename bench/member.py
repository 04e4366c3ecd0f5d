"""A member for load: the wire by hand on a bare socket, so that measuring costs little.

Frames are told apart by their first bytes and never decoded as a whole; the server's own encoder
always writes `t` first.
"""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Callable
from itertools import count
from secrets import token_bytes
from typing import cast

SAID, ACK, NACK, HELLO = b'{"t":"said"', b'{"t":"ack"', b'{"t":"nack"', b'{"t":"hello"'
HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: kith.v1\r\n\r\n"
)
SHORT, LONG = 126, 127
MASKED, NO_MASK = 0x80, b"\0\0\0\0"  # a mask of zeros is a mask, and costs no work
CLOSE = 8
OPCODE = 0x0F

Heard = Callable[["Member", bytes], None]

_ids = count(1)


def frames_of(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Return opcode and payload of every whole frame, and what is left over."""
    frames: list[tuple[int, bytes]] = []
    at, end = 0, len(data)
    while end - at >= 2:
        size, begin = data[at + 1], at + 2
        if size == SHORT:
            size, begin = int.from_bytes(data[at + 2 : at + 4]), at + 4
        elif size == LONG:
            size, begin = int.from_bytes(data[at + 2 : at + 10]), at + 10
        if begin + size > end:
            break
        frames.append((data[at] & OPCODE, data[begin : begin + size]))
        at = begin + size
    return frames, data[at:]


class Member(asyncio.Protocol):
    """One socket in one room; what it hears goes to `heard`."""

    def __init__(self, room: str, port: int, heard: Heard, key: str = "") -> None:
        self.number = next(_ids)
        self._room = room
        self._port = port
        self._heard = heard
        self.key = key or urlsafe_b64encode(token_bytes(32)).rstrip(b"=").decode()
        self._open = False
        self._rest = b""
        self._transport: asyncio.Transport
        loop = asyncio.get_running_loop()
        self.entered: asyncio.Future[None] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the wire."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by name
        nonce = "AAAAAAAAAAAAAAAAAAAAAA=="  # nothing is hidden from a proxy on loopback
        self._transport.write(HANDSHAKE.format(port=self._port, nonce=nonce).encode())

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        if self._rest:
            data = self._rest + data
        if not self._open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            self._open = True
            self.enter()
        self._rest = self._cut(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        del exc
        for waiting in (self.entered, self.ended):
            if not waiting.done():
                waiting.set_result(None)

    def enter(self) -> None:
        """Come in; again on the same socket: ask for the last lines."""
        self._send(f'{{"t":"enter","room":"{self._room}","key":"{self.key}"}}')

    def say(self, text: str) -> None:
        """Say something, under an id that was never used."""
        self.ask("say", f'"text":"{text}"')

    def ask(self, kind: str, fields: str = "") -> None:
        """Ask for something, with more fields as JSON, under an id that was never used."""
        fresh = urlsafe_b64encode(next(_ids).to_bytes(16)).rstrip(b"=").decode()
        more = f",{fields}" if fields else ""
        self._send(f'{{"t":"{kind}","id":"{fresh}"{more}}}')

    def leave(self) -> None:
        """Go; the place is free at once."""
        self._send('{"t":"leave"}')

    def _cut(self, data: bytes) -> bytes:
        frames, rest = frames_of(data)
        for opcode, payload in frames:
            self._take(opcode, payload)
        return rest

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == CLOSE:
            self._transport.close()
            return
        if payload.startswith(HELLO) and not self.entered.done():
            self.entered.set_result(None)
        self._heard(self, payload)

    def _send(self, text: str) -> None:
        data = text.encode()
        if len(data) < SHORT:
            head = bytes((0x81, MASKED | len(data)))
        else:
            head = bytes((0x81, MASKED | SHORT)) + len(data).to_bytes(2)
        self._transport.write(head + NO_MASK + data)
