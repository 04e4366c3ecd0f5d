"""A pause: whoever leads calls a volunteer, nobody speaks, every clock stands; then it goes on."""

from collections.abc import Collection

from rooms.meeting.events import PauseBegan, PauseEnded
from rooms.meeting.state import Meeting, resumed
from rooms.refusal import Code, Refusal

PAUSE_MS = 10 * 60 * 1000  # then it goes on by itself: nobody is left with a silent room


def begun(now: int) -> PauseBegan:
    """Return what pauses the room."""
    return PauseBegan(now, now + PAUSE_MS)


def ended(meeting: Meeting | None, now: int) -> PauseEnded:
    """Return what lets it go on, with the times as they are from now on."""
    if meeting is None:
        return PauseEnded(now)
    after = resumed(meeting, now)
    return PauseEnded(now, after.until, after.turn, after.feedback)


def check_may_pause(by: str, leads: Collection[str]) -> None:
    """Refuse everybody who does not open this evening, or stand in."""
    if not by or by not in leads:
        raise Refusal(Code.NOT_THE_CHAIR)
