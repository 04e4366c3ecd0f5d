"""One at a time: who comes first is let through first."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from types import TracebackType

_Waiting = deque[asyncio.Future[None]]  # for one key, the first one first


class _Turn:
    """One who waits, then has the key, then lets the next one go: once, however often it is said.

    A class and no generator, and no lock behind it: every message and everybody who comes in goes
    through two of them, and next to nobody waits.
    """

    __slots__ = ("_has_it", "_key", "_lines")

    def __init__(self, lines: dict[Hashable, _Waiting], key: Hashable) -> None:
        self._lines = lines
        self._key = key
        self._has_it = False

    async def __aenter__(self) -> Callable[[], None]:
        """Wait; give what ends the turn before its block does."""
        line = self._lines.get(self._key)
        if line is None:
            self._lines[self._key] = deque()
        else:
            await self._wait(line)
        self._has_it = True
        return self.end

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next one go."""
        self.end()

    def end(self) -> None:
        """Let the next one go, unless that was said before."""
        if self._has_it:
            self._has_it = False
            self._hand_on()

    async def _wait(self, line: _Waiting) -> None:
        mine = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was handed over in the very moment of giving up
                self._hand_on()
            raise

    def _hand_on(self) -> None:
        line = self._lines[self._key]
        while line:
            waiting = line.popleft()
            if not waiting.done():  # else they gave up
                waiting.set_result(None)
                return
        del self._lines[self._key]


class InTurn:
    """Lets one at a time through for each key, in the order of asking; keeps nothing after."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, _Waiting] = {}

    def of(self, key: Hashable) -> _Turn:
        """Have the key to oneself inside the block, or until what is given is called."""
        return _Turn(self._lines, key)

    def __contains__(self, key: Hashable) -> bool:
        """Return whether anybody has the key, or waits for it."""
        return key in self._lines
