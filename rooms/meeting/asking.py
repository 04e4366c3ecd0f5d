"""What members ask of a meeting: a turn, to pass, to give, how they want to be heard."""

from msgspec import structs

from rooms.meeting.events import GuestAskedOut, RolesChanged, StepClosing, TurnChanged
from rooms.meeting.handing import is_open, next_holder, turn_of, without_a_chance
from rooms.meeting.here import Here
from rooms.meeting.protocol import SECOND_MS, Passing, Speak
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Feedback, Turn, Why, Wish
from rooms.refusal import Code, Refusal


def ask(meeting: Meeting, by: str, here: Here, *, last: bool = False) -> TurnChanged:
    """Stand in line for the piece, or, with `last`, go to its end; refused when time is out."""
    _has_piece(meeting)
    if meeting.turn is not None and meeting.turn.holder == by:
        raise Refusal(Code.YOUR_TURN)
    if by in meeting.line and not last:
        raise Refusal(Code.IN_LINE)
    if not is_open(meeting, here.now) or by in meeting.guests:
        raise Refusal(Code.NO_TIME_LEFT)
    if by not in meeting.line and wait_ms(meeting, here.now) >= meeting.until - here.now:
        raise Refusal(Code.NO_TIME_LEFT)
    line = (*(m for m in meeting.line if m != by), by)
    return settled(meeting, here, Why.ASKED, line=line)


def step_back(meeting: Meeting, by: str, here: Here) -> TurnChanged:
    """Leave the line; who does not stand in it is left out this time round."""
    _has_piece(meeting)
    if meeting.turn is not None and meeting.turn.holder == by:
        raise Refusal(Code.YOUR_TURN)
    line = tuple(m for m in meeting.line if m != by)
    passed = "" if by in meeting.line or meeting.had.get(by) else by
    return settled(meeting, here, Why.STEPPED_BACK, line=line, passed=passed)


def pass_on(meeting: Meeting, by: str, here: Here, to: str = "") -> TurnChanged:
    """Pass the piece, or give it to somebody who is here; the sharer may end the feedback."""
    if meeting.feedback is not None and meeting.feedback.of == by and not to:
        return settled(meeting, here, Why.FEEDBACK_OVER)
    turn = holding(meeting, by)
    if to:
        return _given(meeting, turn, to, here)
    return ended(meeting, turn, here, Why.PASSED)


def wish(meeting: Meeting, by: str, what: Wish, here: Here) -> TurnChanged:
    """Say what may follow when this turn is over: nothing, feedback, or one question."""
    turn = structs.replace(holding(meeting, by), wish=what)
    if what is not Wish.LISTEN and not meeting.now_step.feedback_s:
        raise Refusal(Code.NO_FEEDBACK)
    return TurnChanged(Why.WISHED, here.now, turn, meeting.line)


def alone(meeting: Meeting, by: str, *, up: bool) -> GuestAskedOut:
    """Ask that no guest is there while one shares; or take that back."""
    if by in meeting.guests:
        raise Refusal(Code.NOT_FOR_GUESTS)
    if not any(step.guest for step in meeting.protocol.steps[meeting.step :]):
        raise Refusal(Code.NO_SUCH_GUEST)
    return GuestAskedOut(by, up)


def go_on(meeting: Meeting, by: str, step: str) -> StepClosing:
    """End a step as the chair; whoever holds the piece may end first."""
    if by != meeting.chair:
        raise Refusal(Code.NOT_THE_CHAIR)
    if meeting.closing or step != meeting.now_step.id:
        raise Refusal(Code.WENT_ON)
    return StepClosing(meeting.step)


def lead(meeting: Meeting, by: str, *, up: bool) -> RolesChanged:
    """Open the evening, or stand in as the reserve; or lay it down."""
    if not up:
        return _laid_down(meeting, by)
    if not meeting.protocol.guided or by in meeting.guests:
        raise Refusal(Code.NO_CHAIR)
    if by in {meeting.chair, meeting.reserve} or (meeting.chair and meeting.reserve):
        raise Refusal(Code.ROLE_TAKEN)
    return roles(meeting, reserve=by) if meeting.chair else roles(meeting, chair=by)


def roles(
    meeting: Meeting,
    *,
    chair: str | None = None,
    reserve: str | None = None,
    away: int | None = None,
    short: int | None = None,
) -> RolesChanged:
    """Return who does what from now on; what is not named stays."""
    return RolesChanged(
        meeting.chair if chair is None else chair,
        meeting.reserve if reserve is None else reserve,
        meeting.away if away is None else away,
        meeting.short if short is None else short,
    )


def leave(meeting: Meeting, by: str, here: Here) -> TurnChanged | RolesChanged | None:
    """Let go, one after the other, of what somebody held who has left for good."""
    if by in {meeting.chair, meeting.reserve}:
        return _laid_down(meeting, by)
    if meeting.turn is not None and meeting.turn.holder == by:
        return settled(meeting, here, Why.GONE, passed=by)
    if by in meeting.line:
        return step_back(meeting, by, here)
    return None


def holding(meeting: Meeting, by: str) -> Turn:
    """Return the turn of whoever holds the piece; refused to everybody else."""
    _has_piece(meeting)
    if meeting.turn is None or meeting.turn.holder != by:
        raise Refusal(Code.NOT_YOUR_TURN)
    return meeting.turn


def ended(meeting: Meeting, turn: Turn, here: Here, why: Why) -> TurnChanged:
    """End a turn: feedback opens if it was asked for, else the piece goes on."""
    step, has_spoken = meeting.now_step, meeting.spoke
    for_now = why is Why.PASSED and not has_spoken and turn.holder not in meeting.later
    if for_now and step.passing is Passing.LATER:
        return settled(meeting, here, why, later=turn.holder)
    if has_spoken and turn.wish is not Wish.LISTEN and step.feedback_s:
        until = here.now + step.feedback_s * SECOND_MS
        feedback = Feedback(turn.holder, turn.alias, turn.wish, until)
        return TurnChanged(why, here.now, None, meeting.line, feedback, passed=turn.holder)
    return settled(meeting, here, why, passed=turn.holder)


def settled(  # noqa: PLR0913 - what is changed about the piece, by name
    meeting: Meeting,
    here: Here,
    why: Why,
    *,
    line: tuple[str, ...] | None = None,
    passed: str = "",
    later: str = "",
) -> TurnChanged:
    """Return the change, with the piece in the hands of whoever is next if it is free by it."""
    line = meeting.line if line is None else line
    stays = why in {Why.ASKED, Why.STEPPED_BACK}
    turn, feedback = (meeting.turn, meeting.feedback) if stays else (None, None)
    if turn is not None or feedback is not None:
        return TurnChanged(why, here.now, turn, line, feedback, passed, later)
    was_free = meeting.turn is None and meeting.feedback is None
    after = structs.replace(
        meeting,
        line=line,
        turn=None,
        feedback=None,
        had=_counted(meeting, passed),
        later=meeting.later | {later},
        free_since=meeting.free_since if was_free else here.now,
    )
    holder = next_holder(after, here)
    if not holder:
        return TurnChanged(why, here.now, None, line, None, passed, later)
    rest = tuple(m for m in line if m != holder)
    return TurnChanged(why, here.now, turn_of(after, holder, here), rest, None, passed, later)


def wait_ms(meeting: Meeting, now: int) -> int:
    """Return roughly how long somebody waits who asks now: all before them use their time."""
    turn_ms = meeting.now_step.turn_s * SECOND_MS
    running = max(0, meeting.turn.left_at(now)) if meeting.turn else 0
    answering = max(0, meeting.feedback.until - now) if meeting.feedback else 0
    return running + answering + len(meeting.line) * turn_ms


def _has_piece(meeting: Meeting) -> None:
    if meeting.step < 0 or meeting.now_step.speak is not Speak.HOLDER:
        raise Refusal(Code.NO_TURNS)


def _given(meeting: Meeting, turn: Turn, to: str, here: Here) -> TurnChanged:
    if to not in here or to == turn.holder or to in meeting.guests:
        raise Refusal(Code.NOT_HERE)
    if meeting.had.get(to) and set(without_a_chance(meeting, here)) - {turn.holder}:
        raise Refusal(Code.HAD_A_TURN)
    if not is_open(meeting, here.now):
        raise Refusal(Code.NO_TIME_LEFT)
    line = tuple(m for m in meeting.line if m != to)
    given = turn_of(meeting, to, here)
    return TurnChanged(Why.GIVEN, here.now, given, line, passed=turn.holder)


def _laid_down(meeting: Meeting, by: str) -> RolesChanged:
    if by == meeting.chair:
        return roles(meeting, chair=meeting.reserve, reserve="", away=0)
    if by == meeting.reserve:
        return roles(meeting, reserve="")
    raise Refusal(Code.NOT_THE_CHAIR)


def _counted(meeting: Meeting, passed: str) -> dict[str, int]:
    had = dict(meeting.had)
    if passed:
        had[passed] = had.get(passed, 0) + 1
    return had
