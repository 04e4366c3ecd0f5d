"""A room as its stream tells it: who may post, whose words are taken, what is hidden."""

from dataclasses import dataclass, field

from rooms import door
from rooms.door import Door
from rooms.events import (
    DoorFreed,
    DoorSlowed,
    MessageErased,
    MessageHidden,
    MessagePosted,
    MessageShown,
    RoomEvent,
    RuleRaised,
)
from rooms.meeting import fold
from rooms.meeting.events import (
    CircleMoved,
    MeetingBegan,
    MeetingEnded,
    PauseBegan,
    PauseEnded,
)
from rooms.meeting.state import Meeting, decides


@dataclass(frozen=True, slots=True)
class Author:
    """Whose two words these are, the number and time of the last line under them, and since when
    there are any (ms).
    """

    member: str
    n: int
    at: int
    since: int


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that is over: its format, the numbers of its first and last entry, and when (ms)
    these were.
    """

    format: str
    began: int
    over: int
    began_at: int
    over_at: int


@dataclass(frozen=True, slots=True)
class Over:
    """What was said in a meeting that is over: from which entry to which, and when it goes (ms)."""

    first: int
    last: int
    gone: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the circle goes on, and since when (ms)."""

    to: str
    at: int


@dataclass(slots=True)
class Room:
    """The fold of a room's stream. `rule` is raised by every event that changes who may
    post; a post expects it unchanged, so nobody removed speaks, on any node.
    Up to `alone_to`, nothing is for a guest: somebody shared who asked that none is there.
    """

    head: int = 0
    rule: int = 0
    authors: dict[str, Author] = field(default_factory=dict)
    hidden: dict[int, int] = field(default_factory=dict)
    meeting: Meeting | None = None
    paused_until: int = 0
    moved: Moved | None = None  # as long as the side room is open
    door: Door | None = None  # while it is slower
    began: int = 0
    began_at: int = 0
    last: Held | None = None
    over: list[Over] = field(default_factory=list)
    alone_to: int = 0

    @property
    def must_stay(self) -> bool:
        """Whether something in the room is to be erased, also when nobody comes any more."""
        return bool(self.hidden or self.over)

    def taken(self, but: str) -> set[str]:
        """Return the two-word names under which others than `but` have kept lines."""
        return {words for words, author in self.authors.items() if author.member != but}

    def heard_since(self, member: str, now: int) -> int:
        """Return since when (ms) there are words of a member here; without any, since now."""
        return min((a.since for a in self.authors.values() if a.member == member), default=now)


def raises_rule(room: Room, event: RoomEvent) -> bool:
    """Return whether somebody's words change who may post after them."""
    return isinstance(event, MessagePosted) and decides(room.meeting, event.by)


def evolve(  # noqa: C901 - one arm for each kind of event
    room: Room, n: int, at: int, rule: int, event: RoomEvent | None
) -> None:
    """Fold entry `n` of time `at` (ms); `event` is None where it can no longer be read."""
    room.head = n
    room.rule = rule
    match event:
        case MessagePosted():
            before = room.authors.get(event.alias)
            since = before.since if before is not None and before.member == event.by else at
            room.authors[event.alias] = Author(event.by, n, at, since)
            if room.meeting is not None:
                room.meeting = fold.heard(room.meeting, event.by, at)
        case MessageHidden():
            room.hidden[event.of] = at
        case MessageShown() | MessageErased():
            room.hidden.pop(event.of, None)
        case RuleRaised() | None:
            pass
        case DoorSlowed() | DoorFreed():
            room.door = door.evolve(room.door, n, at, event)
        case PauseBegan() | PauseEnded():
            room.paused_until = event.until if isinstance(event, PauseBegan) else 0
            room.meeting = fold.evolve(room.meeting, event)
            if isinstance(event, CircleMoved):
                room.moved = Moved(event.to, event.at)
        case MeetingBegan():
            room.began, room.began_at = n, at
            room.meeting = fold.evolve(room.meeting, event)
        case MeetingEnded():
            _ended(room, n, at, event)
        case _:
            room.meeting = fold.evolve(room.meeting, event)
    if room.meeting is not None and room.meeting.without_guests:
        room.alone_to = n


def _ended(room: Room, n: int, at: int, event: MeetingEnded) -> None:
    if room.meeting is not None:
        room.last = Held(room.meeting.protocol.format, room.began, n, room.began_at, at)
    if event.gone and room.began:
        room.over.append(Over(room.began, n, event.gone))
    room.meeting = None


def expire(room: Room, before: int) -> None:
    """Let go of what belongs to lines older than `before` (ms)."""
    room.authors = {w: a for w, a in room.authors.items() if a.at >= before}
    room.hidden = {of: at for of, at in room.hidden.items() if at >= before}
    room.over = [over for over in room.over if over.gone >= before]


def settle(room: Room, head: int, rule: int) -> None:
    """Take the stream's head and rule counter where the entries that raised them are gone."""
    room.head = head
    room.rule = rule
