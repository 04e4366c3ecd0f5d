"""Somebody with a device on each of two nodes is here until the last of them goes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ears import channel_of

from server.backplane.sqlite import SqliteBackplane
from server.presence.company import NODE_S, SHOW_S, Company
from server.presence.place import PLACE_S, Place
from server.presence.places import RENEW_S, Places
from server.wire.closes import Close

ROOM = "gambling"


class Device:
    """A socket that nobody says goodbye to here."""

    def part(self, code: str, close: Close, after_s: int = 0) -> None:
        pytest.fail(f"{code} {close} {after_s}")


class Node:
    """One node of two, on the store and the clock they share."""

    def __init__(self, store: SqliteBackplane) -> None:
        self.places = Places(store)
        self.company = Company(self.places, store, store.now())
        self.channel = channel_of(ROOM)

    async def come(self, member: str) -> Device:
        """Come in by a device, as the door lets people in."""
        held = (await self.places.holders(ROOM)).get(member, Place(f"the {member}", 0))
        assert await self.places.come(ROOM, member, held, 12) is not None
        device = Device()
        self.places.arrive(ROOM, self.channel, member, held, device)
        return device

    async def leave(self, member: str, device: Device) -> bool:
        """Leave by a device; return whether that was the last of theirs anywhere."""
        return await self.places.leave(ROOM, member, device)


class House:
    """Two nodes on one store."""

    def __init__(self, folder: Path) -> None:
        self.s = 0.0
        self.store = SqliteBackplane(folder, elapsed=lambda: round(self.s * 1000))

    async def open(self) -> None:
        await self.store.open()
        self.one, self.two = self.nodes = (Node(self.store), Node(self.store))
        await self.wait(0)

    async def wait(self, seconds: float, *living: Node) -> None:
        """Let time go by as nodes do: they show themselves, and renew their places."""
        end = self.s + seconds
        while True:
            for node in living or self.nodes:
                await node.company.show()
                if self.s and self.s % RENEW_S == 0:
                    await node.places.renew()
            if self.s >= end:
                return
            self.s += SHOW_S

    async def people(self) -> set[str]:
        return set(await self.one.places.holders(ROOM))

    async def with_a_line(self, node: Node) -> set[str]:
        return set((await node.company.here(ROOM)).people)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(tmp_path)
    await made.open()
    yield made
    await made.store.close()


@pytest.mark.parametrize("first_to_go", [0, 1])
@pytest.mark.parametrize("seconds", [0.0, 4 * PLACE_S])
async def test_whichever_device_goes_first_the_other_keeps_the_place(
    house: House, first_to_go: int, seconds: float
):
    devices = [await node.come("ada") for node in house.nodes]
    await house.wait(seconds)
    goes, stays = house.nodes[first_to_go], house.nodes[1 - first_to_go]

    assert not await goes.leave("ada", devices[first_to_go])
    await house.wait(seconds)
    assert {"ada"} == await house.people()
    assert {"ada"} == await house.with_a_line(goes)
    assert await stays.leave("ada", devices[1 - first_to_go])
    assert set() == await house.people()


async def test_a_device_that_comes_and_goes_again_and_again_changes_nothing(house: House):
    at_home = await house.one.come("ada")
    for _ in range(3):
        away = await house.two.come("ada")
        await house.wait(RENEW_S)
        assert not await house.two.leave("ada", away)
        await house.wait(RENEW_S)

    assert await house.one.leave("ada", at_home)


@pytest.mark.parametrize("first_to_drop", [0, 1])
async def test_a_device_whose_line_was_lost_leaves_the_place_to_the_other(
    house: House, first_to_drop: int
):
    devices = [await node.come("ada") for node in house.nodes]
    lost, stays = house.nodes[first_to_drop], house.nodes[1 - first_to_drop]
    await lost.places.depart(ROOM, "ada", devices[first_to_drop], house.s)
    await house.wait(2 * PLACE_S)

    assert {"ada"} == await house.with_a_line(lost)
    assert await stays.leave("ada", devices[1 - first_to_drop])


@pytest.mark.parametrize("dies", [0, 1])
async def test_a_node_that_dies_is_not_waited_for(house: House, dies: int):
    devices = [await node.come("ada") for node in house.nodes]
    lives = house.nodes[1 - dies]
    await house.wait(2 * PLACE_S, lives)

    assert {"ada"} == await house.with_a_line(lives)
    assert await lives.leave("ada", devices[1 - dies])
    assert set() == await house.people()


async def test_who_comes_back_after_a_node_died_was_not_on_two(house: House):
    await house.one.come("ada")
    await house.wait(NODE_S + SHOW_S, house.two)
    again = await house.two.come("ada")

    assert await house.two.leave("ada", again)


async def test_who_came_by_a_node_that_began_a_moment_ago_is_here(house: House):
    newest = Node(house.store)
    await newest.company.show()
    await newest.come("cem")

    here = await house.one.company.here(ROOM)

    assert "cem" in here.people
    assert {} == dict(here.lost)
