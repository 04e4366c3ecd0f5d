"""What the writer says to SQLite, always inside a transaction of its own."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from server.backplane import REMEMBER_AT_LEAST_MS, REMEMBER_MS, REMEMBER_POSTS, Item
from server.backplane.ledger import DedupeKey, Group, Remembered, StreamEnd, shard_of
from server.backplane.sqlite_rows import add_rows, marks, parts

_TRIM_EVERY: Final = 64
_TRIM_AT_ONCE: Final = 256
_ADD_ENTRIES: Final = "INSERT INTO entry (seq, stream, n, at, rule, erased, entry) VALUES "
_ADD_DEDUPES: Final = "INSERT INTO dedupe (stream, rank, n, at, key, mac) VALUES "
_PUT_ENDS: Final = "INSERT INTO stream (id, name, shard, n, first, rule, posts) VALUES "
_OVER_OLD: Final = (
    " ON CONFLICT (id) DO UPDATE SET n = excluded.n, first = excluded.first,"
    " rule = excluded.rule, posts = excluded.posts"
)
# The braces of these are filled with question marks only.
_ENDS: Final = "SELECT id, name, n, first, rule, posts FROM stream WHERE name IN ({})"
_REMEMBERED: Final = (
    "SELECT s.shard, d.key, s.name, d.n, d.at, d.rank, d.mac"
    " FROM dedupe AS d JOIN stream AS s ON s.id = d.stream"
    " WHERE d.key IN ({}) ORDER BY d.at, d.n"
)
_TO_ERASE: Final = (
    "SELECT n, at, rule FROM entry WHERE stream = ? AND erased = 0 AND n IN ({}) ORDER BY n"
)
# Zeros of the same length: nothing on the page moves and leaves a copy behind.
_ERASE: Final = (
    "UPDATE entry SET erased = 1, entry = zeroblob(length(entry))"
    " WHERE stream = ? AND erased = 0 AND n IN ({})"
)
_TRIM: Final = """
DELETE FROM dedupe WHERE stream = :stream AND rank <= (
    SELECT max(rank) FROM (
        SELECT rank, at FROM dedupe WHERE stream = :stream ORDER BY rank LIMIT :at_once
    ) WHERE at <= :young AND (at <= :old OR rank <= :far)
)
"""


class Mark(NamedTuple):
    """How far the store is."""

    epoch: str
    last_at: int
    last_seq: int


class Tables:
    """The tables over one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def mark(self) -> Mark:
        """Return how far the store is."""
        row = self._sql.execute("SELECT epoch, last_at, last_seq FROM store").fetchone()
        return Mark(*row)

    def next_id(self) -> int:
        """Return the id the next new stream gets."""
        (last,) = self._sql.execute("SELECT coalesce(max(id), 0) FROM stream").fetchone()
        return int(last) + 1

    def ends(self, names: Sequence[str]) -> dict[str, StreamEnd]:
        """Return the ends of those named streams that exist."""
        found: dict[str, StreamEnd] = {}
        for some in parts(names):
            rows = self._sql.execute(_ENDS.format(marks(len(some))), some)
            found |= {row[1]: StreamEnd(*row) for row in rows.fetchall()}
        return found

    def remembered(self, keys: Sequence[bytes]) -> dict[DedupeKey, Remembered]:
        """Return where the store has seen these dedupe keys, in whatever shard."""
        found: dict[DedupeKey, Remembered] = {}
        for some in parts(keys):
            rows = self._sql.execute(_REMEMBERED.format(marks(len(some))), some)
            # A key used again after it was forgotten stands twice: the later one counts.
            found |= {(row[0], row[1]): Remembered(*row[2:]) for row in rows.fetchall()}
        return found

    def write(self, group: Group) -> None:
        """Write all that a group has accepted."""
        add_rows(self._sql, _ADD_ENTRIES, group.entries)
        add_rows(self._sql, _ADD_DEDUPES, group.dedupes)
        self.put_ends(group.touched.values())
        # The counter makes every commit change something: a probe is a commit without entries.
        self._sql.execute(
            "UPDATE store SET last_at = ?, last_seq = ?, commits = commits + 1",
            (group.at, group.last_seq),
        )

    def put_ends(self, ends: Iterable[StreamEnd]) -> None:
        """Keep the ends of streams as they now are."""
        rows = [(e.id, e.name, shard_of(e.name), e.n, e.first, e.rule, e.posts) for e in ends]
        add_rows(self._sql, _PUT_ENDS, rows, _OVER_OLD)

    def trim_after(self, group: Group) -> None:
        """Drop forgotten dedupe keys of the streams in which the group added to many."""
        full = {row.stream for row in group.dedupes if row.rank % _TRIM_EVERY == 0}
        for end in group.touched.values():
            if end.id in full:
                self.trim(end.id, end.posts, group.at)

    def trim_some(self, after: int, count: int, now: int) -> int:
        """Drop forgotten dedupe keys of the next streams by id; return the last id, or 0."""
        rows = self._sql.execute(
            "SELECT id, posts FROM stream WHERE id > ? ORDER BY id LIMIT ?", (after, count)
        ).fetchall()
        for stream_id, posts in rows:
            self.trim(stream_id, posts, now)
        return rows[-1][0] if rows else 0

    def trim(self, stream_id: int, posts: int, now: int) -> None:
        """Drop a bounded number of a stream's forgotten dedupe keys."""
        bounds = {
            "stream": stream_id,
            "at_once": _TRIM_AT_ONCE,
            "young": now - REMEMBER_AT_LEAST_MS,
            "old": now - REMEMBER_MS,
            "far": posts - REMEMBER_POSTS,
        }
        self._sql.execute(_TRIM, bounds)

    def drop_before(self, end: StreamEnd, before: int, limit: int) -> int:
        """Drop at most `limit` of a stream's first entries, older than `before`."""
        (last,) = self._sql.execute(
            "SELECT max(n) FROM"
            " (SELECT n, at FROM entry WHERE stream = ? ORDER BY n LIMIT ?) WHERE at < ?",
            (end.id, limit, before),
        ).fetchone()
        return 0 if last is None else self.drop_to(end, last)

    def drop_to(self, end: StreamEnd, last: int) -> int:
        """Drop a stream's entries up to number `last`."""
        end.first = max(end.first, last + 1)
        self.put_ends([end])
        gone = self._sql.execute("DELETE FROM entry WHERE stream = ? AND n <= ?", (end.id, last))
        return gone.rowcount

    def erase(self, end: StreamEnd, numbers: Sequence[int]) -> list[Item]:
        """Overwrite entries where they lie; return those that were not erased before."""
        erased: list[Item] = []
        for some in parts(numbers):
            which, values = marks(len(some)), (end.id, *some)
            rows = self._sql.execute(_TO_ERASE.format(which), values)
            erased += [Item(end.name, n, at, rule, b"") for n, at, rule in rows.fetchall()]
            self._sql.execute(_ERASE.format(which), values)
        return erased

    def is_whole(self, stream: str, n: int) -> bool:
        """Tell whether an entry is kept and not erased."""
        found = self._sql.execute(
            "SELECT 1 FROM entry AS e JOIN stream AS s ON s.id = e.stream"
            " WHERE s.name = ? AND e.n = ? AND e.erased = 0",
            (stream, n),
        )
        return found.fetchone() is not None

    def snapshot(self, end: StreamEnd, at: int, state: bytes) -> None:
        """Keep a snapshot unless a later one is kept; the entries it holds go."""
        kept = self._sql.execute(
            "INSERT INTO snapshot (stream, at, state) VALUES (?, ?, ?)"
            " ON CONFLICT (stream) DO UPDATE SET at = excluded.at, state = excluded.state"
            " WHERE excluded.at >= snapshot.at",
            (end.id, at, state),
        )
        if kept.rowcount:
            self.drop_to(end, at)
