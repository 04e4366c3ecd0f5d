"""Carry streams out of an embedded store, or into a new one. Nobody else has it open."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from server.backplane import Head, Item, Snapshot
from server.backplane.cargo import Cargo, Known
from server.backplane.ledger import shard_of
from server.backplane.sqlite_schema import STORE, connect, open_first


def unload(folder: Path) -> Iterator[Cargo]:
    """Yield every stream of the folder's store."""
    with closing(connect(folder / STORE, "FULL")) as sql:
        streams = sql.execute("SELECT id, name, n, first, rule, posts FROM stream").fetchall()
        for stream_id, name, n, first, rule, posts in streams:
            yield Cargo(
                stream=name,
                head=Head(n, first, rule),
                posts=posts,
                items=_items(sql, stream_id, name, first),
                known=_known(sql, stream_id),
                snapshot=_snapshot(sql, stream_id),
            )


def epoch_of(folder: Path) -> str:
    """Return the epoch of the folder's store."""
    with closing(connect(folder / STORE, "FULL")) as sql:
        (epoch,) = sql.execute("SELECT epoch FROM store").fetchone()
        return str(epoch)


def load(folder: Path, epoch: str, cargo: Iterable[Cargo]) -> int:
    """Make a store of the streams, under their epoch; return how many there were.

    One transaction: a move that is cut short leaves an empty store.
    """
    with closing(open_first(folder / STORE, "FULL")) as sql:
        sql.execute("BEGIN IMMEDIATE")
        seq, last_at, count = 0, 0, 0
        for count, stream in enumerate(cargo, 1):
            seq = _put(sql, count, stream, seq)
            last_at = max(last_at, stream.last_at)
        row = (epoch, last_at, seq)
        sql.execute("UPDATE store SET epoch = ?, last_at = ?, last_seq = ?, commits = 1", row)
        sql.execute("COMMIT")
        return count


def _put(sql: sqlite3.Connection, stream_id: int, cargo: Cargo, seq: int) -> int:
    head = cargo.head
    ends = (stream_id, cargo.stream, shard_of(cargo.stream), *_end(head), cargo.posts)
    sql.execute("INSERT INTO stream VALUES (?, ?, ?, ?, ?, ?, ?)", ends)
    rows = [
        (seq + i, stream_id, item.n, item.at, item.rule, not item.entry, item.entry)
        for i, item in enumerate(cargo.items, 1)
    ]
    sql.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    known = [(stream_id, k.rank, k.n, k.at, k.key, k.mac) for k in cargo.known]
    sql.executemany(
        "INSERT INTO dedupe (stream, rank, n, at, key, mac) VALUES (?, ?, ?, ?, ?, ?)", known
    )
    if cargo.snapshot is not None:
        kept = (stream_id, cargo.snapshot.at, cargo.snapshot.state)
        sql.execute("INSERT INTO snapshot VALUES (?, ?, ?)", kept)
    return seq + len(rows)


def _end(head: Head) -> tuple[int, int, int]:
    return head.n, head.first, head.rule


def _items(sql: sqlite3.Connection, stream_id: int, name: str, first: int) -> list[Item]:
    rows = sql.execute(
        "SELECT n, at, rule, CASE WHEN erased THEN x'' ELSE entry END FROM entry"
        " WHERE stream = ? AND n >= ? ORDER BY n",
        (stream_id, first),
    )
    return [Item(name, *row) for row in rows.fetchall()]


def _known(sql: sqlite3.Connection, stream_id: int) -> list[Known]:
    rows = sql.execute(
        "SELECT key, n, at, rank, mac FROM dedupe WHERE stream = ? ORDER BY rank", (stream_id,)
    )
    return [Known(*row) for row in rows.fetchall()]


def _snapshot(sql: sqlite3.Connection, stream_id: int) -> Snapshot | None:
    row = sql.execute("SELECT at, state FROM snapshot WHERE stream = ?", (stream_id,)).fetchone()
    return Snapshot(*row) if row else None
