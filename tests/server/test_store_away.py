"""While the store is away nobody can say anything: clocks stand, a turn's as for a lost line."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rooms.formats import load
from rooms.meeting.fold import evolve
from rooms.meeting.here import Here
from rooms.meeting.running import tick
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Phase, Turn
from server.backplane import Lease, Unavailable
from server.backplane.sqlite import SqliteBackplane
from server.presence.company import SHOW_S, Company
from server.presence.place import ANY, Place
from server.presence.places import Places
from server.streams.names import NODES

ROOM = "gambling"
TURN_MS = 180_000
STEP_MS = 40_000


class Fitful(SqliteBackplane):
    """A store that is away now and then."""

    is_away = False

    async def lease(
        self, key: str, holder: str, value: str, seconds: float, capacity: int
    ) -> Lease:
        if self.is_away:
            raise Unavailable
        return await super().lease(key, holder, value, seconds, capacity)


class Clock:
    """Seconds, in our hands."""

    s = 0.0

    def ms(self) -> int:
        return round(self.s * 1000)


class Node:
    """One node's company; Ada has the piece since the beginning."""

    def __init__(self, store: Fitful, clock: Clock) -> None:
        self.clock = clock
        self.store = store
        self.places = Places(self.store)
        self.began = self.store.now()
        self.company = Company(self.places, self.store, self.began)

    async def sit(self, member: str) -> None:
        place = Place("the " + member, self.began)._replace(node=self.places.node)
        await self.places.take(ROOM, member, place, ANY)

    async def show(self) -> None:
        if self.store.is_away:
            with pytest.raises(Unavailable):
                await self.company.show()
        else:
            await self.company.show()

    async def wait(self, seconds: int, *others: "Node") -> None:
        """Let time go by, and show ourselves as nodes do."""
        for _ in range(round(seconds / SHOW_S)):
            self.clock.s += SHOW_S
            for node in (self, *others):
                await node.show()

    async def look(self) -> Meeting:
        """Return the meeting after what is due, with a step that has 40 seconds."""
        turn = Turn("ada", "the ada", TURN_MS, self.began)
        protocol = load()["sharing_circle"].protocol("en")
        until = self.began + STEP_MS
        meeting = Meeting("m", protocol, step=2, until=until, turn=turn, ran_from=self.began)
        here = await self.here()
        while (event := tick(meeting, here)) is not None and meeting.turn == turn:
            folded = evolve(meeting, event)
            assert folded is not None
            meeting = folded
        return meeting

    async def turn(self) -> Turn:
        """Return Ada's turn after what is due."""
        return (await self.look()).turn or pytest.fail("it is over")

    async def here(self) -> Here:
        return await self.company.here(ROOM)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    clock = Clock()
    store = Fitful(tmp_path, elapsed=clock.ms)
    await store.open()
    made = Node(store, clock)
    await made.show()
    await made.sit("ada")
    yield made
    await store.close()


async def test_a_turns_clock_stands_while_the_store_is_away(node: Node):
    await node.wait(20)
    node.store.is_away = True
    await node.wait(40)
    node.store.is_away = False
    turn = await node.turn()

    assert (Phase.HELD, TURN_MS - 20_000) == (turn.phase, turn.left)


async def test_a_steps_end_is_as_much_later_as_the_store_was_away(node: Node):
    await node.wait(20)
    node.store.is_away = True
    await node.wait(100)
    node.store.is_away = False

    assert node.began + STEP_MS + 100_000 == (await node.look()).until


async def test_a_store_that_is_there_stops_no_clock(node: Node):
    await node.wait(60)

    assert Phase.OPEN == (await node.turn()).phase
    assert node.began + STEP_MS == (await node.look()).until


async def test_where_another_node_had_the_store_nothing_stood_still(node: Node):
    await node.wait(20)
    node.store.is_away = True
    await node.wait(40)
    node.store.is_away = False
    await node.store.lease(NODES, "another", "", 60.0, ANY)

    assert Phase.OPEN == (await node.turn()).phase


async def test_whichever_node_is_back_second_knows_that_all_were_away(node: Node):
    second = Node(node.store, node.clock)
    await second.show()
    await node.wait(20, second)
    node.store.is_away = True
    await node.wait(40, second)
    node.store.is_away = False
    await node.show()
    await node.show()
    seen = [await one.here() for one in (node, second)]

    assert [node.began + 20_000] * 2 == [here.slept_from for here in seen]
    assert [node.began + 60_000] * 2 == [here.woke_at for here in seen]
