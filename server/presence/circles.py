"""Another circle when a room is full, and its end when nobody is left in it."""

from collections.abc import Callable
from contextlib import suppress

from rooms.circle import next_circle
from rooms.events import RoomClosed
from rooms.house import House, RoomCard
from rooms.ports import Stale
from server.presence.places import Places
from server.streams.envelope import Draft
from server.streams.kinds import HOUSE
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import room_stream, shard_of
from server.streams.streams import Streams

EMPTY_ROUNDS = 20


class Circles:
    """The circles that belong together: a room, and those that grew from it."""

    def __init__(self, streams: Streams, places: Places) -> None:
        self._streams = streams
        self._places = places
        self._empty: dict[str, int] = {}

    async def beside(self, full: RoomCard) -> str:
        """Return the id of a circle with space, opening one if there is none."""
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        while True:
            head = house.head  # before the look: a circle that is opened during it is looked at
            found = await self._with_space(house, full)
            opened = found or await self._open(house, head, full)
            if opened is not None:
                return opened

    async def close_empty(self, in_use: Callable[[str], bool]) -> None:
        """Close circles that nobody was in, and that held nothing, `EMPTY_ROUNDS` times."""
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        circles = [card.id for card in house.state.rooms.values() if card.circle_of]
        circles += house.state.aside
        empty = {c: self._empty.get(c, 0) + 1 for c in circles if not in_use(c)}
        for circle, rounds in list(empty.items()):
            if rounds >= EMPTY_ROUNDS and await self._holds_nothing(circle):
                draft = Draft(HOUSE_STREAM, RoomClosed(circle), expect_n=house.head)
                with suppress(Stale):
                    await self._streams.append(draft)
                del empty[circle]
        self._empty = empty

    async def _holds_nothing(self, circle: str) -> bool:
        if await self._places.holders(circle):
            return False
        heads = await self._streams.heads(shard_of(circle))
        head = heads.get(room_stream(circle))
        return head is None or head.first > head.n

    async def _with_space(self, house: Log[House], full: RoomCard) -> str | None:
        for card in house.state.circles(full.root):
            people = await self._places.holders(card.id)
            if card.id != full.id and len(people) < card.capacity:
                return card.id
        return None

    async def _open(self, house: Log[House], head: int, full: RoomCard) -> str | None:
        """Open the next circle; None if somebody else was first, on this node or another."""
        opened = next_circle(house.state, full)
        try:
            (position,) = await self._streams.append(Draft(HOUSE_STREAM, opened, expect_n=head))
        except Stale:
            await house.reached(head + 1)
            return None
        await house.reached(position.n)
        return opened.id
