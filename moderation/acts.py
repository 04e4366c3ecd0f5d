"""What a volunteer may do with a case: each act is decided here, from the fold alone.

A decision is the desk's events and, in the same append, the room's. It raises `No`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.actor import Actor, Claim, Role
from moderation.case import Case, Flagged, Outcome, State, Talk
from moderation.desk import Desk
from moderation.events import (
    CardGiven,
    CaseClaimed,
    CaseClosed,
    CaseEscalated,
    CaseGivenBack,
    DeskEvent,
    HandoverOffered,
    HeldKept,
    HeldReleased,
    LineHidden,
    LineShown,
    OpinionAsked,
    SanctionSet,
    TalkEnded,
    TalkOffered,
    TalkWritten,
)
from moderation.levels import Level
from moderation.refusal import DeskCode, No
from moderation.sanctions import What
from rooms.events import MessageHidden, MessagePosted, MessageShown, RoomEvent, RuleRaised


@dataclass(frozen=True, slots=True)
class Decision:
    """What happens on the desk, in the room and on the private line, all or nothing.

    With a `rule` it was decided from how the room was then.
    """

    desk: Sequence[DeskEvent]
    room: Sequence[RoomEvent] = ()
    line: Sequence[RoomEvent] = ()
    rule: int | None = None


def claim(desk: Desk, case_id: str, actor: Actor) -> Decision:
    """Take a free case, or one that its holder hands over."""
    case = case_of(desk, case_id)
    if actor.role is Role.SHADOW:
        raise No(DeskCode.NOT_ALLOWED)
    if not actor.on_shift:
        raise No(DeskCode.NOT_ON_SHIFT)
    if case.state is State.RESOLVED:
        raise No(DeskCode.CLOSED)
    handed_on = case.is_offered and case.holder != actor.id
    if case.state is State.CLAIMED and not handed_on:
        raise No(DeskCode.TAKEN, by=case.holder)
    if case.level is Level.S1 and actor.holds_s1:
        raise No(DeskCode.TWO_SEVERE)
    if actor.rests and not actor.alone:
        raise No(DeskCode.RESTING)
    return Decision((CaseClaimed(case.id, actor.id),))


def give_back(desk: Desk, claim: Claim) -> Decision:
    """Let the case go; it is free at once."""
    case = held_by(desk, claim)
    return Decision((CaseGivenBack(case.id, claim.fence, claim.actor.id),))


def call(desk: Desk, claim: Claim) -> Decision:
    """Call the duty lead; whoever comes claims the case."""
    case = held_by(desk, claim)
    return Decision((CaseEscalated(case.id, claim.fence, claim.actor.id),))


def hand_over(desk: Desk, claim: Claim, words: tuple[str, str, str, str]) -> Decision:
    """Offer the case with what is known, said, next, and how urgent; no field may be blank."""
    case = held_by(desk, claim)
    if not all(word.strip() for word in words):
        raise No(DeskCode.NEEDS_WORDS)
    return Decision((HandoverOffered(case.id, claim.fence, claim.actor.id, *words),))


def ask(desk: Desk, claim: Claim) -> Decision:
    """Ask somebody else to look."""
    case = held_by(desk, claim)
    return Decision((OpinionAsked(case.id, claim.fence, claim.actor.id),))


def give_card(desk: Desk, claim: Claim, kind: str) -> Decision:
    """Show a card. The others get one only where something was delivered: nobody learns of
    a case from it.
    """
    case = _about_somebody(held_by(desk, claim))
    if kind == "helper" and not delivered(case):
        raise No(DeskCode.NOT_DELIVERED)
    return Decision((CardGiven(case.id, claim.fence, claim.actor.id, kind),))


def decide_held(desk: Desk, claim: Claim, message: str, *, release: bool) -> Decision:
    """Let a held message into the room under its first id, or keep it out."""
    case = held_by(desk, claim)
    held = case.held(message)
    if held is None:
        raise No(DeskCode.NO_SUCH_MESSAGE)
    return decided(case, claim, held, release=release)


def decided(case: Case, claim: Claim, held: Flagged, *, release: bool) -> Decision:
    """Return what becomes of a held message of a case that is claimed."""
    if not release:
        return Decision((HeldKept(case.id, claim.fence, claim.actor.id, held.id),))
    said = MessagePosted(case.about, held.alias, held.text, held.id, held.to)
    return Decision((HeldReleased(case.id, claim.fence, claim.actor.id, held.id),), (said,))


def hide(desk: Desk, claim: Claim, n: int) -> Decision:
    """Take a line off every screen; it can be shown again until it is erased."""
    case = held_by(desk, claim)
    return Decision((LineHidden(case.id, claim.fence, claim.actor.id, n),), (MessageHidden(n),))


def show(desk: Desk, claim: Claim, n: int) -> Decision:
    """Bring a hidden line back."""
    case = held_by(desk, claim)
    return Decision((LineShown(case.id, claim.fence, claim.actor.id, n),), (MessageShown(n),))


def sanction(  # noqa: PLR0913, PLR0917 - what, how long, why, and the code they may appeal with
    desk: Desk, claim: Claim, what: What, until: int, reason: str, appeal: str
) -> Decision:
    """Set an end to what the person of the case may do; the room learns only that rules changed."""
    case = _about_somebody(held_by(desk, claim))
    by, room, member = claim.actor.id, case.room, case.about
    event = SanctionSet(case.id, claim.fence, by, room, member, what.value, until, reason, appeal)
    return Decision((event,), (RuleRaised(),))


def offer_talk(desk: Desk, claim: Claim, line: str, opening: MessagePosted) -> Decision:
    """Ask the person whether they would like to be written to alone; the opening waits there.

    Whoever takes a case over goes on with its line.
    """
    case = _about_somebody(held_by(desk, claim))
    if case.talk is Talk.OPEN:
        return write(desk, claim, opening)
    line = case.line if case.talk is Talk.OFFERED else line
    return Decision((TalkOffered(case.id, claim.fence, claim.actor.id, line),), line=(opening,))


def write(desk: Desk, claim: Claim, said: MessagePosted) -> Decision:
    """Write on the private line, once the person has said yes."""
    case = held_by(desk, claim)
    if case.talk is not Talk.OPEN:
        raise No(DeskCode.NO_LINE)
    written = TalkWritten(case.id, claim.fence, claim.actor.id, case.line)
    return Decision((written,), line=(said,))


def end_talk(desk: Desk, claim: Claim) -> Decision:
    """End the private line."""
    case = held_by(desk, claim)
    if case.talk not in {Talk.OFFERED, Talk.OPEN}:
        raise No(DeskCode.NO_LINE)
    return Decision((TalkEnded(case.id, case.line, claim.actor.id),), line=(RuleRaised(),))


def close(desk: Desk, claim: Claim, outcome: Outcome, note: str) -> Decision:
    """Close the case; an open private line ends with it."""
    case = held_by(desk, claim)
    closed = CaseClosed(case.id, claim.fence, claim.actor.id, outcome.value, note)
    if case.talk in {Talk.OFFERED, Talk.OPEN}:
        ended = end_talk(desk, claim)
        return Decision((*ended.desk, closed), line=ended.line)
    return Decision((closed,))


def held_by(desk: Desk, claim: Claim) -> Case:
    """Return the case if the actor holds it under this very claim, else say why not."""
    case = case_of(desk, claim.case)
    if case.state is State.RESOLVED:
        raise No(DeskCode.CLOSED)
    if not case.holder or (case.holder, case.fence) != (claim.actor.id, claim.fence):
        raise No(DeskCode.STALE_LEASE, by=case.holder)
    return case


def _about_somebody(case: Case) -> Case:
    """Return the case, or raise `No` where it is about nobody who could be spoken to."""
    if not case.about:
        raise No(DeskCode.NOBODY_KNOWN)
    return case


def delivered(case: Case) -> bool:
    """Whether anybody in the room can have read what the case is about."""
    return any(f.of and f.kind in {"flag", "unscanned"} for f in case.flagged)


def case_of(desk: Desk, case_id: str) -> Case:
    """Return the case with this id, or raise `No`."""
    case = desk.cases.get(case_id)
    if case is None:
        raise No(DeskCode.NO_SUCH_CASE)
    return case
