"""What is asked of SQLite: reads over committed entries."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from server.backplane import Duplicate, Gone, Head, Item, Page, Position, Snapshot
from server.backplane.ledger import Remembered, is_remembered, shard_of

_NOTHING: Final = (0, 0, 1, 0)  # the end of a stream nobody has written to
_PAGE: Final = (
    "SELECT e.n, e.at, e.rule, CASE WHEN e.erased THEN x'' ELSE e.entry END FROM entry AS e"
    " WHERE e.stream = ? AND e.n >= ? ORDER BY e.n LIMIT ?"
)
_AFTER: Final = (
    "SELECT e.seq, s.name, e.n, e.at, e.rule, CASE WHEN e.erased THEN x'' ELSE e.entry END"
    " FROM entry AS e JOIN stream AS s ON s.id = e.stream"
    " WHERE e.seq > ? AND e.n >= s.first ORDER BY e.seq LIMIT ?"
)
# Shard by shard, only the names of the kind: a scan of all streams would meet each kind each time.
_EXPIRABLE: Final = """
WITH RECURSIVE shards (tag) AS (
    SELECT min(shard) FROM stream
    UNION ALL
    SELECT (SELECT min(shard) FROM stream WHERE shard > tag) FROM shards WHERE tag IS NOT NULL
)
SELECT s.name FROM shards JOIN stream AS s ON s.name >= tag || :prefix
    AND s.name < tag || :prefix || char(1114111)
WHERE s.first <= s.n
    AND (SELECT e.at FROM entry AS e WHERE e.stream = s.id AND e.n = s.first) < :before
"""


def page(sql: sqlite3.Connection, epoch: str, stream: str, after: int, limit: int) -> Page:
    """Return a stream's head and items after a number, as of one moment."""
    sql.execute("BEGIN")
    try:
        stream_id, n, first, rule = _end(sql, stream)
        if after > n:
            raise Gone
        rows = sql.execute(_PAGE, (stream_id, max(after + 1, first), limit)).fetchall()
    finally:
        sql.execute("ROLLBACK")
    return Page(epoch, [Item(stream, *row) for row in rows], Head(n, first, rule))


def entries_after(sql: sqlite3.Connection, seq: int, limit: int) -> tuple[int, Sequence[Item]]:
    """Return what was committed after `seq`, and the last `seq` of it."""
    rows = sql.execute(_AFTER, (seq, limit)).fetchall()
    return (rows[-1][0] if rows else seq), [Item(*row[1:]) for row in rows]


def known(
    sql: sqlite3.Connection, epoch: str, stream: str, dedupe: bytes, now: int
) -> Duplicate | None:
    """Return where a dedupe key stands in the stream's shard, if it is remembered."""
    row = sql.execute(
        "SELECT s.posts, s.name, d.n, d.at, d.rank, d.mac"
        " FROM dedupe AS d JOIN stream AS s ON s.id = d.stream"
        " WHERE d.key = ? AND s.shard = ? ORDER BY d.at DESC, d.n DESC LIMIT 1",
        (dedupe, shard_of(stream)),
    ).fetchone()
    if row is None:
        return None
    first = Remembered(*row[1:])
    if not is_remembered(now - first.at, row[0] - first.rank):
        return None
    return Duplicate(0, first.stream, Position(epoch, first.n), first.mac)


def snapshot(sql: sqlite3.Connection, stream: str) -> Snapshot | None:
    """Return a stream's snapshot."""
    row = sql.execute(
        "SELECT k.at, k.state FROM snapshot AS k JOIN stream AS s ON s.id = k.stream"
        " WHERE s.name = ?",
        (stream,),
    ).fetchone()
    return Snapshot(*row) if row else None


def heads(sql: sqlite3.Connection, shard: str) -> Mapping[str, Head]:
    """Return the head of every stream of a shard."""
    rows = sql.execute("SELECT name, n, first, rule FROM stream WHERE shard = ?", (shard,))
    return {name: Head(*head) for name, *head in rows.fetchall()}


def expirable(sql: sqlite3.Connection, prefix: str, before: int) -> Sequence[str]:
    """Return the streams of a kind that hold an entry older than `before`."""
    rows = sql.execute(_EXPIRABLE, {"prefix": prefix, "before": before})
    return [name for (name,) in rows.fetchall()]


def first_kept(sql: sqlite3.Connection) -> int | None:
    """Return the `seq` before which every row is dead, or None if there is no such row."""
    oldest, after = sql.execute(
        "SELECT (SELECT min(seq) FROM entry), (SELECT max(seq) + 1 FROM entry)"
    ).fetchone()
    (kept,) = sql.execute(
        "SELECT min(e.seq) FROM stream AS s JOIN entry AS e ON e.stream = s.id AND e.n = s.first"
    ).fetchone()
    if kept is None:
        kept = after
    return kept if oldest is not None and oldest < kept else None


def _end(sql: sqlite3.Connection, stream: str) -> tuple[int, int, int, int]:
    row: tuple[int, int, int, int] | None = sql.execute(
        "SELECT id, n, first, rule FROM stream WHERE name = ?", (stream,)
    ).fetchone()
    return row or _NOTHING
