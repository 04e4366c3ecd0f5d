"""Counts for the transparency report: by month, of cases and acts, never of anybody."""

from datetime import UTC, datetime

from moderation.case import Case
from moderation.events import (
    AppealAnswered,
    AppealMade,
    CaseClaimed,
    CaseClosed,
    CaseDropped,
    CaseRaised,
    DeskEvent,
    FlagDoubted,
    LineHidden,
    SanctionSet,
)

Tally = dict[str, dict[str, int]]

FEW = 5  # a count under this may point at somebody, and is not told
SOON_MS = 3 * 60 * 1000  # the target told to members: a human being within three minutes
KEPT_MS = 365 * 24 * 3600 * 1000  # and the rest of the month that this goes back to


def count(tally: Tally, at: int, event: DeskEvent, case: Case | None) -> None:
    """Count an event of time `at` (ms); `case` is its case before the event."""
    named = _name(event, at, case)
    if not named:
        return
    month = tally.setdefault(month_of(at), {})
    for name in named:
        month[name] = month.get(name, 0) + 1


def expire(tally: Tally, now: int) -> None:
    """Let go of months that are a year old."""
    oldest = month_of(max(0, now - KEPT_MS))
    for month in [month for month in tally if month < oldest]:
        del tally[month]


def month_of(at: int) -> str:
    """Return the month of a time in ms, `2026-11`, in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m")


def told(many: int) -> str:
    """Return a count as it may be told."""
    return str(many) if many >= FEW or many == 0 else f"under {FEW}"


def _name(event: DeskEvent, at: int, case: Case | None) -> list[str]:
    match event:
        case CaseRaised():
            covered = "covered" if event.staffed else "uncovered"
            return [
                "raised",
                f"raised {event.level}",
                f"raised by {event.kind}",
                f"raised {covered}",
            ]
        case CaseClaimed() if case is not None and not case.claimed_at:
            soon = at - case.at <= SOON_MS
            within = ["claimed within 3 minutes"] if soon else []
            while_covered = ["claimed within 3 minutes, covered"] if soon and case.staffed else []
            return ["claimed", *within, *while_covered]
        case CaseClosed():
            return ["closed", f"closed as {event.outcome}"]
        case CaseDropped():
            return ["volunteer's line lost"]
        case FlagDoubted():
            return ["flag was wrong"]
        case LineHidden():
            return ["line hidden"]
        case SanctionSet():
            return [f"sanction {event.what}"]
        case AppealMade():
            return ["appeal made"]
        case AppealAnswered():
            return ["appeal granted" if event.lifted else "appeal refused"]
        case _:
            return []
