"""What the same author wrote just before: chat splits sentences, so lines are read together."""

from collections import OrderedDict
from collections.abc import Sequence

from moderation.reading import Line

LINES = 5
WITHIN_MS = 90_000
AUTHORS = 20_000  # memory is bounded; the longest silent go first


class Window:
    """The last lines of each member of each room, in memory and for 90 s."""

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[str, str], list[tuple[int, Line]]] = OrderedDict()

    def before(self, room: str, member: str, now: int) -> Sequence[Line]:
        """Return the lines of the last 90 s before `now` (ms), the oldest first."""
        lines = self._lines.get((room, member), ())
        return [text for at, text in lines if now - at <= WITHIN_MS]

    def add(self, room: str, member: str, now: int, line: Line) -> None:
        """Keep a line that was accepted, for a while."""
        lines = self._lines.setdefault((room, member), [])
        lines.append((now, line))
        del lines[:-LINES]
        self._lines.move_to_end((room, member))
        while self._lines:
            oldest = next(iter(self._lines))
            if len(self._lines) <= AUTHORS and now - self._lines[oldest][-1][0] <= WITHIN_MS:
                return
            del self._lines[oldest]
