"""Who has so long to speak, all under one timer."""

import asyncio
from typing import Protocol

LOOK_S = 0.5


class Silent(Protocol):
    """Somebody who has not spoken yet."""

    def end_soon(self) -> None:
        """End: the time is over."""


class Patience:
    """Everybody has the same time, so that whoever came first is the first to go."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[Silent, float] = {}
        self._looks = False

    def wait_for(self, silent: Silent) -> None:
        """Give somebody time from now on."""
        loop = asyncio.get_running_loop()
        self._until[silent] = loop.time() + self._seconds
        if not self._looks:
            self._looks = True
            loop.call_later(LOOK_S, self._look)

    def end_for(self, silent: Silent) -> None:
        """Forget somebody: they spoke, or are gone."""
        self._until.pop(silent, None)
        if not self._until:
            self._until.clear()  # a crowd came in: let go of the space it took

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        over = []
        for silent, until in self._until.items():
            if until > now:
                break
            over.append(silent)
        for silent in over:
            self._until.pop(silent, None)
            silent.end_soon()
        self._looks = bool(self._until)
        if self._looks:
            loop.call_later(LOOK_S, self._look)
