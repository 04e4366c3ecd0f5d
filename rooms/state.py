"""A room as its stream tells it: who may post, whose words are taken, what is hidden."""

from dataclasses import dataclass, field

from rooms.events import (
    MessageErased,
    MessageHidden,
    MessagePosted,
    MessageShown,
    RoomEvent,
    RuleRaised,
)
from rooms.meeting import state as meetings
from rooms.meeting.events import MeetingBegan, MeetingEnded, PauseBegan, PauseEnded
from rooms.meeting.state import Meeting


@dataclass(frozen=True, slots=True)
class Author:
    """Whose two words these are, and the number and time of the last line under them."""

    member: str
    n: int
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is over: its format, and the numbers of its first and last entry."""

    format: str
    began: int
    over: int


@dataclass(slots=True)
class Room:
    """The fold of a room's stream. `rule` is raised by every event that changes who may
    post; a post expects it unchanged, so nobody removed speaks, on any node.
    """

    head: int = 0
    rule: int = 0
    authors: dict[str, Author] = field(default_factory=dict)
    hidden: dict[int, int] = field(default_factory=dict)
    meeting: Meeting | None = None
    paused_until: int = 0
    began: int = 0
    last: Held | None = None

    def taken(self, but: str) -> set[str]:
        """Return the two-word names under which others than `but` have kept lines."""
        return {words for words, author in self.authors.items() if author.member != but}


def raises_rule(room: Room, event: RoomEvent) -> bool:
    """Return whether somebody's words change who may post after them."""
    return isinstance(event, MessagePosted) and meetings.decides(room.meeting, event.by)


def evolve(room: Room, n: int, at: int, rule: int, event: RoomEvent | None) -> None:
    """Fold entry `n` of time `at` (ms); `event` is None where it can no longer be read."""
    room.head = n
    room.rule = rule
    match event:
        case MessagePosted():
            room.authors[event.alias] = Author(event.by, n, at)
            if room.meeting is not None:
                room.meeting = meetings.heard(room.meeting, event.by, at)
        case MessageHidden():
            room.hidden[event.of] = at
        case MessageShown() | MessageErased():
            room.hidden.pop(event.of, None)
        case RuleRaised() | None:
            pass
        case PauseBegan() | PauseEnded():
            room.paused_until = event.until if isinstance(event, PauseBegan) else 0
            room.meeting = meetings.evolve(room.meeting, event)
        case MeetingBegan():
            room.began = n
            room.meeting = meetings.evolve(room.meeting, event)
        case MeetingEnded():
            if room.meeting is not None:
                room.last = Held(room.meeting.protocol.format, room.began, n)
            room.meeting = None
        case _:
            room.meeting = meetings.evolve(room.meeting, event)


def expire(room: Room, before: int) -> None:
    """Let go of what belongs to lines older than `before` (ms)."""
    room.authors = {w: a for w, a in room.authors.items() if a.at >= before}
    room.hidden = {of: at for of, at in room.hidden.items() if at >= before}


def settle(room: Room, head: int, rule: int) -> None:
    """Take the stream's head and rule counter where the entries that raised them are gone."""
    room.head = head
    room.rule = rule
