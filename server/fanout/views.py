"""From an event to the frame everybody in the room is sent: the only place that knows both."""

from typing import assert_never

from msgspec import UNSET

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
from rooms.meeting.events import (
    AdultsChanged,
    GuestAskedOut,
    GuestCame,
    MeetingBegan,
    MeetingEnded,
    PauseBegan,
    PauseEnded,
    RolesChanged,
    StepBegan,
    StepClosing,
    TurnChanged,
)
from server.fanout import meeting_views
from server.streams.kinds import Entry
from server.wire.frames import (
    Closing,
    Door,
    Erased,
    Hidden,
    Over,
    Pause,
    Rule,
    Said,
    Shown,
    StreamFrame,
)


def frame_of(entry: Entry) -> StreamFrame | None:
    """Return the entry's frame; None if it is no longer kept (a gap tells of it)."""
    if entry.erased:
        return Erased(n=entry.n, at=entry.at)
    return None if entry.event is None else _frame(entry.n, entry.at, entry.event)


def _frame(n: int, at: int, event: RoomEvent) -> StreamFrame:  # noqa: C901, PLR0912 - a table
    match event:
        case MessagePosted():
            return Said(
                n=n,
                at=at,
                by=event.by,
                alias=event.alias,
                text=event.text,
                id=event.id,
                to=event.to or UNSET,
            )
        case MessageHidden():
            return Hidden(n=n, at=at, of=event.of)
        case MessageShown():
            return Shown(n=n, at=at, of=event.of)
        case MessageErased():
            return Erased(n=n, at=at, of=event.of)
        case (
            RuleRaised() | GuestCame() | GuestAskedOut() | AdultsChanged() | DoorSlowed(longer=True)
        ):
            return Rule(n=n, at=at)
        case DoorSlowed():
            return Door(n=n, at=at, until=event.until)
        case DoorFreed():
            return Door(n=n, at=at)
        case MeetingBegan():
            return meeting_views.meeting(n, at, event)
        case StepBegan():
            return meeting_views.step(n, at, event)
        case StepClosing():
            return Closing(n=n, at=at)
        case TurnChanged():
            return meeting_views.turn(n, at, event)
        case RolesChanged():
            return meeting_views.roles(n, at, event)
        case PauseBegan():
            return Pause(n=n, at=at, until=event.until)
        case PauseEnded():
            return meeting_views.resume(n, at, event)
        case MeetingEnded():
            return Over(n=n, at=at, why=event.why, gone=event.gone or UNSET)
        case _:
            assert_never(event)
