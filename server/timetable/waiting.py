"""Who waits alone, and asked to be told: when three do, a circle begins by itself;
when two do, both are asked whether a pair is all right.

That somebody waits is a lease of the store, renewed while they are connected; nobody is shown
it, and it ends by itself.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from secrets import token_urlsafe

from rooms.formats import Format
from rooms.held_meetings import Occasion
from rooms.house import RoomCard
from rooms.meeting.events import MeetingBegan
from rooms.refusal import Refusal
from server.backplane import Backplane, Lease
from server.presence.place import ANY
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of, shard_of
from server.timetable.due import Begins

WAIT_S = 90.0
RENEW_S = 30.0
CIRCLE = 3
PAIR = 2
ENOUGH = "two are enough"
USUAL = "sharing_circle"


@dataclass(slots=True)
class Waiter:
    """Since when somebody waits, until when without being connected (the loop's seconds), and how
    it is with a pair.
    """

    since: float
    until: float = 0.0
    is_asked: bool = False
    agrees: bool = False


class Waiting:
    """Those who wait, on all nodes; more is known of those who wait on this one.

    `ask` asks somebody whether a pair is all right; `is_young` tells who is never one of a pair.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - who waits where, and what may follow, each once
        self,
        backplane: Backplane,
        meetings: Begins,
        room: Callable[[str], RoomCard | None],
        formats: Mapping[str, Format],
        here: Callable[[str], Collection[str]],
        ask: Callable[[str, str], None],
        is_young: Callable[[str, str], Awaitable[bool]],
    ) -> None:
        self._backplane = backplane
        self._meetings = meetings
        self._room = room
        self._formats = formats
        self._here = here
        self._ask = ask
        self._is_young = is_young
        self._waiters: dict[tuple[str, str], Waiter] = {}

    async def wait(self, room_id: str, member: str, now: float, *, pair: bool = False) -> None:
        """Count somebody among those who wait; the third one begins a circle, or two who agree."""
        waiter = self._waiters.setdefault((room_id, member), Waiter(now))
        waiter.agrees |= pair
        lease = await self._lease(room_id, member, waiter)
        if len(lease.holders) == 1 and waiter.agrees:  # whoever they agreed to is gone
            waiter.agrees = False
            lease = await self._lease(room_id, member, waiter)
        card = self._room(room_id)
        # Young people do not meet before trained adults are with them.
        if card is None or card.is_young:
            return
        is_pair = len(lease.holders) == PAIR and await self._may_be_two(card, lease.holders)
        if len(lease.holders) >= CIRCLE or (is_pair and set(lease.holders.values()) == {ENOUGH}):
            await self._begin(card, lease.holders)
        else:
            self._ask_both(room_id, lease.holders if is_pair else ())

    async def _lease(self, room_id: str, member: str, waiter: Waiter) -> Lease:
        value = ENOUGH if waiter.agrees else ""
        return await self._backplane.lease(_name(room_id), member, value, WAIT_S, ANY)

    async def _may_be_two(self, card: RoomCard, members: Collection[str]) -> bool:
        """Return whether two may begin: not with somebody who said that they are a child."""
        young = [await self._is_young(card.id, member) for member in members]
        return not any(young) and self._format(card).least <= PAIR

    def _ask_both(self, room_id: str, pair: Collection[str]) -> None:
        """Ask those of the two who are on this node, once, until one of them goes."""
        for (room, member), waiter in self._waiters.items():
            if room != room_id:
                continue
            if not pair:
                waiter.is_asked = waiter.agrees = False
            elif member in pair and not waiter.is_asked:
                waiter.is_asked = True
                self._ask(room, member)

    async def _begin(self, card: RoomCard, members: Collection[str]) -> None:
        with suppress(Refusal):  # somebody was first, or a meeting runs already
            await self._meetings.begin(card.id, Occasion(token_urlsafe(9), self._format(card).id))
        for member in list(members):
            await self.stop(card.id, member)

    def _format(self, card: RoomCard) -> Format:
        form = self._formats.get(card.format)
        return form if form is not None and form.is_meeting else self._formats[USUAL]

    async def stop(self, room_id: str, member: str) -> None:
        """Count somebody no longer."""
        self._waiters.pop((room_id, member), None)
        await self._backplane.release(_name(room_id), member)

    async def look_again(self, room_id: str, member: str, now: float) -> bool:
        """Keep the place in line of who looks again and again instead of staying; return whether
        they have one.
        """
        if member not in await self.in_room(room_id):
            return False
        await self.wait(room_id, member, now)
        waiter = self._waiters.get((room_id, member))
        if waiter is not None:
            waiter.until = now + WAIT_S
        return waiter is not None

    async def renew(self, now: float) -> None:
        """Keep the places in line of those of this node who are still connected."""
        for (room_id, member), waiter in list(self._waiters.items()):
            if member in self._here(room_id):
                await self.wait(room_id, member, now)
            elif now >= waiter.until:
                self._waiters.pop((room_id, member), None)

    def since(self, now: float, at_least_s: float) -> set[str]:
        """Return the rooms in which somebody of this node has waited for so long."""
        waiters = self._waiters.items()
        return {room for (room, _), waiter in waiters if now - waiter.since >= at_least_s}

    async def in_room(self, room_id: str) -> Collection[str]:
        """Return everybody who waits in a room, on all nodes."""
        return (await self._backplane.leases(_name(room_id))).keys()

    def changed(self, log: Log[object], entry: Entry) -> None:
        """Let nobody wait on where a meeting has begun; a listener of the rooms' streams."""
        if isinstance(entry.event, MeetingBegan):
            room_id = room_of(log.stream)
            others = [one for one in self._waiters.items() if one[0][0] != room_id]
            self._waiters = dict(others)


def _name(room_id: str) -> str:
    return f"{shard_of(room_id)}waiting:{room_id}"
