"""Places are leases; presence is told once a second; nothing of it is written."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ears import Ear, channel_of

from server.backplane.sqlite import SqliteBackplane
from server.presence.place import PLACE_S, Place, lease_of
from server.presence.places import RENEW_S, Places
from server.presence.presence import SOCKETS_PER_MEMBER, TOLD_AT_ONCE
from server.wire.closes import Close
from server.wire.frames import SERVER_FRAME_BYTES

GAMBLING = "gambling"


@dataclass(eq=False)
class Socket:
    """A member's connection; keeps how it was sent away."""

    parted: list[tuple[str, Close]] = field(default_factory=list)

    def part(self, code: str, close: Close, after_s: int = 0) -> None:
        assert after_s >= 0
        self.parted.append((code, close))


class House:
    """Places over a store whose time is ours."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.store = SqliteBackplane(folder, elapsed=lambda: round(self.now * 1000))
        self.places = Places(self.store)
        self.channel = channel_of(GAMBLING)
        self.reader = Ear()
        self.channel.readers.add(self.reader)

    async def enter(self, member: str, capacity: int = 12, alias: str = "") -> Socket | None:
        place = Place(alias or f"the {member}", 0)
        if await self.places.take(GAMBLING, member, place, capacity) is None:
            return None
        socket = Socket()
        self.places.arrive(GAMBLING, self.channel, member, place, socket)
        return socket

    async def greet(self) -> None:
        """Name to a newcomer whoever is here."""
        self.places.greet(GAMBLING, await self.places.holders(GAMBLING))

    async def pass_by(self, seconds: float) -> list[dict[str, object]]:
        """Let time pass, with what happens in it; return what readers were told."""
        end = self.now + seconds
        while self.now < end:
            self.now += 1.0
            if self.now % RENEW_S == 0:
                await self.places.renew()
            await self.places.tell(self.now)
        return self.reader.heard()

    async def people(self) -> set[str]:
        return set(await self.places.holders(GAMBLING))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    opened = House(tmp_path)
    await opened.store.open()
    yield opened
    await opened.store.close()


def someone(socket: Socket | None) -> Socket:
    assert socket is not None
    return socket


async def test_a_place_lasts_as_long_as_its_socket(house: House):
    await house.enter("ada")

    told = await house.pass_by(10 * PLACE_S)

    assert [{"t": "here", "joined": [{"id": "ada", "alias": "the ada"}]}] == told
    assert await house.people() == {"ada"}


async def test_a_lost_line_keeps_the_place_for_90_seconds_and_then_is_told(house: House):
    ada = someone(await house.enter("ada"))
    await house.enter("ben")
    await house.pass_by(1)
    await house.places.depart(GAMBLING, "ada", ada, house.now)

    assert [] == await house.pass_by(89)
    assert await house.people() == {"ada", "ben"}
    assert [{"t": "here", "left": ["ada"]}] == await house.pass_by(2)
    assert await house.people() == {"ben"}


async def test_each_lost_line_is_told_in_its_own_time(house: House):
    lost = [someone(await house.enter(name)) for name in ("ada", "ben", "cem")]
    await house.enter("deniz")
    await house.pass_by(1)
    for name, socket in zip(("ada", "ben", "cem"), lost, strict=True):
        await house.places.depart(GAMBLING, name, socket, house.now)
        await house.pass_by(5)

    told = [await house.pass_by(5) for _ in range(20)]

    assert [["ada"], ["ben"], ["cem"]] == [here["left"] for heard in told for here in heard]
    assert [15, 16, 17] == [i for i, heard in enumerate(told) if heard]


async def test_who_comes_back_in_time_never_left(house: House):
    ada = someone(await house.enter("ada"))
    await house.enter("ben")
    await house.pass_by(1)
    await house.places.depart(GAMBLING, "ada", ada, house.now)
    await house.pass_by(80)

    await house.enter("ada", capacity=2)

    assert [] == await house.pass_by(200)


async def test_leaving_frees_the_place_at_once(house: House):
    ada = someone(await house.enter("ada", capacity=2))
    await house.enter("ben", capacity=2)
    await house.pass_by(1)
    assert await house.enter("cem", capacity=2) is None

    await house.places.leave(GAMBLING, "ada", ada)

    assert await house.enter("cem", capacity=2) is not None
    (here,) = await house.pass_by(1)
    assert {"t": "here", "joined": [{"id": "cem", "alias": "the cem"}], "left": ["ada"]} == here


async def test_leaving_with_one_of_two_sockets_leaves_nobody(house: House):
    first, second = someone(await house.enter("ada")), someone(await house.enter("ada"))
    await house.pass_by(1)

    await house.places.leave(GAMBLING, "ada", first)
    await house.places.depart(GAMBLING, "ada", first, house.now)

    assert [] == await house.pass_by(300)
    await house.places.leave(GAMBLING, "ada", second)
    assert [{"t": "here", "left": ["ada"]}] == await house.pass_by(1)


async def test_a_socket_counted_out_twice_counts_once(house: House):
    ada = someone(await house.enter("ada"))
    await house.places.leave(GAMBLING, "ada", ada)

    await house.places.depart(GAMBLING, "ada", ada, house.now)

    assert await house.people() == set()


async def test_no_more_people_than_places_whoever_asks(house: House):
    entered = [await house.enter(name, capacity=3) for name in "abcdef"]

    assert 3 == sum(socket is not None for socket in entered)
    assert await house.enter("a", capacity=3) is not None


async def test_a_fifth_socket_sends_the_oldest_away_and_no_other(house: House):
    sockets = [someone(await house.enter("ada")) for _ in range(SOCKETS_PER_MEMBER + 1)]

    assert [("replaced", Close.REPLACED)] == sockets[0].parted
    assert [] == [parted for socket in sockets[1:] for parted in socket.parted]
    await house.places.depart(GAMBLING, "ada", sockets[0], house.now)
    assert await house.people() == {"ada"}


async def test_coming_and_going_between_two_turns_is_not_told(house: House):
    await house.enter("ben")
    await house.pass_by(1)

    ada = someone(await house.enter("ada"))
    await house.places.leave(GAMBLING, "ada", ada)

    assert [] == await house.pass_by(5)


async def test_another_name_is_told(house: House):
    ada = someone(await house.enter("ada", alias="amber fox"))
    await house.pass_by(1)

    await house.places.leave(GAMBLING, "ada", ada)
    await house.enter("ada", alias="quiet lake")

    assert [{"t": "here", "joined": [{"id": "ada", "alias": "quiet lake"}]}] == await house.pass_by(
        1
    )


async def test_a_crowd_is_told_in_frames_that_stay_small(house: House):
    for n in range(2 * TOLD_AT_ONCE + 1):
        await house.enter(f"{n:022d}", capacity=10_000, alias="somebody " + "w" * 40)

    await house.places.tell(1.0)
    frames = [len(frame) for frame in house.reader.frames]
    told = await house.pass_by(3)

    assert 1 == len(frames)
    assert frames[0] < SERVER_FRAME_BYTES
    assert [TOLD_AT_ONCE, TOLD_AT_ONCE, 1] == [
        len(here["joined"]) for here in told if isinstance(here["joined"], list)
    ]


async def test_a_closed_room_sends_everybody_away(house: House):
    sockets = [someone(await house.enter(name)) for name in ("ada", "ben")]

    house.places.close(GAMBLING)
    house.places.close("nowhere")

    assert [[("no_such_room", Close.NO_SUCH_ROOM)]] * 2 == [s.parted for s in sockets]


async def test_a_room_is_idle_once_nobody_has_a_place(house: House):
    ada = someone(await house.enter("ada"))
    await house.pass_by(1)
    assert [] == house.places.idle()
    await house.places.depart(GAMBLING, "ada", ada, house.now)
    await house.pass_by(60)
    assert [] == house.places.idle()

    await house.pass_by(40)

    assert [GAMBLING] == house.places.idle()


async def test_whoever_keeps_a_place_does_not_read_all_the_others(house: House):
    await house.enter("first")
    await house.store.lease(lease_of(GAMBLING), "other", "nobody can read this", PLACE_S, 12)

    await house.places.renew()

    assert {"first", "other"} == set(await house.store.leases(lease_of(GAMBLING)))


async def test_who_came_and_went_between_two_turns_leaves_every_screen(house: House):
    ada = someone(await house.enter("ada"))
    await house.greet()
    await house.enter("ben")
    await house.greet()

    assert await house.places.leave(GAMBLING, "ada", ada)

    assert [{"t": "here", "joined": [{"id": "ben", "alias": "the ben"}], "left": ["ada"]}] == (
        await house.pass_by(1)
    )
    assert [] == await house.pass_by(3)


async def test_who_was_told_of_while_somebody_came_in_is_told_of_again(house: House):
    await house.enter("ada")
    seen_at_the_door = await house.places.holders(GAMBLING)
    await house.enter("ben")
    await house.pass_by(1)
    await house.enter("cem")

    house.places.greet(GAMBLING, seen_at_the_door)

    came = [{"id": "ben", "alias": "the ben"}, {"id": "cem", "alias": "the cem"}]
    assert [{"t": "here", "joined": came}] == await house.pass_by(1)


async def test_a_volunteer_beside_somebody_is_never_said_to_have_left(house: House):
    await house.enter("ada")
    await house.pass_by(1)
    beside = {"volunteer": Place("volunteer Birch", 0)}

    house.places.greet(GAMBLING, {**await house.places.holders(GAMBLING), **beside})

    assert [] == await house.pass_by(2)
