"""From what happens in a meeting to what its members are sent."""

from msgspec import UNSET, UnsetType

from rooms.meeting.events import MeetingBegan, PauseEnded, RolesChanged, StepBegan, TurnChanged
from rooms.meeting.protocol import SECOND_MS, Protocol
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Feedback, Turn
from server.wire import frames
from server.wire.frames import FeedbackFacts, MeetingFacts, StepFacts, TurnFacts


def meeting(n: int, at: int, event: MeetingBegan) -> frames.Meeting:
    """Return the frame that tells of a meeting's beginning."""
    protocol = event.protocol
    return frames.Meeting(
        n=n,
        at=at,
        id=event.meeting,
        format=protocol.format,
        version=protocol.version,
        title=protocol.title,
        steps=_steps(protocol),
        guided=protocol.guided,
        chair=event.chair or UNSET,
        reserve=event.reserve or UNSET,
    )


def step(n: int, at: int, event: StepBegan) -> frames.Step:
    """Return the frame that tells of a step."""
    return frames.Step(
        n=n,
        at=at,
        step=event.step,
        id=event.id,
        kind=event.kind,
        speak=event.speak,
        until=event.until,
        reading=event.reading or UNSET,
    )


def turn(n: int, at: int, event: TurnChanged) -> frames.Turn:
    """Return the frame that tells of the piece."""
    return frames.Turn(
        n=n,
        at=at,
        why=event.why,
        line=list(event.line),
        turn=_turn(event.turn, event.at),
        feedback=_feedback(event.feedback),
    )


def roles(n: int, at: int, event: RolesChanged) -> frames.Roles:
    """Return the frame that tells who does what."""
    return frames.Roles(
        n=n,
        at=at,
        chair=event.chair or UNSET,
        reserve=event.reserve or UNSET,
        away=bool(event.away) or UNSET,
        waiting=bool(event.short) or UNSET,
    )


def resume(n: int, at: int, event: PauseEnded) -> frames.Resume:
    """Return the frame that tells that it goes on."""
    return frames.Resume(
        n=n,
        at=at,
        until=event.until or UNSET,
        turn=_turn(event.turn, event.at),
        feedback=_feedback(event.feedback),
    )


def facts(running: Meeting | None, member: str, now: int) -> MeetingFacts | UnsetType:
    """Return what somebody who comes in is told of the meeting that runs, if one does."""
    if running is None or running.step < 0:
        return UNSET
    protocol, at = running.protocol, running.now_step
    return MeetingFacts(
        id=running.id,
        format=protocol.format,
        version=protocol.version,
        title=protocol.title,
        steps=_steps(protocol),
        step=running.step,
        speak=at.speak,
        until=running.until,
        now=now,
        guided=protocol.guided,
        line=list(running.line),
        reading=next(iter(at.reading.values()), UNSET),
        turn=_turn(running.turn, now),
        feedback=_feedback(running.feedback),
        chair=running.chair or UNSET,
        reserve=running.reserve or UNSET,
        closing=running.closing or UNSET,
        paused=running.paused_until or UNSET,
        alone=member in running.alone or UNSET,
    )


def _steps(protocol: Protocol) -> list[StepFacts]:
    return [
        StepFacts(step.id, step.kind, step.minutes, step.turn_s, step.guest or UNSET)
        for step in protocol.steps
    ]


def _turn(turn: Turn | None, now: int) -> TurnFacts | UnsetType:
    if turn is None:
        return UNSET
    left_s = max(0, turn.left_at(now)) // SECOND_MS
    ends = UNSET if turn.held_at else turn.since + turn.left
    return TurnFacts(turn.holder, turn.alias, turn.phase, left_s, turn.wish, ends)


def _feedback(feedback: Feedback | None) -> FeedbackFacts | UnsetType:
    if feedback is None:
        return UNSET
    return FeedbackFacts(feedback.of, feedback.alias, feedback.wish, feedback.until)
