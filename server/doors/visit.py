"""Somebody at a door, and somebody who is in: what is known of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from moderation.case import Case
from moderation.private_line import PrivateLines
from rooms.aliases import Names
from rooms.formats import Format
from rooms.house import RoomCard
from rooms.replay import After, Kept, Plan
from rooms.state import Room
from server.group.by_arrangement import ByArrangement
from server.presence.place import Holders, Place
from server.streams.log import Log
from server.wire.frames import Enter, Person, You


class Visit(Struct, frozen=True):
    """Somebody who is in: who they are here, who else is, and what follows."""

    card: RoomCard
    you: You
    place: Place
    holders: Holders
    log: Log[Room]
    kept: Kept
    plan: Plan

    @property
    def people(self) -> list[Person]:
        """Everybody with a place, oneself first."""
        others = (Person(m, p.alias) for m, p in self.holders.items() if m != self.you.id)
        return [Person(self.you.id, self.you.alias), *others]


class Arrival(Struct, frozen=True):
    """Somebody at the door: which room, under which key, and what is known of them."""

    card: RoomCard
    log: Log[Room]
    key: bytes
    member: str
    wanted: int
    returning: bool
    is_guest: bool = False


def last_seen(frame: Enter) -> After | None:
    """Return the last position that somebody at the door says they have."""
    return After(frame.after.epoch, frame.after.n) if frame.after else None


@dataclass(frozen=True, slots=True)
class Premises:
    """What the doors open on: the rooms' formats and names, the house's key and clock.

    `settling` says whether places may have run out whose holders are still here; `beside` who
    is on a private line with the person; `appeal` with which code somebody may ask again.
    """

    formats: Mapping[str, Format]
    names: Callable[[str], Names]
    fingerprint_key: bytes
    epoch: str
    now: Callable[[], int]
    settling: Callable[[], bool]
    lines: PrivateLines
    beside: Callable[[Case], Holders]
    appeal: Callable[[str, str], str]
    arranged: ByArrangement
