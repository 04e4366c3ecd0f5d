"""To whom the piece goes next. Nobody has it a second time before all had a chance."""

from rooms.meeting.here import Here
from rooms.meeting.protocol import SECOND_MS, Order, Speak
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Turn

CHANCE_MS = 30 * SECOND_MS  # the piece lies free so long before somebody has it again
STILL_MS = 240 * SECOND_MS  # and so long before the meeting goes on, if nobody asks


def still_until(meeting: Meeting) -> int:
    """Return when (ms) the piece has lain free, and nobody said anything, for long."""
    return max(meeting.free_since, meeting.heard_at) + STILL_MS


def is_free(meeting: Meeting) -> bool:
    """Return whether the piece lies free in a step that has one, and may be taken."""
    has_piece = meeting.step >= 0 and meeting.now_step.speak is Speak.HOLDER
    return has_piece and meeting.turn is None and meeting.feedback is None


def is_open(meeting: Meeting, now: int) -> bool:
    """Return whether somebody may still begin a turn in this step."""
    return not meeting.closing and now < meeting.until


def next_holder(meeting: Meeting, here: Here) -> str:
    """Return who has the piece next; empty for nobody, just now."""
    if not is_open(meeting, here.now):
        return ""
    waiting = [member for member in meeting.line if member in here]
    return (
        next((m for m in waiting if not meeting.had.get(m)), "")
        or _next_round(meeting, here)
        or _second_time(meeting, here, waiting)
    )


def without_a_chance(meeting: Meeting, here: Here) -> list[str]:
    """Return who is here and neither had the piece in this step nor passed it."""
    return [m for m in here if not meeting.had.get(m) and m not in meeting.guests]


def turn_of(meeting: Meeting, member: str, here: Here) -> Turn:
    """Return a new turn of somebody who is here."""
    return Turn(member, here.people[member], meeting.now_step.turn_s * SECOND_MS, here.now)


def _next_round(meeting: Meeting, here: Here) -> str:
    """In a circle the piece comes to everybody; to those who passed for now at the end."""
    if meeting.now_step.order is not Order.CIRCLE:
        return ""
    left = without_a_chance(meeting, here)
    return next((m for m in left if m not in meeting.later), "") or next(iter(left), "")


def _second_time(meeting: Meeting, here: Here, waiting: list[str]) -> str:
    """Somebody may share again when all had a chance: a turn, or time enough to ask for one."""
    if not waiting or not all_had_a_chance(meeting, here):
        return ""
    return min(waiting, key=lambda member: meeting.had.get(member, 0))


def all_had_a_chance(meeting: Meeting, here: Here) -> bool:
    """Return whether somebody may have the piece again."""
    return not without_a_chance(meeting, here) or here.now >= meeting.free_since + CHANCE_MS
