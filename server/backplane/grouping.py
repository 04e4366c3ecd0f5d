"""Whether an append waits for company: a commit costs the same for one as for twenty.

Who speaks in a quiet house is stored at once. Where so much comes that the commits themselves are
most of the work, one begins `APART_S` after the last, with all that came meanwhile.
"""

from typing import Final

APART_S: Final = 0.016
CROWDED_PER_S: Final = 200.0
_LOOK_S: Final = 0.100


class Grouping:
    """How much comes, and so when the next group may be taken. Times are monotonic seconds."""

    def __init__(self) -> None:
        self._is_crowded = False
        self._taken = 0
        self._looked_at = 0.0
        self._last_at = 0.0

    def wait_s(self, now: float) -> float:
        """Return how long to wait for more before the next group is taken."""
        if not self._is_crowded:
            return 0.0
        return min(APART_S, max(0.0, self._last_at + APART_S - now))

    def took(self, appends: int, now: float) -> None:
        """Take note of a group; every so often, look at how much came since the last look."""
        self._last_at = now
        self._taken += appends
        passed = now - self._looked_at
        if passed >= _LOOK_S:
            self._is_crowded = self._taken > CROWDED_PER_S * passed
            self._taken, self._looked_at = 0, now
