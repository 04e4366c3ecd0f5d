"""Volunteers for a long night: they work until nothing waits, or vanish with a case in hand."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from random import Random

from desk_door import Caller
from kith_process import KithProcess
from volunteer import Refused, Volunteer
from websockets.exceptions import ConnectionClosed

FREE = {"open", "escalated"}
GONE = (ConnectionError, ConnectionClosed, OSError, TimeoutError)


class Hand:
    """A volunteer; one with `vanishes_after` is gone for good after so many cases."""

    def __init__(
        self, who: Caller, node: Callable[[], KithProcess], chance: Random, vanishes_after: int = 0
    ) -> None:
        self.who = who
        self.node = node
        self.chance = chance
        self.vanishes_after = vanishes_after
        self.closed: list[str] = []

    async def work(self, done: asyncio.Event) -> None:
        """Work until `done`, dialling again whenever the line is lost."""
        while not done.is_set():
            with suppress(*GONE):
                if await self._sit(done):
                    return
            await asyncio.sleep(0.5)  # as a console does before it dials again

    async def _sit(self, done: asyncio.Event) -> bool:
        """Work on one socket; return whether this volunteer is gone for good."""
        self.who.house = self.node()
        seat = await Volunteer.sit_down(self.who)
        try:
            while not done.is_set():
                seat.frames.clear()
                if not await self._one(seat):
                    await asyncio.sleep(0.2)
                if self.vanishes_after and len(self.closed) >= self.vanishes_after:
                    await self._grasp(seat)
                    return True
        finally:
            seat.vanish()
        return True

    async def _one(self, seat: Volunteer) -> bool:
        """Do one thing that waits; return whether there was any."""
        name = seat.hello["you"]["name"]
        queue = list(seat.cases.values())
        mine = [case for case in queue if case.get("by") == name and case["state"] == "claimed"]
        to_sign = [c["id"] for c in queue if c.get("sign") and c.get("closed_by") != name]
        free = [case["id"] for case in queue if case["state"] in FREE]
        with suppress(Refused):
            if mine:  # the line was lost after the claim: it is still ours
                seat.fences[mine[0]["id"]] = mine[0]["fence"]
                await self._close(seat, mine[0]["id"])
            elif to_sign and (not free or self.chance.random() < 0.5):
                await seat.do("sign", case=self.chance.choice(to_sign))
            elif free:
                case = self.chance.choice(free[:20])
                await seat.claim(case)
                await self._close(seat, case)
        return bool(mine or to_sign or free)

    async def _close(self, seat: Volunteer, case: str) -> None:
        await seat.act("close", case, outcome="calmer")
        self.closed.append(case)

    async def _grasp(self, seat: Volunteer) -> None:
        """Take one more case, to be gone with it."""
        free = [case["id"] for case in seat.cases.values() if case["state"] in FREE]
        with suppress(Refused, IndexError):
            await seat.claim(free[0])
