"""The life of one case as a table: what each event makes of it."""

from typing import assert_never

import msgspec

from moderation.case import Case, Note, State, Talk
from moderation.events import (
    AlarmDue,
    AlarmSent,
    CardGiven,
    CaseClaimed,
    CaseDropped,
    CaseEscalated,
    CaseGivenBack,
    CaseSigned,
    FlagDoubted,
    HandoverOffered,
    HeldKept,
    HeldReleased,
    HeldWithdrawn,
    LineHidden,
    LineShown,
    NoteWritten,
    NotMeant,
    OpinionAsked,
    OpinionGiven,
    SecondCame,
    SecondWent,
    TalkAccepted,
    TalkEnded,
    TalkOffered,
    TalkWritten,
)

Hands = CaseClaimed | CaseGivenBack | CaseDropped | CaseEscalated | HandoverOffered
Words = NoteWritten | OpinionAsked | OpinionGiven | CaseSigned | NotMeant
Beside = SecondCame | SecondWent
Clock = AlarmDue | AlarmSent
Messages = HeldReleased | HeldKept | HeldWithdrawn
PrivateLine = TalkOffered | TalkAccepted | TalkEnded
# The room, the private line, the audit and the tally have these.
Elsewhere = CardGiven | LineHidden | LineShown | TalkWritten | FlagDoubted

_SETTLED = {HeldReleased: "released", HeldKept: "kept", HeldWithdrawn: "withdrawn"}
_TALKS = {TalkOffered: Talk.OFFERED, TalkAccepted: Talk.OPEN, TalkEnded: Talk.ENDED}


def evolve(
    case: Case,
    n: int,
    at: int,
    event: Hands | Words | Beside | Clock | Messages | PrivateLine | Elsewhere,
) -> None:
    """Fold entry `n` of time `at` (ms) into the case."""
    match event:
        case CaseClaimed() | CaseGivenBack() | CaseDropped() | CaseEscalated() | HandoverOffered():
            _hands(case, n, at, event)
        case NoteWritten() | OpinionAsked() | OpinionGiven() | CaseSigned() | NotMeant():
            _words(case, at, event)
        case SecondCame():
            case.second = event.by
        case SecondWent():
            case.second = "" if case.second == event.by else case.second
        case AlarmDue():
            case.alarms.setdefault(event.step, at)
        case AlarmSent():
            case.sent[event.step] = at
        case HeldReleased() | HeldKept() | HeldWithdrawn():
            _settle(case, event.id, _SETTLED[type(event)])
        case TalkOffered() | TalkAccepted() | TalkEnded():
            case.line, case.talk = event.line, _TALKS[type(event)]
        case CardGiven() | LineHidden() | LineShown() | TalkWritten() | FlagDoubted():
            pass
        case _:
            assert_never(event)


def _hands(case: Case, n: int, at: int, event: Hands) -> None:
    match event:
        case CaseClaimed():
            case.state, case.holder, case.fence = State.CLAIMED, event.by, n
            case.claimed_at, case.dropped, case.handed, case.asks = at, False, True, ""
            case.noted_at, case.second = at, "" if case.second == event.by else case.second
        case CaseGivenBack():
            _free(case, at)
        case CaseDropped():
            _free(case, at)
            case.dropped = True
        case CaseEscalated():
            _free(case, at)
            case.state = State.ESCALATED
        case HandoverOffered():
            case.handover, case.handed, case.noted_at = event, False, at
        case _:
            assert_never(event)


def _words(case: Case, at: int, event: Words) -> None:
    match event:
        case NoteWritten():
            case.notes.append(Note(event.by, at, event.text))
            case.noted_at = at
        case OpinionAsked():
            case.asks = event.by
        case OpinionGiven():
            case.asks = ""
            case.notes.append(Note(event.by, at, event.text, opinion=True))
        case CaseSigned():
            case.signed_by = event.by
        case NotMeant():
            case.not_meant = True
        case _:
            assert_never(event)


def _free(case: Case, at: int) -> None:
    """Let anybody claim the case; its clock begins again from now."""
    case.state, case.holder, case.since, case.handed = State.OPEN, "", at, True
    case.alarms.clear()
    case.sent.clear()


def _settle(case: Case, message_id: str, how: str) -> None:
    case.flagged = [
        msgspec.structs.replace(f, held=how) if f.id == message_id and f.held == "held" else f
        for f in case.flagged
    ]
