"""A running meeting as its events tell it. Times are the store's milliseconds."""

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct, structs

from rooms.meeting.events import (
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
from rooms.meeting.protocol import MINUTE_MS, Protocol, Speak, Step
from rooms.meeting.turn import Feedback, Turn

NO_STEP = -1


class Meeting(Struct, frozen=True):
    """Where a meeting is: its step, who holds the piece, who waits, who had a chance.

    `had` counts turns in this step, `later` is who passed once and is asked again, `answered`
    who gave feedback on this turn, `spoke` whether the holder said anything yet.
    """

    id: str
    protocol: Protocol
    step: int = NO_STEP
    step_at: int = 0
    until: int = 0
    closing: bool = False
    turn: Turn | None = None
    line: tuple[str, ...] = ()
    feedback: Feedback | None = None
    free_since: int = 0
    heard_at: int = 0
    had: Mapping[str, int] = {}
    later: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    spoke: bool = False
    chair: str = ""
    reserve: str = ""
    away: int = 0
    short: int = 0
    guests: tuple[str, ...] = ()
    adults: tuple[str, ...] = ()
    paused_at: int = 0
    paused_until: int = 0

    @property
    def now_step(self) -> Step:
        """The step the meeting is at; the first one before it began."""
        return self.protocol.steps[max(0, self.step)]

    @property
    def is_last_step(self) -> bool:
        """Whether the meeting ends with this step."""
        return self.step == len(self.protocol.steps) - 1

    def may_speak(self, member: str) -> bool:
        """Return whether the member's words are taken just now."""
        step = self.now_step
        if self.short:  # young people are not alone with each other's words, not for a minute
            return member in self.adults
        if member in self.guests and step.guest:
            return True
        match step.speak:
            case Speak.NOBODY:
                return False
            case Speak.EVERYONE:
                return member not in self.guests
            case Speak.CHAIR:  # without a chair nobody is kept from opening the evening
                return member == self.chair or not self.chair
            case Speak.GUEST:
                return not self.guests
            case Speak.HOLDER:
                return self._may_share(member)
            case _:
                assert_never(step.speak)

    def _may_share(self, member: str) -> bool:
        if self.feedback is not None:
            return may_answer(self, self.feedback, member)
        return self.turn is not None and self.turn.holder == member


def may_answer(meeting: Meeting, feedback: Feedback, member: str) -> bool:
    """Return whether the member may say something to what was shared: one message each.

    The sharer may always say something to it; a question is asked once, by whoever is first.
    """
    if member == feedback.of:
        return True
    others = meeting.answered - {feedback.of}
    return member not in others and (feedback.wish != "question" or not others)


def decides(meeting: Meeting | None, member: str) -> bool:
    """Return whether the member's words change who may speak, or what may follow: an answer in
    the feedback, and the first words of a turn. One of them is told before the next is decided.
    """
    if meeting is None:
        return False
    if meeting.feedback is not None:
        return member != meeting.feedback.of
    return meeting.turn is not None and meeting.turn.holder == member and not meeting.spoke


def evolve(meeting: Meeting | None, event: MeetingEvent) -> Meeting | None:  # noqa: C901 - a table
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
        case PauseBegan():
            at = meeting.paused_at or event.at  # paused again, it is one pause
            return structs.replace(meeting, paused_at=at, paused_until=event.until)
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
    late = max(0, now - meeting.paused_at)
    return structs.replace(
        meeting,
        paused_at=0,
        paused_until=0,
        step_at=meeting.step_at + late,
        until=meeting.until + late,
        turn=meeting.turn and meeting.turn.later(late),
        feedback=meeting.feedback and meeting.feedback.later(late),
        free_since=meeting.free_since + late,
        heard_at=meeting.heard_at + late,
        away=meeting.away + late if meeting.away else 0,
        short=meeting.short + late if meeting.short else 0,
    )


def length_ms(step: Step) -> int:
    """Return how long a step is."""
    return step.minutes * MINUTE_MS
