"""The clock, and who is on duty, as moderation asks for them."""

from collections.abc import Callable
from time import perf_counter, thread_time

from server.duty.duty import Duty

EXACT_S = 0.05  # a look that is too long is five times as long


class StoredNow:
    """`moderation.ports.Now` over the store's clock."""

    def __init__(self, now: Callable[[], int], duty: Duty) -> None:
        self._now = now
        self._duty = duty
        self._asked_at = -EXACT_S
        self._spent_s = 0.0

    def now(self) -> int:
        """Return the store's time in ms."""
        return self._now()

    def on_duty(self) -> int:
        """Return how many volunteers are on duty."""
        return self._duty.on

    def spent_s(self) -> float:
        """Return the CPU time of this thread: other work beside a look does not count.

        The system is asked for it, which is dear, only so often: between two answers it is told
        as if nobody else had run, so what lies between two calls is never told as more than it was,
        and as less by `EXACT_S` at most.
        """
        now = perf_counter()
        if now - self._asked_at > EXACT_S:
            self._asked_at, self._spent_s = now, thread_time()
        return self._spent_s + (now - self._asked_at)
