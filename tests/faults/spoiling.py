"""One change to an honest history, and the promise that is then broken."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from checking.violation import Kind
from history import Ack, Gap, Join, Nack, OnDesk, Receive, Seen, Send
from honest_room import ROOM
from msgspec.structs import replace

R = TypeVar("R", bound=Seen)
History = Sequence[Seen]
Pick = Callable[[Sequence[R]], R]
# Returns the spoilt history, or None where there is nothing to spoil.
Spoil = Callable[[History, Pick[Seen]], History | None]


def _all(history: History, kind: type[R]) -> list[R]:
    return [record for record in history if isinstance(record, kind)]


def _shown(history: History) -> list[Receive]:
    return [r for r in _all(history, Receive) if r.client != "z"]


def _kept(history: History) -> list[Receive]:
    return [r for r in _all(history, Receive) if r.client == "z"]


def _entries(history: History, kind: str) -> list[OnDesk]:
    return [r for r in _all(history, OnDesk) if r.kind == kind]


def _acked_ids(history: History) -> set[str]:
    return {ack.id for ack in _all(history, Ack)}


def _instead(history: History, of: Seen, *there: Seen) -> History:
    place = next(i for i, record in enumerate(history) if record is of)
    return [*history[:place], *there, *history[place + 1 :]]


def _lose(history: History, pick: Pick[Seen]) -> History | None:
    acked = [r for r in _kept(history) if r.id in _acked_ids(history)]
    return _instead(history, pick(acked)) if acked else None


def _unstore(history: History, pick: Pick[Seen]) -> History | None:
    unknown = [r for r in _kept(history) if r.id not in _acked_ids(history)]
    return _instead(history, pick(unknown)) if unknown else None


def _move(history: History, pick: Pick[Seen]) -> History | None:
    acked = [ack for ack in _all(history, Ack) if ack.n]
    if not acked:
        return None
    ack = pick(acked)
    return _instead(history, ack, replace(ack, n=ack.n + 1))


def _other_words(history: History, pick: Pick[Seen]) -> History | None:
    acked = [ack for ack in _all(history, Ack) if ack.n]
    if not acked:
        return None
    ack = pick(acked)
    again = Send(client=ack.client, at=ack.at, room=ROOM, id=ack.id, body="others")
    return _instead(history, ack, ack, again, ack)


def _store_refused(history: History, pick: Pick[Seen]) -> History | None:
    refused = _all(history, Nack)
    if not refused:
        return None
    nack = pick(refused)
    body = f"words of {nack.id}"
    return _one_more(history, by=nack.client, id=nack.id, body=body)


def _one_more(history: History, **what: str) -> History:
    """Add a line at the end of the read-out."""
    n = len(_kept(history)) + 1
    return [*history, Receive(client="z", at=0.0, room=ROOM, n=n, **what)]


def _phantom(history: History, _pick: Pick[Seen]) -> History | None:
    return _one_more(history, by="nobody", id="x", body="x")


def _twice(history: History, pick: Pick[Seen]) -> History | None:
    kept = _kept(history)
    if not kept:
        return None
    line = pick(kept)
    return _one_more(history, by=line.by, id=line.id, body=line.body)


def _repeat(history: History, pick: Pick[Seen]) -> History | None:
    shown = _shown(history)
    if not shown:
        return None
    line = pick(shown)
    return _instead(history, line, line, line)


def _skip(history: History, pick: Pick[Seen]) -> History | None:
    shown = _shown(history)
    return _instead(history, pick(shown)) if shown else None


def _call_gone(history: History, pick: Pick[Seen]) -> History | None:
    shown = _shown(history)
    if not shown:
        return None
    line = pick(shown)
    gone = Gap(client=line.client, at=line.at, room=ROOM, first=line.n, last=line.n)
    return _instead(history, line, gone)


def _show_another(history: History, pick: Pick[Seen]) -> History | None:
    shown = _shown(history)
    others = [r for r in shown if r.id != shown[0].id]
    if not others:
        return None
    other = pick(others)
    line = shown[0]
    return _instead(history, line, replace(other, client=line.client, at=line.at, n=line.n))


def _change_epoch(history: History, pick: Pick[Seen]) -> History | None:
    resumed = [join for join in _all(history, Join) if join.resumed]
    if not resumed:
        return None
    join = pick(resumed)
    return _instead(history, join, replace(join, epoch="f"))


def _overtake(history: History, _pick: Pick[Seen]) -> History | None:
    """Exchange the first and last acknowledged lines' numbers, for everybody."""
    acked = {ack.n for ack in _all(history, Ack) if ack.n}
    if len(acked) < 2:
        return None
    place = {min(acked): max(acked), max(acked): min(acked)}
    lines = {r.n: r for r in _kept(history)}
    return [_exchanged(record, place, lines) for record in history]


def _exchanged(record: Seen, place: dict[int, int], lines: dict[int, Receive]) -> Seen:
    if isinstance(record, Ack):
        return replace(record, n=place.get(record.n, record.n))
    if isinstance(record, Receive) and record.n in place:
        line = lines[place[record.n]]
        return replace(record, by=line.by, id=line.id, body=line.body)
    return record


def _forget_case(history: History, pick: Pick[Seen]) -> History | None:
    raised = _entries(history, "case_raised")
    if not raised:
        return None
    about = pick(raised).about
    cases = {entry.case for entry in raised if entry.about == about}
    return [r for r in history if not (isinstance(r, OnDesk) and r.case in cases)]


def _again(kind: str) -> Spoil:
    """Have an entry stand there twice."""

    def spoil(history: History, pick: Pick[Seen]) -> History | None:
        entries = _entries(history, kind)
        if not entries:
            return None
        entry = pick(entries)
        return _instead(history, entry, entry, entry)

    return spoil


def _stale(history: History, pick: Pick[Seen]) -> History | None:
    closed = _entries(history, "case_closed")
    if not closed:
        return None
    entry = pick(closed)
    return _instead(history, entry, replace(entry, fence=entry.fence - 1))


def _late(history: History, pick: Pick[Seen]) -> History | None:
    claimed = _entries(history, "case_claimed")
    if not claimed:
        return None
    entry = pick(claimed)
    return _instead(history, entry, replace(entry, time=entry.time + 4_000))


SPOILS: dict[Kind, Spoil] = {
    Kind.LOST: _lose,
    Kind.MOVED: _move,
    Kind.OTHER_WORDS: _other_words,
    Kind.REFUSED: _store_refused,
    Kind.PHANTOM: _phantom,
    Kind.NOT_DURABLE: _unstore,
    Kind.DUPLICATE: _repeat,
    Kind.SILENT_GAP: _skip,
    Kind.FALSE_GAP: _call_gone,
    Kind.SILENT_EPOCH: _change_epoch,
    Kind.DISAGREE: _show_another,
    Kind.STORED_TWICE: _twice,
    Kind.ORDER: _overtake,
    Kind.CASE_LOST: _forget_case,
    Kind.CLAIMED_TWICE: _again("case_claimed"),
    Kind.CLOSED_TWICE: _again("case_closed"),
    Kind.STALE_FENCE: _stale,
    Kind.LATE: _late,
}
