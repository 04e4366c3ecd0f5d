"""One room on this node: its readers, and the last frames, built once for all of them."""

from collections import deque
from collections.abc import Callable, Sequence

from rooms.state import Room
from server.fanout.audience import Audience
from server.fanout.views import frame_of
from server.streams.kinds import Entry
from server.streams.log import Log
from server.wire import codec
from server.wire.frames import Erased
from server.wire.framing import text_frame

TAIL = 200
SHARED_AT_ONCE = 4  # newcomers all begin at the same number; others come back to theirs


class Kept:
    """A recent entry until somebody needed it, and then its complete WebSocket frame alone."""

    __slots__ = ("_entry", "_frame", "at", "n")

    def __init__(self, entry: Entry) -> None:
        self.n = entry.n
        self.at = entry.at
        self._entry: Entry | None = entry
        self._frame = b""

    @property
    def frame(self) -> bytes:
        """The frame, built the first time it is asked for; what it was built from may go."""
        if self._entry is not None:
            self._frame = frame_bytes(self._entry)
            self._entry = None
        return self._frame

    @property
    def erased(self) -> bytes:
        """The frame of an entry that nobody may see."""
        return text_frame(codec.encode(Erased(n=self.n, at=self.at)))


def frame_bytes(entry: Entry) -> bytes:
    """Return the complete WebSocket frame of an entry; of one that is gone, `erased`."""
    frame = frame_of(entry) or Erased(n=entry.n, at=entry.at)
    return text_frame(codec.encode(frame))


def erased(entry: Entry) -> Entry:
    """Return what stands in a replay for an entry that nobody may see."""
    return Entry(entry.n, entry.at, entry.rule, None, erased=True)


class Channel:
    """Fan-out of one room. Lines that were hidden or erased are not in any replay."""

    def __init__(self, log: Log[Room], mark: Callable[[Audience], None]) -> None:
        self.log = log
        self.readers = Audience(mark)
        self._tail: deque[Kept] = deque(maxlen=TAIL)
        self._shared: dict[tuple[int, int], bytes] = {}  # by what it follows, and the head

    def publish(self, entry: Entry) -> int:
        """Queue the entry's frame for every live reader; return how many."""
        self._shared.clear()
        if self._tail and entry.n <= self._tail[-1].n:
            self._overwrite(entry)  # erased afterwards: only what is replayed changes
            return 0
        kept = Kept(entry)
        self._tail.append(kept)
        return self._deliver(kept) if self.readers else 0

    def tell(self, frame: bytes) -> None:
        """Queue an unnumbered frame (presence) for everybody here."""
        self.readers.tell(frame)

    def since(self, n: int) -> Sequence[bytes] | None:
        """Return the frames after `n`, or None if the tail does not hold them all."""
        if n >= self.log.head:
            return []
        tail = self._tail
        if not tail or tail[0].n > n + 1 or not self._dense():
            return None
        return [self._replayed(kept) for kept in tail if kept.n > n]

    def recent(self, n: int, most: int) -> bytes | None:
        """Return all that follows `n` in one piece, the same for everybody who comes in now.

        None if the tail does not hold it all, or it is over `most` bytes.
        """
        if n >= self.log.head:
            return b""
        shared = self._shared.get((n, self.log.head))
        if shared is None:
            frames = self.since(n)
            shared = b"".join(frames) if frames is not None else None
            if shared is None or len(shared) > most:
                return None
            if len(self._shared) < SHARED_AT_ONCE:
                self._shared[n, self.log.head] = shared
        return shared

    def expire(self, before: int) -> None:
        """Let go of what is older than `before` (ms)."""
        self._shared.clear()
        while self._tail and self._tail[0].at < before:
            self._tail.popleft()

    def _deliver(self, kept: Kept) -> int:
        return self.readers.say(kept.frame)

    def _dense(self) -> bool:
        """Whether the tail ends at the head and nothing is missing or expired inside it."""
        first, last = self._tail[0], self._tail[-1]
        return last.n == self.log.head == first.n + len(self._tail) - 1

    def _replayed(self, kept: Kept) -> bytes:
        if kept.n in self.log.state.hidden:
            return kept.erased
        return kept.frame

    def _overwrite(self, entry: Entry) -> None:
        gone = (Kept(erased(entry)) if kept.n == entry.n else kept for kept in self._tail)
        self._tail = deque(gone, maxlen=TAIL)
