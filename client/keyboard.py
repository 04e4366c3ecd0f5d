"""Lines a person types, or a program writes into a pipe."""

import asyncio
import os
from getpass import getpass

LONGEST = 64 * 1024
SECRET_LONGEST = 1_000


def secret_line(descriptor: int, prompt: str) -> str:
    """Ask for a line that does not show, or take it from a pipe and leave the rest there."""
    if os.isatty(descriptor):
        return getpass(prompt)
    typed = b""
    while len(typed) < SECRET_LONGEST and (letter := os.read(descriptor, 1)) not in {b"", b"\n"}:
        typed += letter
    return typed.decode("utf-8", "replace")


class TooLong(Exception):
    """Far more was typed than any room takes; it was let go of."""


class Keyboard:
    """Standard input, read when there is something to read.

    It is never made non-blocking: on a terminal that would make standard output so too.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._reader = asyncio.StreamReader(limit=LONGEST)

    def open(self) -> None:
        """Begin to listen."""
        try:
            asyncio.get_running_loop().add_reader(self._descriptor, self._read)
        except PermissionError:
            # A plain file cannot be waited for, but it never makes one wait.
            while not self._reader.at_eof() and self._read():
                pass

    def close(self) -> None:
        """Listen no longer."""
        asyncio.get_running_loop().remove_reader(self._descriptor)

    def _read(self) -> bool:
        typed = os.read(self._descriptor, 4_096)
        if typed:
            self._reader.feed_data(typed)
        else:
            self.close()
            self._reader.feed_eof()
        return bool(typed)

    async def line(self) -> str | None:
        """Return the next line without its end, or `None` when there will be none."""
        try:
            typed = await self._reader.readline()
        except ValueError:
            raise TooLong from None
        if not typed:
            return None
        return typed.decode("utf-8", "replace").rstrip("\r\n")
