"""A member for storms: one person who keeps a place in the stream and comes back by themselves.

They do as the page does: after a `bye` they wait as long as they were told and up to a second
more, otherwise anything up to a bound that doubles; what was not answered is said again under
its id. Frames are cut by hand and told apart by their first bytes, so that ten thousand fit in
one process.
"""

import asyncio
import random
import socket
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from itertools import count
from secrets import token_bytes
from typing import cast

from bench.by_hand import AFTER_S, CODE, EPOCH, FROM, PLACE, WORD, number_in, send
from bench.member import ACK, CLOSE, HANDSHAKE, HELLO, MASKED, NACK, NO_MASK, SAID, frames_of
from bench.roll import Roll

BYE, GAP, RESYNC = b'{"t":"bye"', b'{"t":"gap"', b'{"t":"resync"'
FIRST_WAIT_S, LONGEST_WAIT_S, JITTER_S = 0.5, 20.0, 1.0
PATIENCE_S = 20.0  # so long the page waits for `hello` before it begins again
RECEIVE_BYTES = 64 * 1024  # what is not read is soon the sender's, not hidden in the system
NONCE = "AAAAAAAAAAAAAAAAAAAAAA=="

_ids = count(1)


class Regular(asyncio.Protocol):
    """One person in one room, over as many sockets as it takes."""

    def __init__(
        self, number: int, room: str, port: Callable[[], int], roll: Roll, *, n: int = -1
    ) -> None:
        self.number = number
        self.room = room
        self.n = n  # -1: no place in the stream yet; 0: from the beginning
        self.head = 0
        self.epoch = ""
        self.coming = True
        self.mute = False
        self.reads = True
        self.unanswered: dict[str, tuple[str, float]] = {}
        self._port = port
        self._roll = roll
        self._source = f"127.1.{number // 64 % 250}.1"
        self._key = urlsafe_b64encode(token_bytes(32)).rstrip(b"=").decode()
        self._buffer = b""
        self._upgraded = self._open = False
        self._told_s: float | None = None
        self._attempt = 0
        self._transport: asyncio.Transport | None = None
        self._again: asyncio.TimerHandle | None = None
        self._patience: asyncio.TimerHandle | None = None
        self._dialling: asyncio.Task[None] | None = None

    @property
    def inside(self) -> bool:
        """Whether this one is in and has read all there was at the door."""
        return self._open and self.n >= self.head

    @property
    def gone(self) -> bool:
        """Whether nothing is open any more."""
        return self._transport is None

    def dial(self) -> None:
        """Open a socket and ask to come in."""
        self._dialling = asyncio.get_running_loop().create_task(self._dial())

    def say(self, text: str) -> None:
        """Say something; it is said again until it is answered."""
        ident = urlsafe_b64encode(next(_ids).to_bytes(16)).rstrip(b"=").decode()
        self.unanswered[ident] = (text, time.monotonic())
        self._send(f'{{"t":"say","id":"{ident}","text":"{text}"}}')

    def stop_reading(self) -> None:
        """Take nothing more from the socket: it is open, and nobody looks."""
        self.reads = False
        if self._transport is not None:
            self._transport.pause_reading()

    def go(self) -> None:
        """End it without a word; nobody comes back."""
        self.coming = False
        for handle in (self._again, self._patience):
            if handle is not None:
                handle.cancel()
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the wire."""
        self._transport = cast("asyncio.Transport", transport)
        self._buffer, self._upgraded, self._told_s = b"", False, None
        self._transport.write(HANDSHAKE.format(port=self._port(), nonce=NONCE).encode())

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        data = self._buffer + data
        if not self._upgraded:
            _, found, rest = data.partition(b"\r\n\r\n")
            if not found:
                self._buffer = data
                return
            self._upgraded, data = True, rest
            self._enter()
        frames, self._buffer = frames_of(data)
        for opcode, frame in frames:
            self._take(opcode, frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """Come back, unless gone for good."""
        del exc
        self._transport = None
        self._lost()

    async def _dial(self) -> None:
        loop = asyncio.get_running_loop()
        self._patience = loop.call_later(PATIENCE_S, self._too_long)
        sock = socket.socket()
        try:
            sock.setblocking(False)  # noqa: FBT003 - the socket's own
            sock.setsockopt(socket.IPPROTO_IP, socket.IP_BIND_ADDRESS_NO_PORT, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
            sock.bind((self._source, 0))
            await loop.sock_connect(sock, ("127.0.0.1", self._port()))
            await loop.create_connection(lambda: self, sock=sock)
        except OSError:
            sock.close()
            self._roll.refused()
            self._lost()

    def _too_long(self) -> None:
        self._roll.given_up()
        if self._transport is not None:
            self._transport.abort()
        elif self._dialling is not None:
            self._dialling.cancel()
            self._lost()

    def _lost(self) -> None:
        if self._open:
            self._open = False
            self._roll.out(self)
        if self._patience is not None:
            self._patience.cancel()
        if not self.coming:
            return
        ceiling = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**self._attempt)
        self._attempt += 1
        told, self._told_s = self._told_s, None
        wait = random.random() * ceiling if told is None else told + random.random() * JITTER_S  # noqa: S311 - as the page
        self._again = asyncio.get_running_loop().call_later(wait, self.dial)

    def _enter(self) -> None:
        after = f',"after":{{"epoch":"{self.epoch}","n":{self.n}}}' if self.n >= 0 else ""
        self._send(f'{{"t":"enter","room":"{self.room}","key":"{self._key}"{after}}}')

    def _take(self, opcode: int, frame: bytes) -> None:
        if opcode == CLOSE:
            self._roll.closed(int.from_bytes(frame[:2]))
            if self._transport is not None and not self.mute:
                self._transport.write(bytes((0x88, MASKED | 2)) + NO_MASK + frame[:2])
                self._transport.close()
        elif frame.startswith(SAID):
            self._said(frame)
        elif frame.startswith(ACK):
            self._acked(frame)
        elif frame.startswith(HELLO):
            self._hello(frame)
        elif frame.startswith(GAP):
            self._gap(frame)
        elif frame.startswith(BYE):
            self._told_s = number_in(AFTER_S, frame)
            self._roll.told(self._told_s)
        elif frame.startswith(NACK):
            self._nacked(frame)
        elif frame.startswith(RESYNC):
            self._roll.resyncs += 1
            self._enter()

    def _hello(self, frame: bytes) -> None:
        found = EPOCH.search(frame)
        epoch = found[1].decode() if found else ""
        first, self.head = number_in(FROM, frame), number_in(PLACE, frame)
        if self.epoch and (epoch != self.epoch or first != self.n + 1):
            self._roll.lost.append(f"{self.room}: from {first} instead of {self.n + 1}")
        self.epoch, self.n = epoch, first - 1
        if self._patience is not None:
            self._patience.cancel()
        self._attempt = 0
        self._open = True
        self._caught_up()

    def _said(self, frame: bytes) -> None:
        n = number_in(PLACE, frame)
        if n != self.n + 1:
            self._roll.lost.append(f"{self.room}: {n} after {self.n}")
        was_in, self.n = self.inside, max(self.n, n)
        found = WORD.search(frame)
        self._roll.seen(self.room, n, found[1] if found else b"")
        if not was_in:
            self._caught_up()

    def _gap(self, frame: bytes) -> None:
        first, last, _ = FROM.search(frame).groups()  # type: ignore[union-attr]  # it has both
        self._roll.lost.append(f"{self.room}: gap {int(first)} to {int(last)}")
        self.n = int(last)

    def _caught_up(self) -> None:
        if not self.inside:
            return
        self._roll.inside(self)
        for ident, (text, _) in list(self.unanswered.items()):
            self.unanswered[ident] = (text, 0.0)
            self._send(f'{{"t":"say","id":"{ident}","text":"{text}"}}')

    def _acked(self, frame: bytes) -> None:
        found = WORD.search(frame)
        word = found[1] if found else b""
        _, began = self.unanswered.pop(word.decode(), ("", 0.0))
        self._roll.acked(self.room, number_in(PLACE, frame), word, began)

    def _nacked(self, frame: bytes) -> None:
        code = CODE.search(frame)
        self._roll.nacked(code[1].decode() if code else "")
        found = WORD.search(frame)
        wait = number_in(AFTER_S, frame) if AFTER_S.search(frame) else 1
        if not self._open:
            self._told_s = wait
        elif found and found[1].decode() in self.unanswered:
            ident = found[1].decode()
            text, _ = self.unanswered[ident]
            again = f'{{"t":"say","id":"{ident}","text":"{text}"}}'
            self.unanswered[ident] = (text, 0.0)
            asyncio.get_running_loop().call_later(wait, self._send, again)

    def _send(self, text: str) -> None:
        if self._transport is not None and self._upgraded:
            send(self._transport, text)
