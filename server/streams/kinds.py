"""Which events each kind of stream holds, and how they fold: one row a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeVar

import msgspec

from moderation import audit, crew_fold, desk
from moderation.audit import Acted, Audit
from moderation.crew import Volunteers
from moderation.crew_events import CrewEvent
from moderation.desk import Desk
from moderation.events import DeskEvent
from moderation.private_line import is_line
from rooms import erasing, house, mail, members, state
from rooms.erasing import Erasing, ErasingEvent
from rooms.events import HouseEvent, MailEvent, MemberEvent, RoomEvent
from rooms.group import state as groups
from rooms.group.events import GroupEvent
from rooms.group.state import Group
from rooms.house import House
from rooms.mail import Mail
from rooms.members import Members
from rooms.sponsor import pairs
from rooms.sponsor.events import PairEvent
from rooms.sponsor.pairs import Pairs
from rooms.state import Room
from rooms.timetable import table
from rooms.timetable.events import TimetableEvent
from rooms.timetable.table import Timetable
from server.crypto.ratchet import FACTS, TALK, KeyClass
from server.streams import names

S = TypeVar("S")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An opened entry. `event` is None where it was erased, or its key is gone."""

    n: int
    at: int
    rule: int
    event: Any
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Kind(Generic[S]):
    """How a kind of stream is read and folded; `facts` may be written as a snapshot."""

    prefix: str
    decoder: msgspec.msgpack.Decoder[Any]
    initial: Callable[[], S]
    evolve: Callable[[S, Entry], None]
    erased: Callable[[S, int], None] = lambda _state, _n: None
    expire: Callable[[S, int], None] = lambda _state, _before: None
    settle: Callable[[S, int, int], None] = lambda _state, _n, _rule: None
    facts: bool = False


def _room(room: Room, entry: Entry) -> None:
    state.evolve(room, entry.n, entry.at, entry.rule, entry.event)


def _house(folded: House, entry: Entry) -> None:
    if entry.event is not None:
        house.evolve(folded, entry.event)


ROOM: Kind[Room] = Kind(
    names.ROOM,
    msgspec.msgpack.Decoder(RoomEvent),
    Room,
    _room,
    expire=state.expire,
    settle=state.settle,
)
# A private line is spoken on as a room is, by two people, and is gone when it ends.
LINE: Kind[Room] = replace(ROOM, prefix=names.LINE)
HOUSE: Kind[House] = Kind("house", msgspec.msgpack.Decoder(HouseEvent), House, _house, facts=True)
MEMBERS: Kind[Members] = Kind(
    names.MEMBERS,
    msgspec.msgpack.Decoder(MemberEvent),
    Members,
    lambda folded, entry: members.evolve(folded, entry.n, entry.event),
    erased=members.erased,
    facts=True,
)
MAIL: Kind[Mail] = Kind(
    names.MAIL,
    msgspec.msgpack.Decoder(MailEvent),
    Mail,
    lambda folded, entry: mail.evolve(folded, entry.n, entry.at, entry.event),
    erased=mail.erased,
    expire=mail.expire,
)
ERASING: Kind[Erasing] = Kind(
    names.ERASING,
    msgspec.msgpack.Decoder(ErasingEvent),
    Erasing,
    lambda folded, entry: erasing.evolve(folded, entry.event),
)
GROUP: Kind[Group] = Kind(
    names.GROUP,
    msgspec.msgpack.Decoder(GroupEvent),
    Group,
    lambda folded, entry: groups.evolve(folded, entry.n, entry.at, entry.event),
    facts=True,
)
PAIRS: Kind[Pairs] = Kind(
    names.PAIRS,
    msgspec.msgpack.Decoder(PairEvent),
    Pairs,
    lambda folded, entry: pairs.evolve(folded, entry.n, entry.at, entry.event),
    facts=True,
)
AUDIT: Kind[Audit] = Kind(
    names.AUDIT,
    msgspec.msgpack.Decoder(Acted),
    Audit,
    lambda folded, entry: audit.evolve(folded, entry.event),
    facts=True,
)
DESK: Kind[Desk] = Kind(
    names.DESK,
    msgspec.msgpack.Decoder(DeskEvent),
    Desk,
    lambda folded, entry: desk.evolve(folded, entry.n, entry.at, entry.event),
    facts=True,
)
CREW: Kind[Volunteers] = Kind(
    "crew",
    msgspec.msgpack.Decoder(CrewEvent),
    Volunteers,
    lambda folded, entry: crew_fold.evolve(folded, entry.at, entry.event),
    facts=True,
)

TIMETABLE: Kind[Timetable] = Kind(
    "timetable",
    msgspec.msgpack.Decoder(TimetableEvent),
    Timetable,
    lambda folded, entry: table.evolve(folded, entry.at, entry.event),
    facts=True,
)


def class_of(stream: str) -> KeyClass:
    """Return how long a stream's entries live: talk a day, facts as long as the group."""
    return TALK if names.kind_of(stream) in names.KEPT_AS_TALK else FACTS


FACT_KINDS: Mapping[str, Kind[Any]] = {
    kind.prefix: kind for kind in (HOUSE, CREW, TIMETABLE, MEMBERS, GROUP, PAIRS, DESK, AUDIT)
}


@lru_cache(names.NAMES_KEPT)
def talk(room_id: str) -> Kind[Room]:
    """Return the kind of stream that a room's talk stands in, or a private line's."""
    return LINE if is_line(room_id) else ROOM
