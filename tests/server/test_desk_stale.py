"""Help lines nobody has looked at for long are told to those who can do something about it."""

from datetime import timedelta

from moderation import helplines
from moderation.helplines import STALE_AFTER


def test_a_line_is_stale_half_a_year_after_somebody_looked():
    lines = helplines.load()
    newest = max(line.checked_on for here in lines.countries for line in here.lines)

    assert () == lines.stale(newest)
    assert "GB" in {code for code, _ in lines.stale(newest + STALE_AFTER + timedelta(days=1))}
