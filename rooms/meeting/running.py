"""What the clock does to a meeting, and a line that is lost or back. One change at a time.

Any node may ask at any time; what is due is appended under the rule counter it was decided
with, so it happens once however many ask.
"""

from collections.abc import Iterator

from msgspec import structs

from rooms.meeting import pausing
from rooms.meeting.asking import ended, roles, settled
from rooms.meeting.events import (
    Ending,
    MeetingBegan,
    MeetingEnded,
    MeetingEvent,
    RolesChanged,
    StepBegan,
    TurnChanged,
)
from rooms.meeting.handing import (
    CHANCE_MS,
    all_had_a_chance,
    is_free,
    is_open,
    next_holder,
    still_until,
    without_a_chance,
)
from rooms.meeting.here import Here
from rooms.meeting.protocol import MINUTE_MS, SECOND_MS, Order, Speak
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Feedback, Phase, Turn, Why
from rooms.refusal import Code, Refusal

HELD_MS = 90 * SECOND_MS
CHAIR_MS = 60 * SECOND_MS


FAR = 1 << 62


def begin(meeting: Meeting | None, here: Here, began: MeetingBegan) -> MeetingBegan:
    """Let a meeting begin, or refuse: one at a time, and not with too few."""
    protocol = began.protocol
    if meeting is not None:
        raise Refusal(Code.MEETING_ON)
    if len(set(began.adults) & set(here)) < protocol.adults:
        raise Refusal(Code.ADULTS_MISSING)
    if len(here.people) < protocol.least:
        raise Refusal(Code.TOO_FEW)
    return structs.replace(began, at=here.now)


def tick(meeting: Meeting, here: Here) -> MeetingEvent | None:
    """Return the next thing that is due, or None."""
    if meeting.paused_at:
        return pausing.ended(meeting, here.now) if here.now >= meeting.paused_until else None
    if meeting.step < 0:
        return _step(meeting, 0, here.now)
    return (
        pausing.house_back(meeting, here)
        or _adults(meeting, here)
        or _chair(meeting, here)
        or (_turn(meeting, meeting.turn, here) if meeting.turn else None)
        or (_feedback(meeting, meeting.feedback, here) if meeting.feedback else None)
        or _piece(meeting, here)
        or _over(meeting, here)
    )


def due(meeting: Meeting, after: int) -> int:
    """Return when (ms) to look next, if nobody comes, goes or asks for anything until then."""
    if meeting.paused_at:
        return max(after, meeting.paused_until)
    if meeting.step < 0 or (meeting.closing and _is_quiet(meeting)):
        return after
    return min((at for at in _times(meeting) if at > after), default=FAR)


def _times(meeting: Meeting) -> Iterator[int]:
    yield meeting.until
    if meeting.away:
        yield meeting.away + CHAIR_MS
    if meeting.short:
        yield meeting.short + HELD_MS
    if meeting.turn is not None:
        yield _turn_due(meeting, meeting.turn)
    if meeting.feedback is not None:
        yield meeting.feedback.until
    if is_free(meeting):
        yield meeting.free_since + CHANCE_MS
        yield still_until(meeting)


def _is_quiet(meeting: Meeting) -> bool:
    return meeting.turn is None and meeting.feedback is None


def _adults(meeting: Meeting, here: Here) -> RolesChanged | MeetingEnded | None:
    """Where trained adults have to be there, the meeting waits for them, and not for long."""
    is_short = len(set(meeting.adults) & set(here)) < meeting.protocol.adults
    if is_short and not meeting.short:
        return roles(meeting, short=here.now)
    if is_short and here.now >= meeting.short + HELD_MS:
        return _ended(meeting, Ending.ADULTS_GONE, here.now)
    return roles(meeting, short=0) if meeting.short and not is_short else None


def _chair(meeting: Meeting, here: Here) -> RolesChanged | None:
    """Let the reserve, or nobody, follow a chair whose line was lost for a minute."""
    if not meeting.chair:
        return None
    if meeting.chair in here:
        return roles(meeting, away=0) if meeting.away else None
    if not meeting.away:
        return roles(meeting, away=here.now)
    if here.now < meeting.away + CHAIR_MS:
        return None
    follows = meeting.reserve if meeting.reserve in here else ""
    return roles(meeting, chair=follows, reserve="", away=0)


def _turn(meeting: Meeting, turn: Turn, here: Here) -> TurnChanged | None:
    if turn.held_at:
        return _held(meeting, turn, here)
    if turn.since < here.woke_at:  # nobody had a line: the holder is not made to pay for it
        return _lost(meeting, turn, here.now, here.slept_from)
    if turn.holder not in here:
        return _lost(meeting, turn, here.now, here.lost.get(turn.holder, here.now))
    if here.now < _turn_due(meeting, turn):
        return None
    left = turn.left_at(here.now)
    if left <= -meeting.now_step.grace_s * SECOND_MS:
        return ended(meeting, turn, here, Why.TIME)
    phase = Phase.GRACE if left <= 0 else Phase.SOON
    why = Why.GRACE if left <= 0 else Why.SOON
    return TurnChanged(why, here.now, structs.replace(turn, phase=phase), meeting.line)


def _turn_due(meeting: Meeting, turn: Turn) -> int:
    step = meeting.now_step
    if turn.held_at:
        return turn.held_at + HELD_MS
    over = turn.since + turn.left
    match turn.phase:
        case Phase.OPEN:
            return over - step.signal_s * SECOND_MS
        case Phase.SOON:
            return over
        case Phase.GRACE | Phase.HELD:
            return over + step.grace_s * SECOND_MS


def _lost(meeting: Meeting, turn: Turn, now: int, lost_at: int) -> TurnChanged:
    """Keep the place of somebody whose line was lost; the clock stands from when it was."""
    left = turn.left_at(max(turn.since, min(lost_at, now)))
    held = structs.replace(turn, left=left, since=now, held_at=now, phase=Phase.HELD)
    return TurnChanged(Why.LINE_LOST, now, held, meeting.line)


def _held(meeting: Meeting, turn: Turn, here: Here) -> TurnChanged | None:
    if turn.holder in here:
        back = structs.replace(turn, since=here.now, held_at=0, phase=_phase(meeting, turn.left))
        return TurnChanged(Why.LINE_BACK, here.now, back, meeting.line)
    if here.now < turn.held_at + HELD_MS:
        return None
    if turn.left <= 0:  # they had their time; it was the last sentence that was lost
        return settled(meeting, here, Why.GONE, passed=turn.holder)
    return settled(meeting, here, Why.GONE, line=(turn.holder, *meeting.line))


def _phase(meeting: Meeting, left: int) -> Phase:
    if left <= 0:
        return Phase.GRACE
    return Phase.SOON if left <= meeting.now_step.signal_s * SECOND_MS else Phase.OPEN


def _feedback(meeting: Meeting, feedback: Feedback, here: Here) -> TurnChanged | None:
    """Feedback ends with its time, or when the sharer has gone for good."""
    if here.now < feedback.until:
        return None
    return settled(meeting, here, Why.FEEDBACK_OVER)


def _piece(meeting: Meeting, here: Here) -> TurnChanged | None:
    """Hand a free piece to whoever is next."""
    if is_free(meeting) and next_holder(meeting, here):
        return settled(meeting, here, Why.BEGUN)
    return None


def _over(meeting: Meeting, here: Here) -> MeetingEvent | None:
    """Go on to the next step, or end with the last one."""
    if not _is_quiet(meeting):
        return None
    if is_open(meeting, here.now) and not _is_round_done(meeting, here):
        return None
    if meeting.is_last_step:
        return _ended(meeting, Ending.DONE, here.now)
    return _step(meeting, meeting.step + 1, here.now)


def _ended(meeting: Meeting, why: Ending, now: int) -> MeetingEnded:
    after = meeting.protocol.gone_after
    return MeetingEnded(why, 0 if after is None else now + after * MINUTE_MS)


def _is_round_done(meeting: Meeting, here: Here) -> bool:
    """Whether everybody had a chance and nobody waits; or it has been still for long."""
    if meeting.now_step.speak is not Speak.HOLDER or not here.people:
        return False
    if any(member in here for member in meeting.line):
        return False
    if meeting.now_step.order is Order.CIRCLE:
        return not without_a_chance(meeting, here)
    had_all = not without_a_chance(meeting, here) and all_had_a_chance(meeting, here)
    goes_on_at = meeting.free_since + CHANCE_MS if had_all else still_until(meeting)
    return here.now >= goes_on_at


def _step(meeting: Meeting, number: int, now: int) -> StepBegan:
    step = meeting.protocol.steps[number]
    reading = next(iter(step.reading.values()), "")
    until = now + step.minutes * MINUTE_MS
    return StepBegan(number, now, step.id, step.kind, step.speak, until, reading)
