"""How much of a month somebody had promised to be at the desk: a sum, never whose hours."""

from collections.abc import Iterator
from datetime import UTC, datetime

from moderation.actor import Role
from moderation.crew import Volunteers
from moderation.crew_events import ShiftKind
from moderation.tally import KEPT_MS, month_of

AT_DESK = frozenset({ShiftKind.DUTY, ShiftKind.LEAD})
DAY_MS = 24 * 3600 * 1000


def count(crew: Volunteers, at: int) -> None:
    """Add what was promised since the last time; shifts that ended since are all still here."""
    crew.counted_from = crew.counted_from or at
    since, crew.counted_to = crew.counted_to or at, max(at, crew.counted_to)
    for month, ms in _promised(crew, since, at):
        crew.covered[month] = crew.covered.get(month, 0) + ms
    oldest = month_of(max(0, at - KEPT_MS))
    crew.covered = {month: ms for month, ms in crew.covered.items() if month >= oldest}


def told(crew: Volunteers, month: str, now: int) -> str:
    """Return the share of a month's hours that was covered, in tens of a hundred; empty where too
    little of it is known.
    """
    begins = _begins(month)
    known_from, known_to = max(begins, crew.counted_from), min(_ends(begins), now)
    if not crew.counted_from or known_to - known_from < DAY_MS:
        return ""
    later = sum(ms for name, ms in _promised(crew, crew.counted_to, now) if name == month)
    share = (crew.covered.get(month, 0) + later) / (known_to - known_from)
    return f"about {round(10 * share) * 10} %"


def _promised(crew: Volunteers, since: int, to: int) -> Iterator[tuple[str, int]]:
    """Yield months and times (ms) in which somebody who can act had a shift at the desk."""
    able = {one.id for one in crew.people.values() if one.role is not Role.SHADOW}
    for shift in sorted(crew.shifts.values(), key=lambda shift: shift.start):
        start, end = max(since, shift.start), min(to, shift.end)
        if shift.kind not in AT_DESK or shift.volunteer not in able:
            continue
        while start < end:
            since = min(end, _ends(start))
            yield month_of(start), since - start
            start = since


def _begins(month: str) -> int:
    return int(datetime.fromisoformat(f"{month}-01T00:00:00+00:00").timestamp() * 1000)


def _ends(at: int) -> int:
    """Return when the month of a time ends."""
    then = datetime.fromtimestamp(at / 1000, UTC)
    year, month = divmod(then.year * 12 + then.month, 12)
    return int(datetime(year, month + 1, 1, tzinfo=UTC).timestamp() * 1000)
