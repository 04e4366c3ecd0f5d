"""A full room has one circle beside it, however many are turned away at the same moment."""

import asyncio

import pytest

from rooms import side_room
from rooms.events import RoomOpened
from rooms.house import RoomCard
from server.backplane.sqlite import SqliteBackplane
from server.presence.circles import EMPTY_ROUNDS, Circles
from server.presence.place import Holders
from server.presence.places import Places
from server.streams.envelope import Draft
from server.streams.kinds import HOUSE
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.streams import Streams

OPENED = RoomOpened("gambling", "gambling", "self", "en", "A room", 3, "open_floor")


class SlowPlaces(Places):
    """Places on a store that is far away: each look takes as many turns as `far` says."""

    far = 0

    async def holders(self, room_id: str) -> Holders:
        for _ in range(self.far):
            await asyncio.sleep(0)
        return await super().holders(room_id)


async def gambling(streams: Streams) -> RoomCard:
    house = await streams.log(HOUSE, HOUSE_STREAM)
    (position,) = await streams.append(Draft(HOUSE_STREAM, OPENED, expect_n=house.head))
    await house.reached(position.n)
    return house.state.rooms["gambling"]


@pytest.mark.parametrize("farthest", [20, 2_000])
async def test_all_who_find_it_full_are_shown_the_same_circle(
    store: SqliteBackplane, streams: Streams, farthest: int
):
    card = await gambling(streams)
    turned_away = []
    for n in range(20):
        places = SlowPlaces(store)
        places.far = farthest * n // 20
        turned_away.append(Circles(streams, places).beside(card))

    shown = await asyncio.gather(*turned_away)

    assert {"gambling-2"} == set(shown)


async def test_a_side_room_that_nobody_is_in_closes_as_a_circle_does(
    store: SqliteBackplane, streams: Streams
):
    left = await gambling(streams)
    house = await streams.log(HOUSE, HOUSE_STREAM)
    opening = Draft(HOUSE_STREAM, side_room.opened(left, "aside-1"), expect_n=house.head)
    (position,) = await streams.append(opening)
    await house.reached(position.n)
    circles = Circles(streams, Places(store))

    for _ in range(EMPTY_ROUNDS):
        assert house.state.find("aside-1") is not None
        await circles.close_empty(lambda room_id: room_id == "gambling")
    await house.reached(position.n + 1)

    assert house.state.find("aside-1") is None
    assert house.state.find("gambling") is not None
