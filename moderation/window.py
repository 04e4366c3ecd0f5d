"""What the same author wrote just before: chat splits sentences, so lines are read together."""

from collections import OrderedDict
from collections.abc import Sequence

from moderation.reading import Line

LINES = 5
WITHIN_MS = 90_000
AUTHORS = 20_000  # memory is bounded; the longest silent go first
# What is known of a line takes 30 to 70 bytes a letter, so this is 30 to 70 MiB at most: the lines
# of all others are read again.
KNOWN_LETTERS = 1_000_000


class Window:
    """The last lines of each member of each room, in memory and for 90 s."""

    def __init__(self) -> None:
        self._lines: OrderedDict[tuple[str, str], list[tuple[int, Line]]] = OrderedDict()
        self._known: OrderedDict[tuple[str, str], int] = OrderedDict()  # letters
        self._letters = 0

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
        self._know((room, member))
        while self._lines:
            oldest = next(iter(self._lines))
            if len(self._lines) <= AUTHORS and now - self._lines[oldest][-1][0] <= WITHIN_MS:
                return
            del self._lines[oldest]
            self._letters -= self._known.pop(oldest, 0)

    def _know(self, author: tuple[str, str]) -> None:
        """Let what is known of the lines of who is silent longest go before the lines do."""
        letters = sum(len(line) for _, line in self._lines[author])
        self._letters += letters - self._known.get(author, 0)
        self._known[author] = letters
        self._known.move_to_end(author)
        while self._letters > KNOWN_LETTERS and len(self._known) > 1:
            silent, letters = self._known.popitem(last=False)
            self._letters -= letters
            for _, line in self._lines.get(silent, ()):
                line.known = None
