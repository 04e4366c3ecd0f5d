"""Redis' time on this node: asked for now and then, carried on by elapsed time in between."""

from collections.abc import Callable

from server.backplane.clock import elapsed_ms
from server.backplane.redis_client import Line


def real_time() -> str:
    """Say that Redis' own time counts; `=ms` instead is a time held still, for tests."""
    return "0"


class RedisClock:
    """Milliseconds that never fall on this node."""

    def __init__(self, line: Line, time: Callable[[], str]) -> None:
        self._line = line
        self._time = time
        self._at = 0
        self._asked = 0

    async def read(self) -> None:
        """Ask Redis."""
        seconds, micros = await self._line.ask("TIME")
        self.heard(int(seconds) * 1000 + int(micros) // 1000)

    def heard(self, at: int) -> None:
        """Take a time that Redis just told."""
        if not self._at or at > self.now():
            self._at, self._asked = at, elapsed_ms()

    def now(self) -> int:
        """Return the time in milliseconds since 1970."""
        held = self._time()
        if held.startswith("="):
            return int(held[1:])
        return self._at + elapsed_ms() - self._asked
