"""What may take so long and no longer, all under one timer.

Every message asks for two such bounds, and next to none is ever reached: a timer of the loop for
each would cost more than what it bounds. So it is looked every `LOOK_S` at who began first.
"""

import asyncio
from collections import deque
from types import TracebackType

LOOK_S = 0.25


class _Bound:
    """One who may take so long; `TimeoutError` ends its block when the time is over."""

    __slots__ = ("_all", "is_over", "task", "until")

    def __init__(self, bounds: "InTime") -> None:
        self._all = bounds
        self.is_over = False
        self.task: asyncio.Task[object] | None = None
        self.until = 0.0

    def __enter__(self) -> None:
        self._all.begin(self)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell the end of the time from a cancellation by somebody else, as `asyncio.timeout`."""
        task, self.task = self.task, None
        if not self.is_over or task is None:
            return
        if task.uncancel() == 0 and kind is asyncio.CancelledError:
            raise TimeoutError from error


class InTime:
    """Bounds of the same length on one loop, so that whoever began first is over first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._begun: deque[_Bound] = deque()
        self._looks = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def bound(self) -> _Bound:
        """Give the block so long; it is entered and left in one task."""
        return _Bound(self)

    def begin(self, bound: _Bound) -> None:
        """Count from now on."""
        # Python asks the system which process it is whenever it is asked for the running loop.
        loop = self._loop = self._loop or asyncio.get_running_loop()
        bound.task = asyncio.current_task(loop)
        bound.until = loop.time() + self._seconds
        self._begun.append(bound)
        if not self._looks:
            self._looks = True
            loop.call_later(LOOK_S, self._look)

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        while self._begun and (self._begun[0].task is None or self._begun[0].until <= now):
            bound = self._begun.popleft()
            if bound.task is not None:
                bound.is_over = True
                bound.task.cancel()
        self._looks = bool(self._begun)
        if self._looks:
            loop.call_later(LOOK_S, self._look)
