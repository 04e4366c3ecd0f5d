"""An attacker with the whole store, opened, who wants to know who is who in another room.

`Loot` is what the disk gives away about each member of a room: every stored field that
concerns them, in the clear and unsealed. An attacker guesses, for each member of one room,
which member of the other is the same person, from that alone. How people write and when they
come is nobody's to hide here: everybody writes at random and comes in an order of chance.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rooms import base64url
from server.foundation import Foundation, foundation
from server.settings import load
from server.streams.kinds import DESK, MAIL, MEMBERS, ROOM, Entry
from server.streams.names import desk_stream, mail_stream, members_stream, room_stream

MANY = 100_000
ID_LETTERS = 22
SHORTEST = 4  # characters of a text that may be an identifier
PIECE = 6  # so much of one may be enough
Marks = frozenset[tuple[str, object]]


@dataclass
class Trace:
    """All that one room's member left behind: `who` is their member id there."""

    who: str
    order: int = 0
    known_at: int = 0
    first_line: int = MANY
    lines: int = 0
    bytes: int = 0
    index: int = 0
    alias: str = ""
    marks: set[tuple[str, object]] = field(default_factory=set)

    @property
    def number(self) -> int:
        return int.from_bytes(base64url.decode(self.who), "big")


Loot = dict[str, dict[str, Trace]]
Guesses = Sequence[int]
Attack = Callable[[Sequence[Trace], Sequence[Trace], random.Random], Guesses]


async def opened(data: Path, rooms: Sequence[str]) -> Loot:
    """Take a house's folder apart: stop its server first."""
    sealed = _sealed(data / "kith.db")
    async with foundation(load({}, None, data=data)) as ground:
        return {room: await _of_room(ground, room, sealed) for room in rooms}


async def _of_room(ground: Foundation, room: str, sealed: "Sealed") -> dict[str, Trace]:
    traces: dict[str, Trace] = {}
    for kind, stream in (
        (MEMBERS, members_stream(room)),
        (ROOM, room_stream(room)),
        (MAIL, mail_stream(room)),
        (DESK, desk_stream(room)),
    ):
        log = await ground.streams.log(kind, stream)
        entries = await ground.streams.page(log, 0, MANY)
        for entry in entries:
            _note(traces, entry, sealed.get((stream, entry.n), ()), room)
    return traces


Sealed = Mapping[tuple[str, int], Sequence[tuple[str, object]]]


def _sealed(store: Path) -> Sealed:
    """Return what the store shows of each entry without any key: sizes, and dedupe marks."""
    with sqlite3.connect(store) as sql:
        sizes = sql.execute(
            "SELECT s.name, e.n, length(e.entry) FROM entry AS e"
            " JOIN stream AS s ON s.id = e.stream"
        ).fetchall()
        known = sql.execute(
            "SELECT s.name, d.n, d.rank, d.key, d.mac FROM dedupe AS d"
            " JOIN stream AS s ON s.id = d.stream"
        ).fetchall()
    sql.close()
    marks: dict[tuple[str, int], list[tuple[str, object]]] = {}
    for name, n, size in sizes:
        marks.setdefault((name, n), []).append(("size", size))
    for name, n, rank, key, mac in known:
        marks.setdefault((name, n), []).extend([("rank", rank), ("key", key), ("mac", mac[4:])])
    return marks


def _note(
    traces: dict[str, Trace], entry: Entry, sealed: Sequence[tuple[str, object]], room: str
) -> None:
    """Add what one entry tells about whoever it concerns."""
    facts = msgspec.to_builtins(entry.event) if entry.event is not None else {}
    if facts.get("room", room) != room:
        return
    concerned = (facts.get(name) for name in ("member", "by", "about", "to"))
    who = next((id_ for id_ in concerned if isinstance(id_, str) and len(id_) == ID_LETTERS), None)
    if who is None:
        return
    trace = traces.setdefault(who, Trace(who))
    trace.marks |= {*_marks(facts), *sealed}
    if "month" in facts:
        trace.order, trace.known_at, trace.index = entry.n, entry.at, facts.get("alias", 0)
    elif "text" in facts and "about" not in facts:
        trace.first_line = min(trace.first_line, entry.n)
        trace.lines += 1
        trace.bytes += sum(
            size for name, size in sealed if name == "size" and isinstance(size, int)
        )
        trace.alias = facts["alias"]


def _marks(facts: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Return every stored value but the words themselves, and the pieces of longer ones."""
    for name, value in facts.items():
        if name in {"text", "spans"}:
            continue
        yield name, value
        if isinstance(value, str) and len(value) >= SHORTEST:
            yield "anywhere", value
            yield "begin", value[:PIECE]
            yield "end", value[-PIECE:]


def by_any_stored_value(
    ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random
) -> Guesses:
    """Guess who shares the most, and the rarest, values of any field."""
    seen = Counter(mark for trace in (*ours, *theirs) for mark in trace.marks)
    weight = {mark: many**-2.0 for mark, many in seen.items()}  # what two share tells most

    def shared(one: Trace, other: Trace) -> float:
        return sum(weight[mark] for mark in one.marks & other.marks)

    return _best(shared, ours, theirs, chance)


def by_nearest_id(ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random) -> Guesses:
    """Guess the id that differs in the fewest bits."""
    return _best(lambda one, other: -(one.number ^ other.number).bit_count(), ours, theirs, chance)


def by_a_constant_between_ids(
    ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random
) -> Guesses:
    """Guess that ids differ by one number, the same for everybody."""
    apart = Counter(one.number ^ other.number for one in ours for other in theirs)
    constant = apart.most_common(1)[0][0]
    return _best(lambda one, other: one.number ^ other.number == constant, ours, theirs, chance)


def by_alias(ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random) -> Guesses:
    """Guess who has the same words, or one of them, or the same number among the sixteen."""

    def alike(one: Trace, other: Trace) -> int:
        words = len({*one.alias.split()} & {*other.alias.split()})
        return 10 * words + (one.index == other.index)

    return _best(alike, ours, theirs, chance)


def by_record_time(
    ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random
) -> Guesses:
    """Guess the record whose time is nearest."""
    return _best(lambda one, other: -abs(one.known_at - other.known_at), ours, theirs, chance)


def by_size(ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random) -> Guesses:
    """Guess who left as many bytes in as many lines."""
    return _best(
        lambda one, other: -abs(one.bytes - other.bytes) - 1_000 * abs(one.lines - other.lines),
        ours,
        theirs,
        chance,
    )


def ranked(key: Callable[[Trace], int]) -> Attack:
    """Return the attack that puts both rooms in an order and guesses place by place."""

    def attack(ours: Sequence[Trace], theirs: Sequence[Trace], chance: random.Random) -> Guesses:
        mine = sorted(range(len(ours)), key=lambda i: (key(ours[i]), chance.random()))
        other = sorted(range(len(theirs)), key=lambda i: (key(theirs[i]), chance.random()))
        place = dict(zip(mine, other, strict=True))
        return [place[i] for i in range(len(ours))]

    return attack


ATTACKS: Mapping[str, Attack] = {
    "any stored value": by_any_stored_value,
    "nearest id": by_nearest_id,
    "a constant between ids": by_a_constant_between_ids,
    "order of ids": ranked(lambda trace: trace.number),
    "order of arrival": ranked(lambda trace: trace.order),
    "time of the record": by_record_time,
    "time within the second": ranked(lambda trace: trace.known_at % 1_000),
    "alias": by_alias,
    "size": by_size,
    "order of first lines": ranked(lambda trace: trace.first_line),
}


def right(ours: Sequence[Trace], theirs: Sequence[Trace], seed: int) -> Mapping[str, int]:
    """Return how many each attack finds; `ours[i]` and `theirs[i]` are one person."""
    chance = random.Random(seed)  # noqa: S311 - ties are broken the same way every time
    shuffled = chance.sample(range(len(theirs)), len(theirs))  # no place tells anything
    hidden = [theirs[i] for i in shuffled]
    found = {}
    for name, attack in ATTACKS.items():
        guesses = attack(ours, hidden, chance)
        found[name] = sum(shuffled[guess] == i for i, guess in enumerate(guesses))
    return found


def _best(
    score: Callable[[Trace, Trace], float],
    ours: Sequence[Trace],
    theirs: Sequence[Trace],
    chance: random.Random,
) -> Guesses:
    places = range(len(theirs))
    return [max(places, key=lambda i: (score(one, theirs[i]), chance.random())) for one in ours]
