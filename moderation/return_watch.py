"""Who went offline while somebody worried for them, and comes back within a day.

Then the team is told, and the person is welcomed and asked nothing (MISSION 4.3, 11). Nothing is
kept for it: the closed case is there for three days anyway.
"""

from moderation.case import Case, Outcome, State
from moderation.desk import Desk
from moderation.levels import Level
from moderation.raising import Concern

BACK = "back"
WATCHED_MS = 24 * 3600 * 1000


def back(desk: Desk, room: str, member: str, now: int) -> Concern | None:
    """Return what the team is told when this member comes in; mostly nothing."""
    case = desk.last_case(room, member)
    if case is None or not _is_watched(case, now):
        return None
    level = Level.S2 if case.level.is_now else Level.S3
    alias = next((flagged.alias for flagged in reversed(case.flagged) if flagged.alias), "")
    return Concern(BACK, room, member, level, case.family, alias=alias)


def _is_watched(case: Case, now: int) -> bool:
    left = case.state is State.RESOLVED and case.outcome == Outcome.GONE_OFFLINE
    return left and now < case.closed_at + WATCHED_MS
