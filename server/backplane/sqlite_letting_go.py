"""How entries and dedupe keys leave the SQLite file without leaving copies behind.

SQLite moves rows when a page becomes nearly empty, and what was moved stays readable in its
old place. So an entry is never deleted beside one that is kept: it is overwritten with zeros
of the same length where it lies, and rows are deleted only from the oldest end of the file,
a margin of dead ones short of the first that is kept.
"""

import sqlite3
from collections.abc import Sequence
from typing import Final

from server.backplane import REMEMBER_AT_LEAST_MS, REMEMBER_MS, REMEMBER_POSTS, Item
from server.backplane.ledger import StreamEnd
from server.backplane.sqlite_rows import marks, parts

# More dead rows than fit on the three pages that SQLite may join into one.
DEAD_ROWS_KEPT: Final = 256
_OLDEST_AT_ONCE: Final = 4_096  # ids of keys; more than come in the time between two looks
_OTHERS_AT_ONCE: Final = 256
_FORGET: Final = """
DELETE FROM dedupe WHERE id IN (
    SELECT d.id FROM dedupe AS d JOIN stream AS s ON s.id = d.stream
    WHERE d.id BETWEEN :first AND :last
    AND d.at <= :young AND (d.at <= :old OR d.rank <= s.posts - :posts)
)
"""
# The braces of these are filled with question marks only.
_TO_ERASE: Final = (
    "SELECT n, at, rule FROM entry"
    " WHERE stream = ? AND n >= ? AND erased = 0 AND n IN ({}) ORDER BY n"
)
_ERASE: Final = (
    "UPDATE entry SET erased = 1, entry = zeroblob(length(entry))"
    " WHERE stream = ? AND n >= ? AND erased = 0 AND n IN ({})"
)
_DROP: Final = (
    "UPDATE entry SET erased = 1, entry = zeroblob(length(entry))"
    " WHERE stream = ? AND n >= ? AND erased = 0 AND n <= ?"
)
_CLEAR: Final = (
    "DELETE FROM entry WHERE seq IN (SELECT seq FROM entry WHERE seq < ? ORDER BY seq LIMIT ?)"
)


class LettingGo:
    """Erases, drops and forgets over one connection, inside a transaction of its caller."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def erase(self, end: StreamEnd, numbers: Sequence[int]) -> list[Item]:
        """Overwrite entries where they lie; return those that were not erased before."""
        erased: list[Item] = []
        for some in parts(numbers):
            which, values = marks(len(some)), (end.id, end.first, *some)
            rows = self._sql.execute(_TO_ERASE.format(which), values)
            erased += [Item(end.name, n, at, rule, b"") for n, at, rule in rows.fetchall()]
            self._sql.execute(_ERASE.format(which), values)
        return erased

    def drop_before(self, end: StreamEnd, before: int, limit: int) -> int:
        """Drop at most `limit` of a stream's first entries, older than `before`."""
        (last,) = self._sql.execute(
            "SELECT max(n) FROM (SELECT n, at FROM entry"
            " WHERE stream = ? AND n >= ? ORDER BY n LIMIT ?) WHERE at < ?",
            (end.id, end.first, limit, before),
        ).fetchone()
        return 0 if last is None else self.drop_to(end, last)

    def drop_to(self, end: StreamEnd, last: int) -> int:
        """Drop a stream's entries up to number `last`; the caller keeps its new end."""
        dropped = max(0, last + 1 - end.first)
        self._sql.execute(_DROP, (end.id, end.first, last))
        end.first += dropped
        return dropped

    def clear_before(self, seq: int, limit: int) -> int:
        """Delete at most `limit` rows before `seq`, all of which are dead."""
        return self._sql.execute(_CLEAR, (seq, limit)).rowcount

    def is_whole(self, stream: str, n: int) -> bool:
        """Tell whether an entry is kept and not erased."""
        found = self._sql.execute(
            "SELECT 1 FROM entry AS e JOIN stream AS s ON s.id = e.stream"
            " WHERE s.name = ? AND e.n = ? AND e.erased = 0",
            (stream, n),
        )
        return found.fetchone() is not None

    def forget_some(self, after: int, now: int) -> int:
        """Drop forgotten dedupe keys: of the oldest, and of the next ones after an id.

        Return how far it came, or 0 at the end. Ids are in the order of time but for what was moved
        from another store, so the oldest go soon; what many posts overtook, in its turn.
        """
        oldest = self._next_key(0)
        if oldest is not None and oldest[1] <= now - REMEMBER_MS:
            self._forget(oldest[0], oldest[0] + _OLDEST_AT_ONCE, now)
        next_one = self._next_key(after)
        if next_one is None or next_one[1] > now - REMEMBER_AT_LEAST_MS:
            return 0
        last = next_one[0] + _OTHERS_AT_ONCE
        self._forget(next_one[0], last, now)
        return last

    def _next_key(self, after: int) -> tuple[int, int] | None:
        found: tuple[int, int] | None = self._sql.execute(
            "SELECT id, at FROM dedupe WHERE id > ? ORDER BY id LIMIT 1", (after,)
        ).fetchone()
        return found

    def _forget(self, first: int, last: int, now: int) -> None:
        bounds = {
            "first": first,
            "last": last,
            "young": now - REMEMBER_AT_LEAST_MS,
            "old": now - REMEMBER_MS,
            "posts": REMEMBER_POSTS,
        }
        self._sql.execute(_FORGET, bounds)
