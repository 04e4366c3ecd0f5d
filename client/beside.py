"""What one may ask for beside the talk: to be told who comes, a slip, the timetable."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Literal, assert_never

from client.events import Accepted, LinkEnded, Refused
from client.hearing import Hearing
from client.link import Link
from client.screen import Screen
from client.timetable import Timetable

AGAIN_S = 45.0
Beside = Literal["ring", "noring", "slip", "meetings", "remind"]
Ask = Callable[[Awaitable[Accepted], str], Awaitable[None]]


class AskedBeside:
    """Does it; `ask` tells what came of a question."""

    def __init__(self, link: Link, screen: Screen, hearing: Hearing, ask: Ask) -> None:
        self._link = link
        self._hearing = hearing
        self._ask = ask
        self._timetable = Timetable(link.address, link.room, screen)

    async def do(self, what: Beside) -> None:
        """Do it, as long as it takes: a reminder waits until its time."""
        match what:
            case "ring" | "noring":
                await self._wait(up=what == "ring")
            case "slip":
                await self._ask(self._link.slip(), "slip.given")
            case "meetings":
                await self._timetable.show()
            case "remind":
                await self._timetable.remind()
            case _:
                assert_never(what)

    async def _wait(self, *, up: bool) -> None:
        """Wait for others until somebody says otherwise, or a meeting runs."""
        was_on, self._hearing.rings = self._hearing.rings, up
        means = "ring.young" if self._hearing.is_young else "ring.on"
        await self._ask(self._link.wait(up=up), means if up else "ring.off")
        if was_on:
            return
        with suppress(LinkEnded, Refused):
            while self._hearing.rings:
                await asyncio.sleep(AGAIN_S)
                if self._hearing.rings:
                    await self._link.wait(up=True)
