"""A pause: nobody speaks, every clock stands; then it goes on. Whoever leads asks for one and
calls a volunteer with it; a volunteer may ask for one, too.

It goes on in the same way where the whole house was away, and nobody could say anything.
"""

from collections.abc import Collection

from rooms.meeting.events import PauseBegan, PauseEnded
from rooms.meeting.fold import resumed, returned
from rooms.meeting.here import Here
from rooms.meeting.state import Meeting
from rooms.refusal import Code, Refusal

PAUSE_MS = 10 * 60 * 1000  # then it goes on by itself: nobody is left with a silent room


def begun(now: int, for_ms: int = PAUSE_MS) -> PauseBegan:
    """Return what pauses the room."""
    return PauseBegan(now, now + for_ms)


def is_over(room_paused_until: int, meeting: Meeting | None, now: int) -> bool:
    """Return whether there is nothing to let go on."""
    return room_paused_until <= now and not (meeting and meeting.paused_at)


def ended(meeting: Meeting | None, now: int) -> PauseEnded:
    """Return what lets it go on, with the times as they are from now on."""
    if meeting is None:
        return PauseEnded(now)
    after = resumed(meeting, now)
    return PauseEnded(now, after.until, after.turn, after.feedback)


def house_back(meeting: Meeting, here: Here) -> PauseEnded | None:
    """Let it go on where it was when the whole house was away; None if that is done, or was not."""
    if here.woke_at <= meeting.ran_from:
        return None
    away_from = max(here.slept_from, meeting.ran_from)
    after = returned(meeting, away_from, here.now)
    return PauseEnded(here.now, after.until, after.turn, after.feedback, away_from)


def check_may_pause(by: str, leads: Collection[str]) -> None:
    """Refuse everybody who does not open this evening, or stand in."""
    if not by or by not in leads:
        raise Refusal(Code.NOT_THE_CHAIR)
