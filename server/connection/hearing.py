"""What a socket says, one message at a time, for somebody who waits for it."""

import asyncio
from collections.abc import Callable

from server.connection.shell import Shell
from server.wire.codec import WireFault


class Hearing:
    """A listener that takes the next message only when it is asked for."""

    def __init__(self, shell: Shell, at_end: Callable[[], None] = lambda: None) -> None:
        self._shell = shell
        self._at_end = at_end
        self._said: str | bytes | None = None
        self._is_flooded = False
        self._is_over = False
        self._something = asyncio.Event()
        shell.speak_to(self)

    async def next(self) -> str | bytes | None:
        """Return the next text, or the bytes of a binary frame; None when the socket has ended."""
        self._something.clear()
        self._shell.go_on()
        if self._said is None and not self._is_over and not self._is_flooded:
            await self._something.wait()
        if self._is_flooded:
            raise WireFault
        said, self._said = self._said, None
        return said

    def heard(self, said: str | bytes) -> None:
        """Take one, and no more until it is asked for."""
        self._said = said
        self._wake()

    def flooded(self) -> None:
        """Have whoever waits learn of it."""
        self._is_flooded = True
        self._wake()

    def ended(self) -> None:
        """Have whoever waits learn of it."""
        self._is_over = True
        self._at_end()
        self._wake()

    def _wake(self) -> None:
        self._shell.hold()
        self._something.set()
