"""What the rooms need of the outside, named for the need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from rooms.events import MailEvent, MessagePosted, RoomEvent
from rooms.group.roles import Evening
from rooms.house import RoomCard
from rooms.meeting.events import MeetingEvent
from rooms.meeting.here import Here
from rooms.standing import Standing
from rooms.state import Room


class Stale(Exception):
    """Somebody was first; the fold is up to date again: decide anew."""


class AlreadyThere(Exception):
    """An id was accepted before, as entry `n`; `same` says whether the body was equal."""

    def __init__(self, n: int, *, same: bool) -> None:
        super().__init__()
        self.n = n
        self.same = same


@dataclass(frozen=True, slots=True)
class Once:
    """What makes a resend recognisable: whose, which id, and the body to compare."""

    member: str
    id: str
    body: bytes

    @classmethod
    def said(cls, member: str, id_: str, text: str, to: int) -> "Once":
        """Return what makes a resend of a message recognisable, held or posted."""
        return cls(member, id_, f"say|{to}|{text}".encode())


@dataclass(frozen=True, slots=True)
class Line:
    """A kept line and whether it is on the screens."""

    n: int
    said: MessagePosted
    hidden: bool


class RoomStreams(Protocol):
    """Streams of rooms: what each member of a room may see, and what waits for one."""

    async def room(self, room_id: str) -> Room:
        """Return the folded room, up to date with this node's store."""

    async def standing(self, room_id: str, member: str) -> Standing:
        """Return what volunteers let the member do in the room just now."""

    async def is_open(self, room_id: str) -> bool:
        """Return whether the room takes words at all."""

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line, or None if there is none at that number."""

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""

    async def post(self, room_id: str, event: RoomEvent, once: Once, rule: int) -> int:
        """Append to the room under its rule counter; return the number.

        Raises `Stale`, `AlreadyThere`.
        """

    async def mail(self, room_id: str, event: MailEvent, once: Once) -> int:
        """Append to what waits for one member. Raises `AlreadyThere`."""


class MeetingStreams(Protocol):
    """Streams of rooms in which meetings run."""

    async def room(self, room_id: str) -> Room:
        """Return the folded room, up to date with this node's store."""

    async def card(self, room_id: str) -> RoomCard | None:
        """Return what is known of an open room."""

    async def standing(self, room_id: str, member: str) -> Standing:
        """Return what volunteers let the member do in the room just now."""

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""

    async def move(self, room_id: str, event: MeetingEvent, once: Once | None, rule: int) -> int:
        """Append what only one may decide, under the rule counter, which it raises; return the
        number, once it is folded. Raises `Stale`, `AlreadyThere`.
        """


class Company(Protocol):
    """Who has a line in a room, on any node."""

    async def here(self, room_id: str) -> Here:
        """Return who is there, and what time it is."""


class Serving(Protocol):
    """Who serves a group, whom it has invited, and who is a trained adult in it."""

    async def tonight(self, room_id: str, here: Collection[str]) -> tuple[Evening, Sequence[str]]:
        """Return who leads a meeting that begins now, and which guests are here for it."""

    async def new_for(self, room_id: str, member: str) -> int:
        """Return how much longer (s) a member is too new here to lead."""

    async def adults(self, room_id: str) -> tuple[str, ...]:
        """Return the trained adults whom a coordinator named, be they here or not."""


class Purse(Protocol):
    """How fast a member may go."""

    async def spend(self, room_id: str, member: str, *, slow: bool = False) -> float:
        """Take one post: 0.0 if there was one, else seconds to wait; `slow` is one a minute."""


class Disk(Protocol):
    """Whether there is room for more words."""

    def low(self) -> bool:
        """Return whether messages must be refused for want of space."""
