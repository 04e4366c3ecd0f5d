"""Who is known in a room: a fold of its member records, which nobody follows.

A record holds a fingerprint of the room key, the index of the two words, and the month of
last use. Nothing joins it to another room.
"""

from dataclasses import dataclass, field

from msgspec import Struct

from rooms.events import MemberEvent, MemberForgotten, MemberKnown

MONTHS_KEPT = 3  # 90 days unused, to the month (MISSION 5.2)


class Record(Struct, frozen=True):
    """What is kept of one member; `n` is the entry that holds it."""

    alias: int
    month: int
    n: int


@dataclass(slots=True)
class Members:
    """All records of a room by member id."""

    records: dict[str, Record] = field(default_factory=dict)
    head: int = 0


def evolve(members: Members, n: int, event: MemberEvent | None) -> None:
    """Fold one entry; None is an erased one and says nothing."""
    members.head = n
    match event:
        case MemberKnown():
            members.records[event.member] = Record(event.alias, event.month, n)
        case MemberForgotten():
            erased(members, event.of)
        case None:
            pass


def erased(members: Members, n: int) -> None:
    """Forget the record that entry `n` held, if it is the current one."""
    gone = [member for member, record in members.records.items() if record.n == n]
    for member in gone:
        del members.records[member]


def unused(members: Members, month: int) -> list[Record]:
    """Return the records that were not used for so long that they go."""
    return [r for r in members.records.values() if r.month < month - MONTHS_KEPT]
