"""One at a time: who comes first is let through first."""

import asyncio
from collections.abc import Callable, Hashable
from types import TracebackType


class _Line:
    """Those who wait for one thing, and who has it."""

    __slots__ = ("lock", "people")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.people = 0


class _Turn:
    """One who waits, then has the key, then lets the next one go: once, however often it is said.

    A class and no generator: every message and everybody who comes in goes through two of them.
    """

    __slots__ = ("_has_it", "_is_here", "_key", "_line", "_lines")

    def __init__(self, lines: dict[Hashable, _Line], key: Hashable) -> None:
        self._lines = lines
        self._key = key
        self._is_here = False
        self._has_it = False

    async def __aenter__(self) -> Callable[[], None]:
        """Wait; give what ends the turn before its block does."""
        line = self._lines.get(self._key)
        if line is None:
            line = self._lines[self._key] = _Line()
        self._line = line
        line.people += 1
        self._is_here = True
        try:
            self._has_it = await line.lock.acquire()
        finally:
            if not self._has_it:
                self.end()
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
        if not self._is_here:
            return
        self._is_here = False
        if self._has_it:
            self._line.lock.release()
        self._line.people -= 1
        if not self._line.people:  # nobody waits for this lock: the next one makes another
            del self._lines[self._key]


class InTurn:
    """Lets one at a time through for each key, in the order of asking; keeps nothing after."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, _Line] = {}

    def of(self, key: Hashable) -> _Turn:
        """Have the key to oneself inside the block, or until what is given is called."""
        return _Turn(self._lines, key)

    def __contains__(self, key: Hashable) -> bool:
        """Return whether anybody has the key, or waits for it."""
        return key in self._lines
