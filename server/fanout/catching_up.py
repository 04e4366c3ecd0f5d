"""The backlog of somebody who comes in: paged from the store at the reader's own pace."""

from collections.abc import Iterable, Sequence

from rooms.state import Room
from server.fanout.channel import Channel, erased, frame_bytes
from server.fanout.views import frame_of
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.streams import Streams
from server.wire import codec
from server.wire.frames import SERVER_FRAME_BYTES, Gap, Lines, StreamFrame
from server.wire.framing import text_frame

PAGE = 100
AT_ONCE_BYTES = 64 * 1024
ROOM_FOR_ENVELOPE = 256


def gap_frame(first: int, last: int) -> bytes:
    """Return the frame that says these numbers, both included, are no longer kept."""
    return text_frame(codec.encode(Gap(from_=first, to=last)))


class Backlog:
    """Where one reader stands on the way to the head, and the page that is on its way.

    Frames are handed out in parts of `AT_ONCE_BYTES`: what a slow reader has not taken yet
    stays far under the bound at which its outbox would be dropped.
    """

    def __init__(self, streams: Streams, channel: Channel, after: int) -> None:
        self._streams = streams
        self._channel = channel
        self._cursor = after
        self._page: Sequence[bytes] = ()

    async def read(self) -> Sequence[bytes]:
        """Return frames from the store, where the tail does not reach back so far."""
        if not self._page:
            log = self._channel.log
            entries = await self._streams.page(log, self._cursor, PAGE)
            known = [entry for entry in entries if entry.n <= log.head]
            end = known[-1].n if known else log.head
            self._page = list(_frames(known, self._cursor, end, log))
            self._cursor = end
        count = _at_once(self._page)
        part, self._page = self._page[:count], self._page[count:]
        return part

    def recent(self) -> tuple[Sequence[bytes], bool] | None:
        """Return frames from the tail, and whether they reach the head; None: read first.

        At the head the caller goes live before it awaits anything.
        """
        if not self._page:
            whole = self._channel.recent(self._cursor, AT_ONCE_BYTES)
            if whole is not None:
                return [whole] if whole else [], True
        rest = None if self._page else self._channel.since(self._cursor)
        if rest is None:
            return None
        count = _at_once(rest)
        self._cursor += count
        return rest[:count], count == len(rest)


def _at_once(frames: Sequence[bytes]) -> int:
    """Return how many of the first frames go together: at least one, if there is one."""
    size = 0
    for count, frame in enumerate(frames):
        size += len(frame)
        if size > AT_ONCE_BYTES and count:
            return count
    return len(frames)


def _frames(entries: Iterable[Entry], cursor: int, end: int, log: Log[Room]) -> Iterable[bytes]:
    """Frames for the numbers from `cursor` + 1 to `end`; what is gone is told as gaps."""
    expected = cursor + 1
    for entry in entries:
        if entry.event is None and not entry.erased:
            continue  # its key is gone: part of the gap before the next one
        if entry.n > expected:
            yield gap_frame(expected, entry.n - 1)
        yield frame_bytes(erased(entry) if entry.n in log.state.hidden else entry)
        expected = entry.n + 1
    if expected <= end:
        yield gap_frame(expected, end)


async def earlier(streams: Streams, log: Log[Room], before: int, limit: int, floor: int) -> Lines:
    """Return at most `limit` kept events before number `before`, none under `floor`.

    As many of the latest as fit into one server frame; `from_` is the lowest number covered.
    """
    first = max(log.first, floor)
    end = min(before, log.head + 1)
    start = max(first, end - limit)
    entries = await streams.page(log, start - 1, max(1, end - start)) if start < end else []
    frames = _visible((entry for entry in entries if entry.n < end), log)
    fitting, lowest = _latest_that_fit(frames)
    covered = min(before, start if lowest is None else lowest)
    return Lines(events=fitting, from_=covered, first_kept=first)


def _visible(entries: Iterable[Entry], log: Log[Room]) -> list[StreamFrame]:
    shown = (erased(e) if e.n in log.state.hidden else e for e in entries)
    return [frame for frame in map(frame_of, shown) if frame is not None]


def _latest_that_fit(frames: Sequence[StreamFrame]) -> tuple[list[StreamFrame], int | None]:
    """Return the latest frames that fit, and the lowest number if some did not."""
    left = SERVER_FRAME_BYTES - ROOM_FOR_ENVELOPE
    for position in range(len(frames) - 1, -1, -1):
        left -= len(codec.encode(frames[position])) + 1
        if left < 0:
            return list(frames[position + 1 :]), frames[position + 1].n
    return list(frames), None
