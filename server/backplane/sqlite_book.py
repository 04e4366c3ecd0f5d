"""The writer's book: one connection, and what is remembered of it between commits.

A book is thrown away whole when SQLite fails; the next one reads everything again.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

from server.backplane import Conflict, Duplicate, Gone, Item, Position, Write
from server.backplane.ledger import Group, StreamEnd
from server.backplane.sqlite_letting_go import DEAD_ROWS_KEPT, LettingGo
from server.backplane.sqlite_tables import Tables

_ENDS_KEPT: Final = 50_000
AT_ONCE: Final = 1_000  # rows of a chore's one step
_FORGET_EVERY_MS: Final = 1_000

Judgement = Sequence[Position] | Conflict | Duplicate


class Done(NamedTuple):
    """What a chore came to. With `scrub`, old bytes are still in the write-ahead log."""

    answer: object = None
    erased: Sequence[Item] = ()
    scrub: bool = False


class Dropped(NamedTuple):
    """What one step of expiring dropped, and which streams may hold more."""

    entries: int
    left: Sequence[str]


class Book:
    """Runs transactions; every method is one, or part of a chore's."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], int]) -> None:
        self.sql = connection
        self._tables = Tables(connection)
        self._letting_go = LettingGo(connection)
        self._now = now
        self._ends: dict[str, StreamEnd] = {}
        self._next_id = self._tables.next_id()
        self.epoch, self.last_at, self.last_seq = self._tables.mark()
        self.unsure: Sequence[Item] = ()  # erased, if the commit that failed was one
        self._forgot_at = 0
        self._forgot_to = 0

    def append(self, appends: Sequence[Sequence[Write]]) -> tuple[list[Judgement], Sequence[Item]]:
        """Judge appends in order and write what is accepted in one commit."""
        self.sql.execute("BEGIN IMMEDIATE")
        group = self._group([write for writes in appends for write in writes])
        judgements: list[Judgement] = [group.judge(writes) for writes in appends]
        self._tables.write(group)
        self._forget_some(group.at)
        self.sql.execute("COMMIT")
        self._next_id, self.last_at, self.last_seq = group.next_id, group.at, group.last_seq
        if len(self._ends) > _ENDS_KEPT:
            self._ends.clear()
        return judgements, group.items

    def run(self, chore: Callable[["Book"], Done]) -> Done:
        """Do a chore in a commit of its own."""
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            done = chore(self)
        except Gone:
            self.sql.execute("ROLLBACK")
            raise
        self.unsure = done.erased
        self.sql.execute("COMMIT")
        self.unsure = ()
        return done

    def snapshot(self, stream: str, at: int, state: bytes) -> Done:
        """Keep a snapshot, and drop the entries it holds."""
        end = self._end(stream)
        if at > end.n:
            raise Gone
        end = self._made(stream)
        if self._tables.put_snapshot(end, at, state):
            self._letting_go.drop_to(end, at)
            self._tables.put_ends([end])
        return Done(scrub=True)

    def erase(self, stream: str, numbers: Sequence[int]) -> Done:
        """Overwrite entries."""
        erased = self._letting_go.erase(self._end(stream), numbers)
        return Done(erased=erased, scrub=bool(erased))

    def expire(self, names: Sequence[str], before: int) -> Done:
        """Drop a bounded number of entries, so that appends are not kept waiting."""
        budget = AT_ONCE
        ends = [self._end(name) for name in names]
        done = 0
        while done < len(ends) and budget:
            budget -= self._letting_go.drop_before(ends[done], before, budget)
            done += budget > 0  # with nothing left to spend, this stream may hold more
        self._tables.put_ends(ends[: done + 1])
        return Done(Dropped(AT_ONCE - budget, names[done:]), scrub=done == len(ends))

    def clear(self, seq: int) -> Done:
        """Delete a bounded number of dead rows before `seq`."""
        return Done(self._letting_go.clear_before(seq - DEAD_ROWS_KEPT, AT_ONCE))

    def scrub(self) -> bool:
        """Move the write-ahead log into the file and cut it; False if a reader was in the way."""
        (busy, *_) = self.sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def erased_of(self, items: Iterable[Item]) -> list[Item]:
        """Return those items that are erased or gone."""
        return [i for i in items if not self._letting_go.is_whole(i.stream, i.n)]

    def close(self) -> None:
        """Let go of the connection; what was not committed is rolled back."""
        with suppress(sqlite3.Error):
            self.sql.close()

    def _group(self, writes: Sequence[Write]) -> Group:
        keys = {write.dedupe for write in writes if write.dedupe is not None}
        remembered = self._tables.remembered(list(keys))
        self._learn({write.stream for write in writes} | {r.stream for r in remembered.values()})
        return Group(
            epoch=self.epoch,
            at=max(self.last_at, self._now()),
            last_seq=self.last_seq,
            next_id=self._next_id,
            ends=self._ends,
            remembered=remembered,
        )

    def _end(self, stream: str) -> StreamEnd:
        self._learn({stream})
        return self._ends[stream]

    def _made(self, stream: str) -> StreamEnd:
        end = self._end(stream)
        if not end.id:
            end.id = self._next_id
            self._next_id += 1
        return end

    def _learn(self, names: set[str]) -> None:
        missing = [name for name in names if name not in self._ends]
        if missing:
            self._ends |= {name: StreamEnd(0, name) for name in missing}
            self._ends |= self._tables.ends(missing)

    def _forget_some(self, at: int) -> None:
        # A broom that goes round, in small steps, so that appends are not kept waiting.
        if at - self._forgot_at >= _FORGET_EVERY_MS:
            self._forgot_at = at
            self._forgot_to = self._letting_go.forget_some(self._forgot_to, at)
