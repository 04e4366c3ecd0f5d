"""From what a member's frame asks of a meeting to the command it is."""

from typing import assert_never

from rooms.commands import GoOn, InMeeting, Lead, MakeWish, PassTurn, ShareAlone, TakeTurn
from rooms.meeting.turn import Wish
from server.wire import frames
from server.wire.frames import MeetingAsked


def asked_in_meeting(frame: MeetingAsked, by: str) -> InMeeting:
    """Return the command of member `by`."""
    match frame:
        case frames.Hand():
            return TakeTurn(by, frame.id, frame.up is not False, frame.last is True)
        case frames.Pass():
            return PassTurn(by, frame.id, frame.to or "")
        case frames.Wish():
            return MakeWish(by, frame.id, Wish(frame.what))
        case frames.Next():
            return GoOn(by, frame.id, frame.step)
        case frames.Lead():
            return Lead(by, frame.id, frame.up)
        case frames.Alone():
            return ShareAlone(by, frame.id, frame.up)
        case _:
            assert_never(frame)
