"""What volunteers do with a case that is not theirs: signatures, opinions, appeals, notes, and
standing beside its holder.
"""

from collections.abc import Collection

from moderation.actor import Actor, Role
from moderation.acts import Decision, case_of
from moderation.case import Case, State
from moderation.desk import Desk
from moderation.events import (
    AppealAnswered,
    CaseSigned,
    FlagDoubted,
    NoteWritten,
    OpinionGiven,
    SanctionLifted,
    SanctionSigned,
    SecondCame,
    SecondWent,
)
from moderation.refusal import DeskCode, No
from moderation.sanctions import Sanction
from rooms.events import RuleRaised


def sign(desk: Desk, case_id: str, actor: Actor) -> Decision:
    """Agree with how a severe case was closed; never by who closed it."""
    case = _case(desk, case_id, actor)
    if not case.waits_for_signature:
        raise No(DeskCode.CLOSED if case.state is State.RESOLVED else DeskCode.STILL_OPEN)
    if case.closed_by == actor.id:
        raise No(DeskCode.NEEDS_ANOTHER)
    return Decision((CaseSigned(case.id, actor.id),))


def sign_sanction(desk: Desk, case_id: str, of: int, actor: Actor) -> Decision:
    """Agree with a ban of over a day, a coordinator with one of over 30; never by who set it."""
    _case(desk, case_id, actor)
    sanction = _sanction(desk, of)
    if sanction.by == actor.id:
        raise No(DeskCode.NEEDS_ANOTHER)
    if sanction.needs_coordinator and actor.role is not Role.COORDINATOR:
        raise No(DeskCode.NOT_ALLOWED)
    return Decision((SanctionSigned(of, actor.id),))


def lift(desk: Desk, case_id: str, of: int, actor: Actor) -> Decision:
    """End a sanction before its time."""
    _case(desk, case_id, actor)
    _sanction(desk, of)
    return Decision((SanctionLifted(of, actor.id),), (RuleRaised(),))


def answer(desk: Desk, case_id: str, of: int, actor: Actor, *, lifted: bool) -> Decision:
    """Decide an appeal; the answerer is never the one who decided."""
    _case(desk, case_id, actor)
    sanction = _sanction(desk, of)
    if sanction.by == actor.id:
        raise No(DeskCode.NEEDS_ANOTHER)
    if not sanction.asked or sanction.answered_by:
        raise No(DeskCode.NO_SUCH_MESSAGE)
    return Decision((AppealAnswered(of, actor.id, lifted),), (RuleRaised(),) if lifted else ())


def note(desk: Desk, case_id: str, actor: Actor, text: str) -> Decision:
    """Write a note for the team."""
    case = _case(desk, case_id, actor, shadow=True)
    return Decision((NoteWritten(case.id, actor.id, _words(text)),))


def give_opinion(desk: Desk, case_id: str, actor: Actor, text: str) -> Decision:
    """Say what one thinks of a case that somebody else holds."""
    case = _case(desk, case_id, actor, shadow=True)
    if case.holder == actor.id:
        raise No(DeskCode.NEEDS_ANOTHER)
    return Decision((OpinionGiven(case.id, actor.id, _words(text)),))


def come_beside(desk: Desk, case_id: str, actor: Actor, here: Collection[str]) -> Decision:
    """Stand beside who has the case: the one voice stays the holder's.

    There is one second; one who is not `here` any more, among those on shift, makes room.
    """
    case = _case(desk, case_id, actor)
    if not actor.on_shift:
        raise No(DeskCode.NOT_ON_SHIFT)
    if case.state is not State.CLAIMED:
        raise No(DeskCode.CLOSED if case.state is State.RESOLVED else DeskCode.NOBODY_HAS_IT)
    if case.holder == actor.id:
        raise No(DeskCode.NEEDS_ANOTHER)
    if case.second not in {"", actor.id} and case.second in here:
        raise No(DeskCode.TWO_ALREADY, by=case.second)
    return Decision((SecondCame(case.id, actor.id),))


def step_back(desk: Desk, case_id: str, actor: Actor) -> Decision:
    """Stand beside the holder no more."""
    case = _case(desk, case_id, actor)
    return Decision((SecondWent(case.id, actor.id),))


def doubt(desk: Desk, case_id: str, actor: Actor) -> Decision:
    """Say that the flag was wrong; it changes nothing but the count."""
    case = _case(desk, case_id, actor, shadow=True)
    return Decision((FlagDoubted(case.id, actor.id),))


def _case(desk: Desk, case_id: str, actor: Actor, *, shadow: bool = False) -> Case:
    if actor.role is Role.SHADOW and not shadow:
        raise No(DeskCode.NOT_ALLOWED)
    return case_of(desk, case_id)


def _sanction(desk: Desk, of: int) -> Sanction:
    sanction = desk.sanctions.sanctions.get(of)
    if sanction is None:
        raise No(DeskCode.NO_SUCH_MESSAGE)
    return sanction


def _words(text: str) -> str:
    if not text.strip():
        raise No(DeskCode.NEEDS_WORDS)
    return text
