"""What the writer says to SQLite, always inside a transaction of its own."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from server.backplane.ledger import DedupeKey, Group, Remembered, StreamEnd, shard_of
from server.backplane.sqlite_rows import add_rows, marks, parts

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
        """Return how far the store is: what it says itself, or the last entry if that is later."""
        epoch, last_at, last_seq = self._sql.execute(
            "SELECT epoch, last_at, last_seq FROM store"
        ).fetchone()
        last = self._sql.execute("SELECT at, seq FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
        at, seq = last or (0, 0)
        return Mark(epoch, max(last_at, at), max(last_seq, seq))

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
        if not group.entries:  # else they say it, and this page is spared
            # The counter makes every commit change something: a probe is a commit without entries.
            self._sql.execute(
                "UPDATE store SET last_at = ?, last_seq = ?, commits = commits + 1",
                (group.at, group.last_seq),
            )

    def put_ends(self, ends: Iterable[StreamEnd]) -> None:
        """Keep the ends of streams as they now are."""
        rows = [(e.id, e.name, shard_of(e.name), e.n, e.first, e.rule, e.posts) for e in ends]
        add_rows(self._sql, _PUT_ENDS, rows, _OVER_OLD)

    def put_snapshot(self, end: StreamEnd, at: int, state: bytes) -> bool:
        """Keep a snapshot, unless a later one is kept: then return False."""
        kept = self._sql.execute(
            "INSERT INTO snapshot (stream, at, state) VALUES (?, ?, ?)"
            " ON CONFLICT (stream) DO UPDATE SET at = excluded.at, state = excluded.state"
            " WHERE excluded.at >= snapshot.at",
            (end.id, at, state),
        )
        return kept.rowcount > 0
