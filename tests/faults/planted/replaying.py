"""Faults on the way from the store to those who read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from msgspec import structs
from planted.soil import instead, is_talk_of

from rooms.replay import Plan
from server.backplane import sqlite_queries
from server.backplane.ledger import StreamEnd
from server.backplane.sqlite_book import Book
from server.backplane.sqlite_letting_go import LettingGo
from server.backplane.sqlite_writer import Writer
from server.doors.doors import Doors
from server.doors.visit import Arrival, Visit
from server.fanout.channel import Channel, Kept
from server.wire.frames import Enter

Method = Callable[..., Any]


def _skips_a_line(deliver: Method) -> Method:
    def skip(channel: Channel, kept: Kept) -> int:
        if kept.n % 3 == 0 and is_talk_of(channel.log.stream, "hub-skips-a-line"):
            return 0
        reached: int = deliver(channel, kept)
        return reached

    return skip


def _as_if(n: int) -> Plan:
    return Plan(resumed=True, from_=n + 1, gap=None, read_after=n)


def _goes_on_wrongly(let_in: Method) -> Method:
    async def plan(doors: Doors, arrival: Arrival, frame: Enter) -> Visit:
        visit: Visit = await let_in(doors, arrival, frame)
        asked = frame.after or None
        if asked is None or not asked.n:
            return visit
        if visit.card.id == "wrong-resumed" and asked.epoch != visit.kept.epoch:
            return structs.replace(visit, plan=_as_if(asked.n))
        if visit.card.id == "backlog-overlaps" and visit.plan.resumed:
            return structs.replace(visit, plan=replace(visit.plan, read_after=asked.n - 1))
        return visit

    return plan


def _expirable(expirable: Method) -> Method:
    def also(sql: Any, prefix: str, before: int) -> list[str]:  # noqa: ANN401 - the connection
        names = sql.execute("SELECT name FROM stream WHERE n > 2").fetchall()
        planted = [name for (name,) in names if is_talk_of(name, "trim-one-too-many")]
        return [*expirable(sql, prefix, before), *(planted if prefix == "room:" else ())]

    return also


def _one_too_many(drop_before: Method) -> Method:
    def drop(letting_go: LettingGo, end: StreamEnd, before: int, limit: int) -> int:
        dropped: int = drop_before(letting_go, end, before, limit)
        if is_talk_of(end.name, "trim-one-too-many"):
            dropped += letting_go.drop_to(end, end.first)
        return dropped

    return drop


def _uses_n_again(open_store: Method) -> Method:
    def forget_last(writer: Writer) -> Book:
        book: Book = open_store(writer)
        for stream, name, n in book.sql.execute("SELECT id, name, n FROM stream").fetchall():
            if n > 2 and is_talk_of(name, "n-used-again"):
                book.sql.execute("BEGIN IMMEDIATE")
                book.sql.execute("DELETE FROM entry WHERE stream = ? AND n = ?", (stream, n))
                book.sql.execute("UPDATE stream SET n = n - 1 WHERE id = ?", (stream,))
                book.sql.execute("COMMIT")
        return book

    return forget_last


def plant() -> None:
    """Plant them all."""
    instead(Channel, "_deliver", _skips_a_line)
    instead(Doors, "_let_in", _goes_on_wrongly)
    instead(sqlite_queries, "expirable", _expirable)
    instead(LettingGo, "drop_before", _one_too_many)
    instead(Writer, "open", _uses_n_again)
