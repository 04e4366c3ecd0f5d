"""The store's time: the wall clock read once, then carried on by elapsed time.

Whoever steps the wall clock of a running machine moves nothing here. Time never falls, not
even over a restart: it goes on from the last append if the wall clock is behind it.
"""

import time
from collections.abc import Callable

_NS_PER_MS = 1_000_000
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def wall_ms() -> int:
    """Return the wall clock in milliseconds since 1970."""
    return time.time_ns() // _NS_PER_MS


def elapsed_ms() -> int:
    """Return milliseconds since some fixed moment; sleeping machines count on."""
    return time.clock_gettime_ns(_CLOCK) // _NS_PER_MS


class StoreClock:
    """Milliseconds that never fall."""

    def __init__(self, wall: Callable[[], int], elapsed: Callable[[], int]) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._began = elapsed()
        self._base = 0

    def start(self, last_at: int) -> None:
        """Begin at the wall clock, or at the last append if that is later."""
        self._began = self._elapsed()
        self._base = max(self._wall(), last_at)

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        return self._base + self._elapsed() - self._began
