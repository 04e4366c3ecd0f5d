"""Greeters are called where somebody waits and nobody comes (MISSION, A1).

Volunteers at the desk see it there. Those who put hours for greeting on the roster are called:
for a room at most twice an hour, and altogether at most once in ten minutes. What they see is how
many wait, for which side, in which language; never who. Where the young meet nobody is called:
an adult and one young person would be alone.
"""

import asyncio
from collections.abc import Callable, Collection
from typing import Final, Protocol

from rooms.house import RoomCard
from server.backplane import Backplane
from server.duty.duty import Duty
from server.fanout.hub import Hub
from server.presence.places import Places
from server.streams.names import HOUSE_SHARD
from server.timetable.waiting import Waiting
from server.wire import codec, frames
from server.wire import desk as wire
from server.wire.framing import text_frame

AFTER_S: Final = 120.0
TURN_S: Final = 5.0
SHOWN_S: Final = 4 * TURN_S
AGAIN_S: Final = 1800.0
PACE_S: Final = 600.0
ALONE, CALLED, PACE = (HOUSE_SHARD + name for name in ("alone", "greeted", "greeting"))

Show = Callable[[list[wire.AloneItem]], None]


class Bells(Protocol):
    """The devices of those who would greet somebody at this hour."""

    def reaches_greeter(self) -> bool:
        """Return whether there is any."""

    async def greet(self, rooms: int) -> int:
        """Ring them, since so many rooms wait; return how many took it."""


class Greeters:
    """Looks after those who wait on this node, and shows the desk those of all nodes."""

    def __init__(  # noqa: PLR0913, PLR0917 - who waits, where, and every way to somebody
        self,
        backplane: Backplane,
        waiting: Waiting,
        places: Places,
        hub: Hub,
        duty: Duty,
        room: Callable[[str], RoomCard | None],
        handle: Callable[[str], str],
        short: Callable[[], Collection[str]],
        bells: Bells,
        show: Show,
    ) -> None:
        self._backplane = backplane
        self._waiting = waiting
        self._places = places
        self._hub = hub
        self._duty = duty
        self._room = room
        self._handle = handle
        self._short = short
        self._bells = bells
        self._show = show
        self._shown: list[wire.AloneItem] = []
        self._told: set[str] = set()

    async def turn(self) -> None:
        """See who has waited for long, call for them, and show the desk."""
        short = set(self._short())
        rooms = self._candidates(short)
        alone = {room: n for room in rooms if (n := await self._alone_in(room, short))}
        for room, n in alone.items():
            await self._backplane.renew(ALONE, room, str(n), SHOWN_S)
        if alone:
            await self._call(alone)
        await self._tell_desk()

    def _candidates(self, short: set[str]) -> set[str]:
        waits = self._waiting.since(asyncio.get_running_loop().time(), AFTER_S)
        return {room for room in waits | short if (card := self._room(room)) and not card.is_young}

    async def _alone_in(self, room_id: str, short: set[str]) -> int:
        """Return how many are in a room in which everybody waits; 0 if somebody is there."""
        holders = set(await self._places.holders(room_id))
        waits = room_id in short or holders <= set(await self._waiting.in_room(room_id))
        return len(holders) if waits else 0

    async def _call(self, alone: Collection[str]) -> None:
        """Call greeters for rooms they were not called for of late; say it only where it is so."""
        reached = set(await self._backplane.leases(CALLED))
        if new := set(alone) - reached:
            reached.update(await self._ring(new))
        knows = set(alone) if self._duty.on else set(alone) & reached
        self._told &= set(alone)
        for room in knows - self._told:
            self._told.add(room)
            self._tell(room)

    async def _ring(self, rooms: Collection[str]) -> Collection[str]:
        """Call, if there is somebody to call and it is not too soon; return where it was done."""
        if (
            not self._bells.reaches_greeter()
            or await self._backplane.spend(PACE, 1, 1 / PACE_S) > 0
        ):
            return ()
        if not await self._bells.greet(len(rooms)):
            return ()
        for room in rooms:
            await self._backplane.renew(CALLED, room, "", AGAIN_S)
        return rooms

    def _tell(self, room_id: str) -> None:
        """Say to those who wait that a greeter knows; nobody else is there to hear it."""
        channel = self._hub.open_channel(room_id)
        if channel is not None:
            card = frames.Card(kind="greeters", duty=frames.Duty(on=self._duty.on))
            channel.tell(text_frame(codec.encode(card)))

    async def _tell_desk(self) -> None:
        leases = await self._backplane.leases(ALONE)
        items = [self._item(room, int(n)) for room, n in sorted(leases.items())]
        found = [item for item in items if item is not None]
        if found != self._shown:
            self._shown = found
            self._show(found)

    def _item(self, room_id: str, n: int) -> wire.AloneItem | None:
        card = self._room(room_id)
        if card is None:
            return None
        place = f"/t/{self._handle(room_id)}"
        return wire.AloneItem(card.title, card.topic, card.side, card.language, n, place)
