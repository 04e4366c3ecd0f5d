"""How long to wait before coming back, so that a thousand who fell do not return as one."""

import secrets
from collections.abc import Callable

FIRST_S = 0.5
LONGEST_S = 20.0


class Backoff:
    """Full jitter: anything from nothing to a ceiling that doubles with each try."""

    def __init__(self, draw: Callable[[], float] | None = None) -> None:
        self._draw = draw or secrets.SystemRandom().random
        self._ceiling_s = FIRST_S

    def next_s(self, after_s: float = 0.0) -> float:
        """Return the next wait, never under `after_s`."""
        ceiling_s = self._ceiling_s
        self._ceiling_s = min(LONGEST_S, ceiling_s * 2)
        return after_s + self._draw() * ceiling_s

    def reset(self) -> None:
        """Begin at the first step again: we were in."""
        self._ceiling_s = FIRST_S
