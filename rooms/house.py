"""The house: which rooms there are. A fold over its one stream."""

from dataclasses import dataclass, field
from typing import TypeVar

from msgspec import Struct, structs

from rooms.events import (
    FormatBrought,
    GroupMoved,
    HouseEvent,
    RoomClosed,
    RoomOpened,
    SideRoomOpened,
)

Opens = TypeVar("Opens", RoomOpened, SideRoomOpened)


class RoomCard(Struct, frozen=True):
    """What is known of an open room; `circle_of` is the room it grew from, or empty, and
    `moved_from` the one that a side room's circle came from.
    """

    id: str
    topic: str
    side: str
    language: str
    title: str
    capacity: int
    format: str
    circle_of: str = ""
    moved_from: str = ""

    @property
    def is_young(self) -> bool:
        """Whether young people meet here: nobody writes where trained adults are not with them."""
        return self.side == "young"

    @property
    def root(self) -> str:
        """The room whose circles belong together."""
        return self.circle_of or self.id


@dataclass(slots=True)
class House:
    """All open rooms by id, in the order of opening. `opened` counts every change.

    Whatever lists rooms lists `rooms`; side rooms are apart, and found by whoever knows the id.
    `formats` are those that groups brought along, as `rooms.formats.house_formats` writes them;
    `moved` is where a room's group went, as text for people.
    """

    rooms: dict[str, RoomCard] = field(default_factory=dict)
    opened: int = 0
    aside: dict[str, RoomCard] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def find(self, room_id: str) -> RoomCard | None:
        """Return an open room by its id, also one that is told to nobody."""
        return self.rooms.get(room_id) or self.aside.get(room_id)

    def circles(self, root: str) -> list[RoomCard]:
        """Return the room and the circles that grew from it."""
        return [card for card in self.rooms.values() if card.root == root]


def evolve(house: House, event: HouseEvent) -> None:
    """Fold one event into the house."""
    house.opened += 1
    match event:
        case RoomOpened():
            house.rooms[event.id] = RoomCard(**structs.asdict(event))
        case SideRoomOpened():
            house.aside[event.id] = RoomCard(**structs.asdict(event))
        case RoomClosed():
            house.rooms.pop(event.id, None)
            house.aside.pop(event.id, None)
            house.moved.pop(event.id, None)
        case FormatBrought():
            house.formats[event.id] = event.text
        case GroupMoved():
            house.moved[event.id] = event.to


def opening(kind: type[Opens], like: RoomCard, id_: str, title: str, **of: str) -> Opens:
    """Return the opening of a room that is like another one; `of` says where it comes from."""
    return kind(
        id=id_,
        topic=like.topic,
        side=like.side,
        language=like.language,
        title=title,
        capacity=like.capacity,
        format=like.format,
        **of,
    )
