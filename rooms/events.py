"""What happened. A stream is an audience, so each audience has its own union of events.

`RoomEvent` may be seen by every member of the room, `HouseEvent` by everybody (what
volunteers see is `moderation.events.DeskEvent`). `MemberEvent` and `MailEvent` are records
nobody follows. A desk event in a room does not type-check. Numbers and times are the store's
and not repeated here.
"""

from rooms.happening import Event
from rooms.meeting.events import MeetingEvent


class MessagePosted(Event, frozen=True):
    """A member said something; `id` is the client's, `to` another line's number or 0."""

    by: str
    alias: str
    text: str
    id: str
    to: int = 0


class MessageHidden(Event, frozen=True):
    """Line `of` left every screen; a volunteer may bring it back."""

    of: int


class MessageShown(Event, frozen=True):
    """The hidden line `of` is back."""

    of: int


class MessageErased(Event, frozen=True):
    """Line `of` is gone for good."""

    of: int


class RuleRaised(Event, frozen=True):
    """Who may post has changed; names nobody."""


class DoorSlowed(Event, frozen=True):
    """In a raid: the first words of who is new wait for a glance until then (ms), if it stays calm.
    With `longer` the door was slower already.
    """

    until: int
    longer: bool = False


class DoorFreed(Event, frozen=True):
    """It has been calm for long enough: the door is as before."""


RoomEvent = (
    MessagePosted
    | MessageHidden
    | MessageShown
    | MessageErased
    | RuleRaised
    | DoorSlowed
    | DoorFreed
    | MeetingEvent
)


class Opening(Event, frozen=True):
    """A room is there from now on."""

    id: str
    topic: str
    side: str
    language: str
    title: str
    capacity: int
    format: str


class RoomOpened(Opening, frozen=True):
    """A room exists, or exists again. `circle_of` is the room it grew from, or empty."""

    circle_of: str = ""


class SideRoomOpened(Opening, frozen=True):
    """The circle of `moved_from` goes on here, away from strangers. An event of its own: a node of
    a version that does not know of side rooms must not list them.
    """

    moved_from: str


class RoomClosed(Event, frozen=True):
    """The room takes nobody in any more."""

    id: str


class FormatBrought(Event, frozen=True):
    """A group that moved in has this format; `text` is the whole of it, and of nobody."""

    id: str
    text: str


class GroupMoved(Event, frozen=True):
    """The room's group meets at another address from now on; with none, it does not after all."""

    id: str
    to: str


HouseEvent = RoomOpened | SideRoomOpened | RoomClosed | FormatBrought | GroupMoved


class MemberKnown(Event, frozen=True):
    """A key is known in this room: fingerprint, alias index, month of last use
    (year * 12 + month - 1).
    """

    member: str
    alias: int
    month: int


class MemberForgotten(Event, frozen=True):
    """The record in entry `of` is gone; whose it was is not kept."""

    of: int


MemberEvent = MemberKnown | MemberForgotten


class ThanksLeft(Event, frozen=True):
    """Somebody thanked `to` for line `of`; who it was is not kept."""

    to: str
    of: int


class YoungSaid(Event, frozen=True):
    """A member said that they are a child. Kept as long as the words are, and told to nobody."""

    to: str


MailEvent = ThanksLeft | YoungSaid
