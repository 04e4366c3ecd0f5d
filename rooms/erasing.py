"""Which rooms of a shard hold something that is to be erased, though nobody may come any more."""

from dataclasses import dataclass, field

from rooms.happening import Event


class ErasingDue(Event, frozen=True):
    """Something in the room is to be erased: a hidden line, or what a meeting said."""

    room: str


class RoomsLookedThrough(Event, frozen=True):
    """Every room of the shard was read: whatever is to be erased in it is in some node's hands."""


ErasingEvent = ErasingDue | RoomsLookedThrough


@dataclass(slots=True)
class Erasing:
    """The rooms that nobody has looked at since they were named."""

    is_complete: bool = False  # whether all that is to be erased was named here
    rooms: set[str] = field(default_factory=set)


def evolve(erasing: Erasing, event: ErasingEvent | None) -> None:
    """Fold one entry; None is one that is gone, and then so is what it named."""
    match event:
        case ErasingDue():
            erasing.rooms.add(event.room)
        case RoomsLookedThrough():
            erasing.is_complete = True
        case None:
            pass
