"""Which streams are open on this node, and whose. Nothing is remembered of one that has ended."""

from collections import defaultdict

from server.plain.stream import PlainStream

STREAMS = 3  # each uses one of the six connections that a browser has for this place


class Sessions:
    """The open streams of each session."""

    def __init__(self) -> None:
        self._open: defaultdict[bytes, list[PlainStream]] = defaultdict(list)

    def may_open(self, whose: bytes) -> bool:
        """Return whether this session may have another stream."""
        return len(self.of(whose)) < STREAMS

    def of(self, whose: bytes, room_id: str = "") -> list[PlainStream]:
        """Return a session's streams that somebody still reads, in one room if it is named."""
        streams = self._open.get(whose, [])
        return [s for s in streams if s.open and room_id in {"", s.caller.room.id}]

    def holding(self, whose: bytes, room_id: str = "") -> list[PlainStream]:
        """Return a session's streams that hold its place in a room, also one that just ends: a
        browser may drop the stream before it sends the form that says "leave".
        """
        streams = self._open.get(whose, [])
        return [s for s in streams if room_id in {"", s.caller.room.id}]

    def opened(self, stream: PlainStream) -> None:
        """Count a stream in."""
        self._open[stream.caller.whose].append(stream)

    def ended(self, stream: PlainStream) -> None:
        """Count a stream out."""
        whose = stream.caller.whose
        self._open[whose].remove(stream)
        if not self._open[whose]:
            del self._open[whose]
