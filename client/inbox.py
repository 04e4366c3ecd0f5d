"""Events on their way to the program, with a limit that never starves an answer."""

import asyncio
from collections.abc import AsyncIterator

from client.events import Ended, Event

ROOM = 1_024


class Inbox:
    """A queue the link fills and the program empties.

    When it is full the link stops reading, and the server asks for a fresh start later. Only
    while the program waits for an answer is more let in: the answer comes on the same socket.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._room = room
        self._ended = False

    def put(self, event: Event) -> None:
        """Take an event in."""
        self._events.put_nowait(event)
        if self._events.qsize() >= self._room:
            self._has_room.clear()

    def open_wide(self) -> None:
        """Let the link read on: somebody waits for an answer."""
        self._has_room.set()

    async def room(self) -> None:
        """Wait until there is room for another event."""
        await self._has_room.wait()

    async def events(self) -> AsyncIterator[Event]:
        """Yield each event once, in order, until the link has ended."""
        while not self._ended:
            event = await self._events.get()
            if self._events.qsize() < self._room:
                self._has_room.set()
            self._ended = isinstance(event, Ended)
            yield event
