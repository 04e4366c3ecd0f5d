"""One at a time: who comes first is let through first."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import ExitStack, asynccontextmanager


class _Line:
    """Those who wait for one thing, and who has it."""

    __slots__ = ("lock", "people")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.people = 0


class InTurn:
    """Lets one at a time through for each key, in the order of asking; keeps nothing after."""

    def __init__(self) -> None:
        self._lines: dict[Hashable, _Line] = {}

    @asynccontextmanager
    async def of(self, key: Hashable) -> AsyncIterator[Callable[[], None]]:
        """Have the key to oneself inside the block, or until what is given is called."""
        line = self._lines.setdefault(key, _Line())
        line.people += 1
        with ExitStack() as turn:
            turn.callback(self._left, key, line)
            await line.lock.acquire()
            turn.callback(line.lock.release)
            yield turn.close

    def __contains__(self, key: Hashable) -> bool:
        """Return whether anybody has the key, or waits for it."""
        return key in self._lines

    def _left(self, key: Hashable, line: _Line) -> None:
        line.people -= 1
        if not line.people:  # nobody waits for this lock: the next one makes another
            del self._lines[key]
