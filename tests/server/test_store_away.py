"""While the store is away nobody can say anything: a turn's clock stands, as for a lost line."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from rooms.formats import load
from rooms.meeting.here import Here
from rooms.meeting.running import tick
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Phase, Turn
from server.backplane import Lease, Unavailable
from server.backplane.sqlite import SqliteBackplane
from server.company import NODES, SHOW_S, Company
from server.place import Place
from server.places import ANY, Places

ROOM = "gambling"
TURN_MS = 180_000


class Fitful(SqliteBackplane):
    """A store that is away now and then."""

    is_away = False

    async def lease(
        self, key: str, holder: str, value: str, seconds: float, capacity: int
    ) -> Lease:
        if self.is_away:
            raise Unavailable
        return await super().lease(key, holder, value, seconds, capacity)


class Node:
    """One node's company, with a clock in our hands; Ada has the piece since the beginning."""

    def __init__(self, folder: Path) -> None:
        self.s = 0.0
        self.store = Fitful(folder, elapsed=lambda: round(self.s * 1000))
        self.places = Places(self.store)

    async def open(self) -> None:
        await self.store.open()
        self.began = self.store.now()
        self.company = Company(self.places, self.store, self.began)
        await self.company.show()

    async def sit(self, member: str) -> None:
        place = Place("the " + member, self.began)._replace(node=self.places.node)
        await self.places.take(ROOM, member, place, ANY)

    async def wait(self, seconds: int) -> None:
        """Let time go by, and show ourselves as a node does."""
        for _ in range(round(seconds / SHOW_S)):
            self.s += SHOW_S
            if self.store.is_away:
                with pytest.raises(Unavailable):
                    await self.company.show()
            else:
                await self.company.show()

    async def look(self) -> Turn | None:
        """Return Ada's turn after what is due."""
        turn = Turn("ada", "the ada", TURN_MS, self.began)
        protocol = load()["sharing_circle"].protocol("en")
        meeting = Meeting("m", protocol, step=2, until=self.began + 10 * TURN_MS, turn=turn)
        event = tick(meeting, await self.here())
        return getattr(event, "turn", None) if event else turn

    async def here(self) -> Here:
        return await self.company.here(ROOM)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Node]:
    made = Node(tmp_path)
    await made.open()
    await made.sit("ada")
    yield made
    await made.store.close()


async def test_a_turns_clock_stands_while_the_store_is_away(node: Node):
    await node.wait(20)
    node.store.is_away = True
    await node.wait(40)
    node.store.is_away = False
    turn = await node.look()

    assert turn is not None
    assert Phase.HELD == turn.phase
    assert TURN_MS - 20_000 == turn.left


async def test_a_store_that_is_there_stops_no_clock(node: Node):
    await node.wait(60)

    assert Phase.OPEN == ((await node.look()) or pytest.fail("it is over")).phase


async def test_where_another_node_had_the_store_nothing_stood_still(node: Node):
    await node.wait(20)
    node.store.is_away = True
    await node.wait(40)
    node.store.is_away = False
    await node.store.lease(NODES, "another", "", 60.0, ANY)
    turn = await node.look()

    assert turn is not None
    assert Phase.OPEN == turn.phase
