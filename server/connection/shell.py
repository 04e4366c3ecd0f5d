"""The shell of a WebSocket, the members' and the volunteers' alike: read, and closed once.

It is the protocol of a socket whose handshake is over: nothing of what read the request stays
behind. Control frames end here. A peer may ask whether we are there, but each question costs us
an answer, so whoever floods with them is let go like anybody else who breaks the protocol.
"""

import asyncio
from enum import Enum
from typing import Protocol

from server.connection.crowd import Crowd
from server.wire.closes import Close
from server.wire.frames import CLIENT_FRAME_BYTES
from server.wire.framing import close_frame, pong_frame
from server.wire.inbound import Broken, Inbound, Message, Opcode

CLOSE_WAIT_S = 3.0
HELD_BYTES = 64 * 1024  # what may come in while nobody takes it
CONTROLS = 64  # pings and pongs at once; browsers send one in some seconds
CONTROL_S = 0.25  # and then one in so long


class Listener(Protocol):
    """Whoever a socket speaks to."""

    def heard(self, said: str | bytes) -> None:
        """Take the next text, or the bytes of a binary frame."""

    def flooded(self) -> None:
        """Take note that the peer asks too much; it is still to be closed."""

    def ended(self) -> None:
        """Let go at once: nothing more comes, and nothing may be written. Called once."""


class Stage(Enum):
    """How far a socket has come."""

    OPEN = "open"
    CLOSING = "closing"  # our close is written, the peer's is waited for
    OVER = "over"  # whatever still comes is not read


class Shell(asyncio.Protocol):
    """One WebSocket, without what is said on it; held until it is told to go on."""

    __slots__ = (
        "_crowd",
        "_held",
        "_inbound",
        "_last_call",
        "_listener",
        "_lost",
        "_paused",
        "_quiet_at",
        "_stage",
        "transport",
    )

    def __init__(
        self, transport: asyncio.Transport, crowd: Crowd, most_bytes: int = CLIENT_FRAME_BYTES
    ) -> None:
        self.transport = transport
        self._crowd = crowd
        self._inbound = Inbound(most_bytes)
        self._listener: Listener | None = None
        self._stage = Stage.OPEN
        self._held = True
        self._paused = False
        self._quiet_at = 0.0
        self._last_call: asyncio.TimerHandle | None = None
        self._lost: asyncio.Future[None] | None = None

    def speak_to(self, listener: Listener) -> None:
        """Have this one listen."""
        self._listener = listener

    def hold(self) -> None:
        """Hand nothing more on for now."""
        self._held = True

    def go_on(self) -> None:
        """Hand on what came meanwhile, and what comes."""
        if not self._held:
            return
        self._held = False
        self._read()
        if self._paused and not self._held:
            self._resume()

    async def close(self, close: Close) -> None:
        """Close; a peer that does not answer the close is not waited for."""
        if self._stage is Stage.OPEN:
            self._stage = Stage.CLOSING
            self._write(close_frame(close))
            self._expect_end()
            self._read()  # perhaps its own close is here already
            if self._paused:
                self._resume()
        await self._end()

    def data_received(self, data: bytes) -> None:
        """Read; keep what nobody takes yet, but not much of it."""
        if self._stage is Stage.OVER:
            return
        self._inbound.feed(data)
        if self._stage is Stage.CLOSING or not self._held:
            self._read()
        elif self._inbound.size > HELD_BYTES and not self._paused:
            self._paused = True
            self.transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let everybody know."""
        del exc
        self._crowd.depart()
        self._stage = Stage.OVER
        if self._last_call is not None:
            self._last_call.cancel()
        if self._lost is not None and not self._lost.done():
            self._lost.set_result(None)
        self._let_go()

    def _read(self) -> None:
        try:
            while self._stage is Stage.CLOSING or not self._held:
                message = None if self._stage is Stage.OVER else self._inbound.next()
                if message is None:
                    return
                self._take(message)
        except Broken as broken:
            self._broken(broken.close)

    def _take(self, message: Message) -> None:
        opcode, said = message
        if opcode is Opcode.CLOSE:
            self._closed_by_peer()
        elif self._stage is not Stage.OPEN or self._listener is None:
            pass  # who is told to go is not heard any more
        elif opcode is Opcode.TEXT or opcode is Opcode.BINARY:
            self._listener.heard(said)
        elif self._is_flood():
            self._listener.flooded()
        elif opcode is Opcode.PING and isinstance(said, bytes):
            self._write(pong_frame(said))

    def _closed_by_peer(self) -> None:
        """Answer a close, unless it is itself the answer; either way nothing more is said."""
        if self._stage is Stage.CLOSING:
            self._stage = Stage.OVER
            self.transport.abort()
            return
        self._write(close_frame(Close.DONE))
        self._expect_end()
        self._stage = Stage.OVER
        self._let_go()
        self.transport.close()

    def _broken(self, close: Close) -> None:
        """Close a peer whose frames are none: its own close could not be told from noise."""
        if self._stage is Stage.OPEN:
            self._write(close_frame(close))
            self._expect_end()
        self._stage = Stage.OVER
        self._let_go()
        # The peer may still be sending: were its line cut now, the close might never reach it.
        if self.transport.can_write_eof() and not self.transport.is_closing():
            self.transport.write_eof()
        if self._paused:
            self._resume()

    def _write(self, frame: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(frame)

    def _resume(self) -> None:
        self._paused = False
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def _expect_end(self) -> None:
        loop = asyncio.get_running_loop()
        self._last_call = loop.call_later(CLOSE_WAIT_S, self.transport.abort)

    async def _end(self) -> None:
        """Wait until the line is gone."""
        if self._stage is not Stage.CLOSING:
            return
        if self._lost is None:
            self._lost = asyncio.get_running_loop().create_future()
        await asyncio.shield(self._lost)

    def _let_go(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.ended()

    def _is_flood(self) -> bool:
        """Count a ping or pong; whether there were too many of late."""
        now = asyncio.get_running_loop().time()
        self._quiet_at = max(self._quiet_at, now) + CONTROL_S
        return self._quiet_at - now > CONTROLS * CONTROL_S
