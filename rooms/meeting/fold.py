"""A running meeting as its events tell it. Times are the store's milliseconds."""

from typing import assert_never

from msgspec import structs

from rooms.meeting.events import (
    AdultsChanged,
    GuestAskedOut,
    GuestCame,
    MeetingBegan,
    MeetingEnded,
    MeetingEvent,
    PauseBegan,
    PauseEnded,
    RolesChanged,
    StepBegan,
    StepClosing,
    TurnChanged,
)
from rooms.meeting.state import NO_STEP, Meeting
from rooms.meeting.turn import Turn


def evolve(meeting: Meeting | None, event: MeetingEvent) -> Meeting | None:  # noqa: C901, PLR0912 - a table
    """Fold one event of a meeting."""
    if isinstance(event, MeetingBegan):
        return _begun(event)
    if meeting is None:  # what began it is no longer kept
        return None
    match event:
        case StepBegan():
            return _stepped(meeting, event)
        case StepClosing():
            return structs.replace(meeting, closing=True)
        case TurnChanged():
            return _turned(meeting, event)
        case RolesChanged():
            return _roles(meeting, event)
        case GuestCame():
            guests = tuple(m for m in meeting.guests if m != event.member)
            line = tuple(m for m in meeting.line if m != event.member)
            return structs.replace(meeting, guests=(*guests, event.member), line=line)
        case GuestAskedOut(member=member):
            alone = meeting.alone | {member} if event.up else meeting.alone - {member}
            return structs.replace(meeting, alone=alone)
        case AdultsChanged(adults=adults):
            return structs.replace(meeting, adults=adults)
        case PauseBegan():
            at = meeting.paused_at or event.at  # paused again, it is one pause
            return structs.replace(meeting, paused_at=at, paused_until=event.until)
        case PauseEnded() if event.away_from:
            return returned(meeting, event.away_from, event.at)
        case PauseEnded():
            return resumed(meeting, event.at)
        case MeetingEnded():
            return None
        case _:
            assert_never(event)


def heard(meeting: Meeting, by: str, at: int) -> Meeting:
    """Fold that somebody said something."""
    meeting = structs.replace(meeting, heard_at=at)
    if meeting.feedback is not None:
        return structs.replace(meeting, answered=meeting.answered | {by})
    if meeting.turn is not None and meeting.turn.holder == by and not meeting.spoke:
        return structs.replace(meeting, spoke=True)
    return meeting


def _begun(event: MeetingBegan) -> Meeting:
    return Meeting(
        event.meeting,
        event.protocol,
        step_at=event.at,
        ran_from=event.at,
        chair=event.chair,
        reserve=event.reserve,
        guests=event.guests,
        adults=event.adults,
    )


def _roles(meeting: Meeting, event: RolesChanged) -> Meeting:
    return structs.replace(
        meeting,
        chair=event.chair,
        reserve=event.reserve,
        away=event.away,
        short=event.short,
    )


def _stepped(meeting: Meeting, event: StepBegan) -> Meeting:
    """Give everybody a chance again; a guest of the step before has left."""
    left = meeting.step != NO_STEP and meeting.now_step.guest
    stays = meeting.protocol.steps[event.step].guest
    return structs.replace(
        meeting,
        step=event.step,
        step_at=event.at,
        until=event.until,
        closing=False,
        turn=None,
        line=(),
        feedback=None,
        free_since=event.at,
        had={},
        later=frozenset(),
        answered=frozenset(),
        spoke=False,
        guests=() if left and not stays else meeting.guests,
    )


def _turned(meeting: Meeting, event: TurnChanged) -> Meeting:
    before, after = meeting.turn, event.turn
    had = dict(meeting.had)
    if event.passed:
        had[event.passed] = had.get(event.passed, 0) + 1
    is_new = (before.holder if before else "") != (after.holder if after else "")
    opened = event.feedback is not None and meeting.feedback is None
    is_free = after is None and event.feedback is None
    was_free = before is None and meeting.feedback is None
    return structs.replace(
        meeting,
        turn=after,
        line=event.line,
        feedback=event.feedback,
        had=had,
        later=meeting.later | {event.later} if event.later else meeting.later,
        free_since=event.at if is_free and not was_free else meeting.free_since,
        answered=frozenset() if opened else meeting.answered,
        spoke=False if is_new else meeting.spoke,
    )


def resumed(meeting: Meeting, now: int) -> Meeting:
    """Return a paused meeting with all its times as much later as it was paused."""
    if not meeting.paused_at:
        return meeting
    turn = meeting.turn and meeting.turn.later(now - meeting.paused_at)
    return _stood(meeting, meeting.paused_at, now, turn)


def returned(meeting: Meeting, away_from: int, now: int) -> Meeting:
    """Return a meeting with all its times as much later as the whole house was away.

    A turn that ran is not among them: its holder's line was lost with the house, and its clock
    stands until that is back. A place that was kept already is kept so much longer.
    """
    turn = meeting.turn
    if turn is not None and turn.held_at and turn.held_at <= away_from:
        turn = turn.later(now - away_from)
    return _stood(meeting, away_from, now, turn)


def _stood(meeting: Meeting, since: int, now: int, turn: Turn | None) -> Meeting:
    """Set every clock back by as long as none ran, but for what began in that time."""
    late = max(0, now - since)

    def later(at: int) -> int:
        return at + late if 0 < at <= since else at

    return structs.replace(
        meeting,
        paused_at=0,
        paused_until=0,
        step_at=later(meeting.step_at),
        until=meeting.until + late,
        turn=turn,
        feedback=meeting.feedback and meeting.feedback.later(late),
        free_since=later(meeting.free_since),
        heard_at=later(meeting.heard_at),
        away=later(meeting.away),
        short=later(meeting.short),
        ran_from=now,
    )
