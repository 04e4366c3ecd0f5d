"""The rooms there are, as anybody may see them: a fold over the house's stream."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rooms.house import House, RoomCard
from server.day_names import DayNames
from server.duty.cover import Cover
from server.timetable.meetings import Meetings, MeetingView


class Part(NamedTuple):
    """Where a room's meeting is: the `n`th of so many steps, its id, and what it is for."""

    n: int
    of: int
    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room in the directory. `people` is rough on purpose: exact counts identify."""

    id: str
    topic: str
    side: str
    language: str
    title: str
    format: str
    people: str
    step: str
    next: str | None
    cover: bool
    keep_s: int
    circle_of: str
    cover_in_hours: int | None = None  # nobody is here, but in about so many hours
    meeting: MeetingView | None = None  # the one that `next` is of
    part: Part | None = None
    moved_from: str = ""
    moved_to: str = ""


def rough(people: int, capacity: int) -> str:
    """Return how many are there, in words that identify nobody (PROTOCOL, HTTP)."""
    if people >= capacity:
        return "full"
    steps = ((2, "quiet"), (7, "a few"), (15, "about ten"))
    return next((word for most, word in steps if people <= most), "many")


class Directory:
    """What the front page and programs are told of the rooms."""

    def __init__(  # noqa: PLR0913, PLR0917 - each is one thing a row of the directory tells
        self,
        house_id: str,
        handle_key: bytes,
        house: Callable[[], House],
        now: Callable[[], int],
        keep_s: int,
        cover: Cover,
        meetings: Meetings,
    ) -> None:
        self.house = house_id
        self._house = house
        self._names = DayNames(handle_key, now, self._ids)
        self._keep_s = keep_s
        self._cover = cover
        self._meetings = meetings
        self._people: Mapping[str, int] = {}
        self._parts: Mapping[str, Part] = {}

    def counted(self, people: Mapping[str, int], parts: Mapping[str, Part]) -> None:
        """Take the number of people in each room, and where its meeting is; up to a minute late."""
        self._people, self._parts = people, parts

    def rooms(self) -> Sequence[RoomView]:
        """Return all open rooms in the order they were opened; empty circles are left out."""
        cards = self._house().rooms.values()
        return [self._view(c) for c in cards if not c.circle_of or self._people.get(c.id)]

    def room(self, room_id: str) -> RoomView | None:
        """Return one open room by its id, for programs."""
        card = self._house().rooms.get(room_id)
        return self._view(card) if card else None

    def is_open(self, room_id: str) -> bool:
        """Return whether a room is open, also one that is told to nobody."""
        return self._house().find(room_id) is not None

    def handle(self, room_id: str) -> str:
        """Return today's opaque name of the room's page."""
        return self._names.of(room_id)

    def by_handle(self, handle: str) -> RoomView | None:
        """Return the room whose handle of today or yesterday this is, also a side room: its handle
        is told by the same card as its id.
        """
        card = self._house().find(self._names.by(handle, self._house().opened) or "")
        return self._view(card) if card else None

    def _ids(self) -> Sequence[str]:
        return [*self._house().rooms, *self._house().aside]

    def _view(self, card: RoomCard) -> RoomView:
        meeting, part = self._meetings.next_in(card.id), self._parts.get(card.id)
        return RoomView(
            id=card.id,
            topic=card.topic,
            side=card.side,
            language=card.language,
            title=card.title,
            format=card.format,
            people=rough(self._people.get(card.id, 0), card.capacity),
            step=part.id if part else "open",
            next=meeting.begins if meeting else None,
            cover=self._cover.on,
            keep_s=self._keep_s,
            circle_of=card.circle_of,
            moved_from=card.moved_from,
            moved_to=self._house().moved.get(card.root, ""),
            cover_in_hours=self._cover.in_hours,
            meeting=meeting,
            part=part,
        )
