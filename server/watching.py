"""The clock, and who is on duty, as moderation asks for them."""

from collections.abc import Callable
from time import thread_time

from server.duty import Duty


class StoredNow:
    """`moderation.ports.Now` over the store's clock."""

    def __init__(self, now: Callable[[], int], duty: Duty) -> None:
        self._now = now
        self._duty = duty

    def now(self) -> int:
        """Return the store's time in ms."""
        return self._now()

    def on_duty(self) -> int:
        """Return how many volunteers are on duty."""
        return self._duty.on

    def spent_s(self) -> float:
        """Return the CPU time of this thread: other work beside a look does not count."""
        return thread_time()
