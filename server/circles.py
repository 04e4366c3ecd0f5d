"""Another circle when a room is full, and its end when nobody is left in it."""

from collections.abc import Callable
from contextlib import suppress

from rooms.events import RoomClosed
from rooms.house import RoomCard, next_circle
from rooms.ports import Stale
from server.envelope import Draft
from server.kinds import HOUSE
from server.places import Places
from server.stream_names import HOUSE as HOUSE_STREAM
from server.stream_names import room_stream, shard_of
from server.streams import Streams

EMPTY_ROUNDS = 20


class Circles:
    """The circles that belong together: a room, and those that grew from it."""

    def __init__(self, streams: Streams, places: Places) -> None:
        self._streams = streams
        self._places = places
        self._empty: dict[str, int] = {}

    async def beside(self, full: RoomCard) -> str:
        """Return the id of a circle with space, opening one if there is none."""
        while True:
            found = await self._with_space(full)
            opened = found or await self._open(full)
            if opened is not None:
                return opened

    async def close_empty(self, in_use: Callable[[str], bool]) -> None:
        """Close circles that nobody was in, and that held nothing, `EMPTY_ROUNDS` times."""
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        circles = [card.id for card in house.state.rooms.values() if card.circle_of]
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

    async def _with_space(self, full: RoomCard) -> str | None:
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        for card in house.state.circles(full.root):
            people = await self._places.holders(card.id)
            if card.id != full.id and len(people) < card.capacity:
                return card.id
        return None

    async def _open(self, full: RoomCard) -> str | None:
        """Open the next circle; None if somebody else was first, on this node or another."""
        house = await self._streams.log(HOUSE, HOUSE_STREAM)
        opened = next_circle(house.state, full)
        draft = Draft(HOUSE_STREAM, opened, expect_n=house.head)
        try:
            (position,) = await self._streams.append(draft)
        except Stale:
            return None
        await house.reached(position.n)
        return opened.id
