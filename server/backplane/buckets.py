"""Token buckets in memory: a burst, then a steady rate. Full buckets are forgotten."""

from collections.abc import Callable
from dataclasses import dataclass

_SWEEP_MS = 10_000
_MS_PER_S = 1_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: int
    burst: int
    per_s: float

    def fill(self, now: int) -> None:
        gained = (now - self.at) / _MS_PER_S * self.per_s
        self.tokens = min(self.burst, self.tokens + gained)
        self.at = now


class Buckets:
    """Counts what was spent. Time comes in as elapsed milliseconds."""

    def __init__(self, elapsed: Callable[[], int]) -> None:
        self._elapsed = elapsed
        self._buckets: dict[str, _Bucket] = {}
        self._swept = elapsed()

    def __len__(self) -> int:
        return len(self._buckets)

    def spend(self, name: str, burst: int, per_s: float) -> float:
        """Take a token: 0.0 if there was one, else the seconds until there is."""
        now = self._elapsed()
        self._sweep(now)
        bucket = self._buckets.setdefault(name, _Bucket(burst, now, burst, per_s))
        bucket.burst, bucket.per_s = burst, per_s
        bucket.fill(now)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / per_s
        bucket.tokens -= 1
        return 0.0

    def _sweep(self, now: int) -> None:
        # A full bucket says nothing that a new one would not.
        if now - self._swept < _SWEEP_MS:
            return
        self._swept = now
        for bucket in self._buckets.values():
            bucket.fill(now)
        self._buckets = {n: b for n, b in self._buckets.items() if b.tokens < b.burst}
