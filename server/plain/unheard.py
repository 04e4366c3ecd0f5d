"""What somebody is told who has no messages open just now: it waits for when they look again."""

from collections import OrderedDict
from collections.abc import Sequence

from server.plain.callers import Caller
from server.wire.frames import Card, Nack

Heard = Card | Nack
MOST = 1_000  # beyond these, what waited longest is let go


class Unheard:
    """The last word for each session and room; in memory, and only until it was shown."""

    def __init__(self) -> None:
        self._waits: OrderedDict[tuple[bytes, str], Heard] = OrderedDict()

    def keep(self, caller: Caller, frame: Heard) -> None:
        """Keep what would have been said."""
        self._waits[caller.whose, caller.room.id] = frame
        if len(self._waits) > MOST:
            self._waits.popitem(last=False)

    def take(self, caller: Caller) -> Sequence[Heard]:
        """Return what waits for this one, once."""
        frame = self._waits.pop((caller.whose, caller.room.id), None)
        return () if frame is None else (frame,)
