"""Somebody with a device on each of two nodes is here until the last of them goes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ears import channel_of

from server.backplane import Lease
from server.backplane.sqlite import SqliteBackplane
from server.presence.company import NODE_S, SHOW_S, Company
from server.presence.place import PAGE_MS, PLACE_S, RELOAD_MS, Place
from server.presence.places import RENEW_S, Places
from server.streams.names import NODES
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


class Store(SqliteBackplane):
    """A store that counts how often it was asked which nodes live."""

    looks = 0

    async def lease(self, name: str, holder: str, value: str, ttl_s: float, capacity: int) -> Lease:
        self.looks += name == NODES
        return await super().lease(name, holder, value, ttl_s, capacity)


class House:
    """Two nodes on one store."""

    def __init__(self, folder: Path) -> None:
        self.s = 0.0
        self.store = Store(folder, elapsed=lambda: round(self.s * 1000))

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


async def test_a_node_that_ended_is_looked_for_once_while_its_places_are_held(house: House):
    ended = Node(house.store)
    for _ in range(2):
        await ended.come("cem")
        before = house.store.looks
        for _ in range(3):
            assert set() == await house.with_a_line(house.one)
        assert before + 1 == house.store.looks

        await house.wait(PLACE_S + SHOW_S)  # after this its name says nothing any more


@pytest.mark.parametrize(("grace", "here_s"), [(RELOAD_MS, 2), (PAGE_MS, 28)])
async def test_who_is_back_within_the_grace_was_never_gone(house: House, grace: int, here_s: int):
    device = await house.one.come("ada")
    await house.one.places.depart(ROOM, "ada", device, house.s, grace)
    left_at = house.store.now()

    await house.wait(here_s)
    assert {"ada"} == await house.with_a_line(house.one) == await house.with_a_line(house.two)
    await house.wait(SHOW_S)
    assert [{"ada": left_at}] * 2 == [
        dict((await node.company.here(ROOM)).lost) for node in house.nodes
    ]


async def test_who_comes_back_from_a_page_has_a_socket_s_grace_the_next_time(house: House):
    page = await house.one.come("ada")
    await house.one.places.depart(ROOM, "ada", page, house.s, PAGE_MS)
    device = await house.one.come("ada")
    await house.one.places.depart(ROOM, "ada", device, house.s)

    await house.wait(2 * SHOW_S)

    assert set() == await house.with_a_line(house.one)
