"""What stands at each number of a room, as clients saw it, and as it is in the end."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from checking.violation import Found, Kind
from history import Gap, Join, Receive

Stream = tuple[str, str]  # room, epoch


class What(NamedTuple):
    """What a frame showed; all who see one number must see the same."""

    kind: str
    by: str
    id: str
    body: str
    of: int

    @property
    def is_blank(self) -> bool:
        """Whether this is how a replay tells of what was erased or hidden meanwhile."""
        return self.kind == "erased" and not self.of


class Positions:
    """What was seen by anybody but the read-out, of every room and epoch."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._seen: dict[Stream, dict[int, What]] = {}
        self._when: dict[Stream, dict[int, float]] = {}

    def see(self, epoch: str, frame: Receive) -> None:
        """Take what somebody saw, and when."""
        stream, n = (frame.room, epoch), frame.n
        seen = self._seen.setdefault(stream, {})
        when = self._when.setdefault(stream, {})
        what = What(frame.kind, frame.by, frame.id, frame.body, frame.of)
        before = seen.get(n)
        if before is None or (before.is_blank and not what.is_blank):
            seen[n], when[n] = what, min(frame.at, when.get(n, frame.at))
        elif before != what and not what.is_blank:
            self._found.add(Kind.DISAGREE, frame.room, n)
        elif frame.at < when[n]:
            when[n] = frame.at

    def streams(self) -> Iterator[tuple[Stream, dict[int, What]]]:
        """Yield every room and epoch that was seen, with what stood where."""
        return iter(self._seen.items())

    def known_at(self, stream: Stream, n: int) -> float | None:
        """Return when somebody saw number `n` first."""
        return self._when.get(stream, {}).get(n)


class ReadOut:
    """What a room holds in the end: the last word on everything."""

    def __init__(self, hello: Join) -> None:
        self.room = hello.room
        self.epoch = hello.epoch
        self.head = hello.head
        self.first = hello.first
        self.at = hello.at
        self.lines: dict[int, What] = {}
        self._gaps: list[tuple[int, int]] = []  # rising, as one reader is told
        self.place: dict[tuple[str, str], int] = {}

    def take(self, frame: Receive, found: Found) -> None:
        """Take a line of the read-out."""
        what = What(frame.kind, frame.by, frame.id, frame.body, frame.of)
        self.lines[frame.n] = what
        if what.kind != "said":
            return
        if self.place.setdefault((what.by, what.id), frame.n) != frame.n:
            found.add(Kind.STORED_TWICE, self.room, what.id)

    def gap(self, gap: Gap) -> None:
        """Take numbers that are said to be gone."""
        self._gaps.append((gap.first, gap.last))

    def is_gone(self, n: int) -> bool:
        """Whether `n` was let go: it stands in a gap, or before the first kept line."""
        place = bisect_right(self._gaps, n, key=itemgetter(0)) - 1
        return n < self.first or (place >= 0 and n <= self._gaps[place][1])

    def is_blank(self, n: int) -> bool:
        """Whether `n` was erased, or is hidden."""
        what = self.lines.get(n)
        return what is not None and what.is_blank

    @property
    def has_let_go(self) -> bool:
        """Whether anything at all was erased or expired."""
        return (
            self.first > 1 or bool(self._gaps) or any(what.is_blank for what in self.lines.values())
        )
