"""What waits for one reader, bounded: a slow reader costs memory only up to a limit.

Frames are complete WebSocket frames. They wait here, not in the transport, so that they can
be dropped: over `SLOW_READER_BYTES` the queue is lost and the reader gets one `resync`.
"""

import os
from collections.abc import Callable
from typing import Protocol

from server.straight import NO_WAY, descriptor
from server.wire import codec
from server.wire.frames import Resync
from server.wire.framing import text_frame

SLOW_READER_BYTES = 256 * 1024
TRANSPORT_BYTES = 64 * 1024  # more than this unsent in the transport: hold frames back here

RESYNC = text_frame(codec.encode(Resync()))


class Transport(Protocol):
    """What frames are written to: a socket's transport, or what stands in its place."""

    def write(self, data: bytes) -> None:
        """Take complete frames, one after another."""

    def get_write_buffer_size(self) -> int:
        """Return how many bytes its reader has not taken yet."""

    def is_closing(self) -> bool:
        """Return whether nothing more can reach the reader."""


class Nowhere:
    """What an outbox writes to once its socket has ended: a late frame must not reach it."""

    def write(self, data: bytes) -> None:
        """Nobody is there to read it."""

    def get_write_buffer_size(self) -> int:
        """Return nothing: nothing waits."""
        return 0

    def is_closing(self) -> bool:
        """Return that nothing more can reach the reader."""
        return True


_NOWHERE = Nowhere()


class Outbox:
    """The frames one connection still has to be sent."""

    __slots__ = (
        "_descriptor",
        "_frames",
        "_mark",
        "_owed",
        "_transport",
        "_waiting",
        "give_up",
        "lost",
        "queued",
        "stuck_since",
    )

    def __init__(self, transport: Transport, mark: Callable[["Outbox"], None]) -> None:
        self._transport = transport
        self._descriptor = descriptor(transport)
        self._mark = mark
        self._frames: list[bytes] = []
        self._owed: list[bytes] = []  # of these, what was promised to come: answers
        self._waiting = 0
        self.queued = False
        self.lost = False
        self.stuck_since: float | None = None
        self.give_up: Callable[[], None] | None = None  # called when the reader stays stuck

    def put(self, frame: bytes, *, owed: bool = False) -> None:
        """Queue a frame for the end of this turn of the loop; what is owed is never dropped."""
        self._frames.append(frame)
        if owed:
            self._owed.append(frame)
        self._waiting += len(frame)
        if self.stuck_since is not None:
            self._drop_if_over()
        elif not self.queued:
            self.queued = True
            self._mark(self)

    @property
    def waiting(self) -> int:
        """Bytes that have not left the process."""
        return self._waiting + self._transport.get_write_buffer_size()

    @property
    def idle(self) -> bool:
        """Whether the reader has taken what it was sent, so that more may be paged to it."""
        return not self._frames and self._transport.get_write_buffer_size() < TRANSPORT_BYTES

    def flush(self, now: float) -> bool:
        """Write all that waits in one call; False if the reader is not taking it.

        `now` is the loop's time; it tells how long a reader has been stuck.
        """
        if self._transport.is_closing():
            self.clear()
            return True
        unsent = self._transport.get_write_buffer_size()
        if unsent >= TRANSPORT_BYTES:
            return self._held_back(now)
        frames, self._frames, self._waiting = self._frames, [], 0
        self._owed.clear()
        self.queued = False
        self.stuck_since = None
        if frames:
            written = frames[0] if len(frames) == 1 else b"".join(frames)
            if unsent or self._descriptor == NO_WAY:
                self._transport.write(written)
            else:
                self._write_straight(written)
        return True

    def clear(self) -> None:
        """Drop everything that waits."""
        self._frames = []
        self._owed.clear()
        self._waiting = 0
        self.queued = False

    def end(self) -> None:
        """Let go of the socket: nothing is written to it from now on."""
        self.clear()
        self._transport = _NOWHERE
        self._descriptor = NO_WAY
        self.give_up = None

    def _write_straight(self, written: bytes) -> None:
        """Write past the transport, which holds nothing; it gets what the socket did not take.

        It also meets whatever is wrong with the socket, and tells its protocol as ever.
        """
        try:
            taken = os.write(self._descriptor, written)
        except OSError:
            taken = 0
        if taken < len(written):
            self._transport.write(written[taken:])

    def _held_back(self, now: float) -> bool:
        if self.stuck_since is None:
            self.stuck_since = now
        self._drop_if_over()
        return False

    def _drop_if_over(self) -> None:
        if self.lost or self.waiting <= SLOW_READER_BYTES:
            return
        self._frames = [*self._owed, RESYNC]
        self._waiting = sum(map(len, self._frames))
        self.lost = True
