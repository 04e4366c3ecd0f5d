"""Judge one round from what clients saw: was anything that was promised broken?

    PYTHONPATH=tests/faults python -m checker round.jsonl

Every record is looked at once, and every line and case once more at the end: a million
records take seconds. What nobody answered is settled by the read-out, and is no violation.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

import history
from checking.desk import Desk
from checking.lines import Lines
from checking.positions import Positions, ReadOut, Stream
from checking.posts import Posts
from checking.readers import Reader
from checking.violation import Found, Kind, Violation
from history import (
    Ack,
    Act,
    Gap,
    Join,
    Lost,
    Nack,
    OnDesk,
    Present,
    Receive,
    Reset,
    Resync,
    Round,
    Seen,
    Send,
)
from msgspec import Struct


class Judgement(Struct, frozen=True):
    """What was found, and how everything that was sent ended."""

    violations: tuple[Violation, ...]
    records: int
    acked: int
    refused: int
    held: int
    unknown_stored: int
    unknown_not_stored: int
    gaps: int
    resets: int

    @property
    def kinds(self) -> set[Kind]:
        """Which promises were broken."""
        return {violation.kind for violation in self.violations}


class Checker:
    """Takes a round record by record, and judges it at the end."""

    def __init__(self) -> None:
        self._found = Found()
        self._posts = Posts()
        self._positions = Positions(self._found)
        self._desk = Desk(self._found)
        self._readers: dict[str, Reader] = {}
        self._read_outs: dict[str, ReadOut] = {}
        self._finals: set[str] = set()
        self._gaps: dict[Stream, set[tuple[int, int]]] = {}
        self._stayed: list[tuple[Reader, str, int]] = []
        self._round = Round(client="", at=0.0, room="")
        self._records = self._told_gaps = self._resets = 0
        self._take = {
            Round: self._begin,
            Join: self._join,
            Send: self._send,
            Ack: self._ack,
            Nack: self._nack,
            Receive: self._receive,
            Gap: self._gap,
            Reset: self._reset,
            Resync: self._resync,
            Lost: self._lost,
            Present: self._present,
            Act: self._desk.act,
            OnDesk: self._desk.take,
        }

    def take(self, record: Seen) -> None:
        """Take the next record."""
        self._records += 1
        self._take[type(record)](record)  # type: ignore[operator]

    def judge(self) -> Judgement:
        """Say what was broken. Raises `ValueError` for a room that nobody read out."""
        unread = {room for room, _ in self._all_rooms()} - self._read_outs.keys()
        if unread:
            raise ValueError(f"no read-out of {', '.join(sorted(unread))}")
        self._judge_ends()
        Lines(self._posts, self._positions, self._read_outs, self._round, self._found).judge(
            self._gaps
        )
        self._desk.late_ms = self._round.late_ms
        self._desk.judge(self._posts, self._read_outs)
        return self._judgement()

    def _all_rooms(self) -> Iterable[tuple[str, str]]:
        yield from ((key[0], "") for key, post in self._posts if post.kind == "say")
        yield from (stream for stream, _ in self._positions.streams())

    def _judge_ends(self) -> None:
        """Who was there to the end has been told everything."""
        for reader, epoch, first_missing in self._stayed:
            read_out = self._read_outs.get(reader.room)
            if read_out is None or epoch != read_out.epoch:
                continue
            if first_missing <= read_out.head:
                self._found.add(Kind.SILENT_GAP, reader.room, reader.name)

    def _judgement(self) -> Judgement:
        posts = list(self._posts)
        unknown = [(key, post) for key, post in posts if post.is_unknown]
        stored = sum(
            (key[1], key[2]) in self._read_outs[key[0]].place
            for key, _ in unknown
            if key[0] in self._read_outs
        )
        return Judgement(
            violations=tuple(self._found),
            records=self._records,
            acked=sum(bool(post.acks) for _, post in posts),
            refused=sum(bool(post.refused and not post.acks) for _, post in posts),
            held=sum(post.held for _, post in posts),
            unknown_stored=stored,
            unknown_not_stored=len(unknown) - stored,
            gaps=self._told_gaps,
            resets=self._resets,
        )

    def _begin(self, record: Round) -> None:
        self._round = record

    def _reader(self, record: history.Record) -> Reader:
        reader = self._readers.get(record.client)
        if reader is None:
            reader = Reader(record.client, record.room, self._found)
            self._readers[record.client] = reader
        return reader

    def _join(self, hello: Join) -> None:
        if hello.final:
            self._finals.add(hello.client)
            self._read_outs[hello.room] = ReadOut(hello)
        self._reader(hello).join(hello)

    def _send(self, send: Send) -> None:
        self._posts.send(self._reader(send).member, send)

    def _ack(self, ack: Ack) -> None:
        if not self._desk.ack(ack):
            reader = self._reader(ack)
            self._posts.ack(reader.member, ack, reader.epoch)

    def _nack(self, nack: Nack) -> None:
        self._posts.nack(self._reader(nack).member, nack)

    def _receive(self, frame: Receive) -> None:
        reader = self._readers.get(frame.client) or self._reader(frame)
        reader.receive(frame)
        if frame.client in self._finals:
            self._read_outs[frame.room].take(frame, self._found)
        else:
            self._positions.see(reader.epoch, frame)

    def _gap(self, gap: Gap) -> None:
        reader = self._reader(gap)
        reader.gap(gap)
        self._told_gaps += gap.client not in self._finals
        if gap.client in self._finals:
            self._read_outs[gap.room].gap(gap)
        else:
            told = self._gaps.setdefault((gap.room, reader.epoch), set())
            told.add((gap.first, gap.last))

    def _reset(self, reset: Reset) -> None:
        self._resets += 1
        self._reader(reset).reset(reset)

    def _resync(self, resync: Resync) -> None:
        self._reader(resync).stop()

    def _lost(self, lost: Lost) -> None:
        self._reader(lost).stop()
        self._posts.lose(lost.client)

    def _present(self, present: Present) -> None:
        reader = self._reader(present)
        self._stayed.append((reader, reader.epoch, reader.next))  # what comes later came too late


def check(records: Iterable[Seen]) -> Judgement:
    """Judge a round."""
    checker = Checker()
    for record in records:
        checker.take(record)
    return checker.judge()


if __name__ == "__main__":
    judged = check(history.read(Path(sys.argv[1])))
    for violation in judged.violations:
        sys.stdout.write(f"{violation.kind}: room {violation.room}, {violation.about}\n")
    sys.stdout.write(f"{judged.records} records, {len(judged.violations)} violations\n")
    sys.exit(bool(judged.violations))
