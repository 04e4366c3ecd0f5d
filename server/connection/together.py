"""What comes on many sockets within a moment is read together, where much comes.

In a quiet house everything is read as it comes. In a crowd each message would find everything cold,
and pay for it; who is read with a few others finds warm what the first of them has touched. Words
wait for the next commit in any case, and not for longer than before (`backplane/company.py`).
"""

import asyncio
from collections.abc import Callable
from typing import Final

from server.backplane.company import Company
from server.notes import Place, note_bug

APART_S: Final = 0.012
AT_ONCE: Final = 16  # then answers are written first


class Together:
    """All sockets of a node, as they are read."""

    def __init__(self) -> None:
        self._company = Company(APART_S)
        self._waiting: list[Callable[[], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def soon(self, read: Callable[[], None]) -> None:
        """Read now; in a crowd, with all that comes in the next moment, in the order of coming."""
        if self._waiting:
            self._waiting.append(read)
            return
        loop = self._loop = self._loop or asyncio.get_running_loop()
        now = loop.time()
        wait_s = self._company.wait_s(now)
        if wait_s > 0:
            self._waiting.append(read)
            loop.call_later(wait_s, self._read_all, loop)
        else:
            self._company.took(1, now)
            read()

    def _read_all(self, loop: asyncio.AbstractEventLoop) -> None:
        now, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        self._company.took(len(now), loop.time())
        for read in now:
            try:
                read()
            except Exception as error:  # noqa: BLE001 - one that fails keeps no other from being read
                note_bug(Place.LINK, error)
        if self._waiting:
            loop.call_soon(self._read_all, loop)
