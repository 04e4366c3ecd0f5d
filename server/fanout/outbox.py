"""What waits for one reader, bounded: a slow reader costs memory only up to a limit.

Frames are complete WebSocket frames. They wait here, not in the transport, so that they can
be dropped: over `SLOW_READER_BYTES` the queue is lost and the reader gets one `resync`.
"""

from collections.abc import Callable

from server.connection.straight import NO_WAY, Transport, descriptor, write
from server.wire import codec
from server.wire.frames import Resync
from server.wire.framing import text_frame

SLOW_READER_BYTES = 256 * 1024
TRANSPORT_BYTES = 64 * 1024  # more than this unsent in the transport: hold frames back here

RESYNC = text_frame(codec.encode(Resync()))


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
        "_frames",
        "_mark",
        "_owed",
        "_waiting",
        "descriptor",
        "give_up",
        "lost",
        "queued",
        "stuck_since",
        "transport",
    )

    def __init__(self, transport: Transport, mark: Callable[["Outbox"], None]) -> None:
        self.transport: Transport = transport
        self.descriptor = descriptor(transport)
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
        return self._waiting + self.transport.get_write_buffer_size()

    @property
    def idle(self) -> bool:
        """Whether the reader has taken what it was sent, so that more may be paged to it."""
        return not self._frames and self.transport.get_write_buffer_size() < TRANSPORT_BYTES

    @property
    def is_clear(self) -> bool:
        """Whether nothing waits anywhere, and the socket may be written to past its transport."""
        unsent = self._frames or self.transport.get_write_buffer_size()
        return self.descriptor != NO_WAY and not unsent

    def flush(self, now: float) -> bool:
        """Write all that waits in one call; False if the reader is not taking it.

        `now` is the loop's time; it tells how long a reader has been stuck.
        """
        if self.transport.is_closing():
            self.clear()
            return True
        unsent = self.transport.get_write_buffer_size()
        if unsent >= TRANSPORT_BYTES:
            return self._held_back(now)
        frames, self._frames, self._waiting = self._frames, [], 0
        self._owed.clear()
        self.queued = False
        self.stuck_since = None
        if frames:
            written = frames[0] if len(frames) == 1 else b"".join(frames)
            if unsent or self.descriptor == NO_WAY:
                self.transport.write(written)
            else:
                write(self, written)
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
        self.transport = _NOWHERE
        self.descriptor = NO_WAY
        self.give_up = None

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
