"""When whoever stands by somebody has listened for long, and may be told of rest. Pure.

Nothing of it is stored: it is known while the two go on, and where they are connected.
"""

from typing import NamedTuple

BREAK_MS = 15 * 60 * 1000  # after so long without a word, it is another talk
LONG_MS = 60 * 60 * 1000


class Sitting(NamedTuple):
    """Two who talk without a break: their last word, and since when nobody was told of rest."""

    last: int
    since: int

    def is_over(self, at: int) -> bool:
        """Return whether the next word begins another talk."""
        return at - self.last >= BREAK_MS


def heard(sitting: Sitting | None, at: int) -> tuple[Sitting, bool]:
    """Fold a word said at `at` (ms); return whether it is time to say something about rest."""
    if sitting is None or sitting.is_over(at):
        return Sitting(at, at), False
    is_long = at - sitting.since >= LONG_MS
    return Sitting(at, at if is_long else sitting.since), is_long
