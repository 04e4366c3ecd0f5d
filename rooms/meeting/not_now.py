"""Why a member's words are not taken just now in a meeting: the true reason, beside the code."""

from typing import assert_never

from rooms.meeting.protocol import Speak
from rooms.meeting.state import Meeting
from rooms.refusal import NotNow


def not_now(meeting: Meeting, member: str) -> NotNow:
    """Say why, of somebody who may not speak."""
    if member in meeting.guests:
        return NotNow.GUESTS
    if meeting.short:
        return NotNow.ADULTS
    match meeting.now_step.speak:
        case Speak.NOBODY:
            return NotNow.NOBODY
        case Speak.GUEST:
            return NotNow.GUEST
        case Speak.CHAIR | Speak.EVERYONE:
            return NotNow.OTHER
        case Speak.HOLDER:
            return _sharing(meeting, member)
        case speak:
            assert_never(speak)


def _sharing(meeting: Meeting, member: str) -> NotNow:
    if meeting.feedback is not None:
        return NotNow.ANSWERED if member in meeting.answered else NotNow.ASKED
    return NotNow.FREE if meeting.turn is None else NotNow.OTHER
