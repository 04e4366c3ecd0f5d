"""Where a running meeting is, and who may speak in it. Times are the store's milliseconds."""

from collections.abc import Mapping
from typing import assert_never

from msgspec import Struct

from rooms.meeting.protocol import Protocol, Speak, Step
from rooms.meeting.turn import Feedback, Turn

NO_STEP = -1


class Meeting(Struct, frozen=True):
    """Where a meeting is: its step, who holds the piece, who waits, who had a chance.

    `had` counts turns in this step, `later` is who passed once and is asked again, `answered`
    who gave feedback on this turn, `spoke` whether the holder said anything yet, `alone` is who
    asked that no guest is there while they share. `ran_from` is
    when its clocks began to run, or ran again.
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
    alone: frozenset[str] = frozenset()
    paused_at: int = 0
    paused_until: int = 0
    ran_from: int = 0

    @property
    def now_step(self) -> Step:
        """The step the meeting is at; the first one before it began."""
        return self.protocol.steps[max(0, self.step)]

    @property
    def is_last_step(self) -> bool:
        """Whether the meeting ends with this step."""
        return self.step == len(self.protocol.steps) - 1

    @property
    def without_guests(self) -> bool:
        """Whether somebody shares, or is answered, who asked that no guest is there."""
        sharing = self.turn.holder if self.turn else self.feedback.of if self.feedback else ""
        return sharing in self.alone

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
