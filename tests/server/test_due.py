"""When its time has come a meeting is begun: once, also where two nodes look at the clock."""

from collections import Counter
from datetime import date, datetime

import pytest
from msgspec.structs import replace
from small_timetable import NOW, TUESDAY, SmallTimetable

from rooms.held_meetings import Occasion
from rooms.refusal import Code, Refusal
from rooms.timetable.events import MeetingCancelled, MeetingMoved
from rooms.timetable.table import evolve
from server.timetable.due import Due

MINUTE_MS = 60_000
START = NOW + (15 * 60 + 30) * MINUTE_MS  # 23:30 in UTC of that Monday, for 90 minutes
EVENING = replace(TUESDAY, zone="UTC", days=(0,), format="sharing_circle")
BEGUN = ("gambling", "gambling-tuesday:20261019", "sharing_circle")


class Node:
    """A node's clock, and the meetings that were begun in a house that others share."""

    def __init__(self, world: SmallTimetable, begun: list[tuple[str, str, str]]) -> None:
        self.world = world
        self.begun = begun
        self.asked = Counter[str]()
        self.refuses: Code | None = None
        self.due = Due(world.meetings, self)

    async def begin(self, room_id: str, occasion: Occasion) -> None:
        evening = occasion.id
        self.asked[evening] += 1
        if self.refuses is not None:
            raise Refusal(self.refuses)
        if any(evening == known for _, known, _ in self.begun):
            return
        self.begun.append((room_id, evening, occasion.format))

    async def at(self, *minutes: float) -> list[tuple[str, str, str]]:
        """Look at the clock at these minutes from the beginning."""
        for minute in minutes:
            self.world.now = START + round(minute * MINUTE_MS)
            await self.due.turn()
        return self.begun


@pytest.fixture
def node() -> Node:
    world = SmallTimetable()
    world.plan(EVENING)
    return Node(world, [])


async def test_a_meeting_begins_at_its_time_and_once(node: Node):
    assert [] == await node.at(-600, -1, -0.01)
    assert [BEGUN] == await node.at(0, 0.02, 1, 50, 89)
    assert 1 == node.asked[BEGUN[1]]


async def test_of_two_nodes_one_begins_it(node: Node):
    other = Node(node.world, node.begun)

    await node.at(0)
    await other.at(0, 1, 2)

    assert ([BEGUN], 1) == (node.begun, other.asked[BEGUN[1]])


@pytest.mark.parametrize("code", [Code.TOO_FEW, Code.ADULTS_MISSING, Code.MEETING_ON])
async def test_it_waits_for_people_and_for_the_end_of_another_meeting_but_not_for_ever(
    node: Node, code: Code
):
    node.refuses = code
    await node.at(0, 0.01, 1, 30)
    node.refuses = None

    assert [BEGUN] == await node.at(44)
    assert 4 == node.asked[BEGUN[1]]


async def test_a_node_that_comes_late_begins_nothing(node: Node):
    assert [] == await node.at(46, 60)


async def test_what_cannot_begin_is_not_asked_for_again(node: Node):
    node.refuses = Code.NO_MEETING

    await node.at(0, 1, 2)

    assert 1 == node.asked[BEGUN[1]]


async def test_a_cancelled_evening_does_not_begin_and_a_moved_one_where_it_went(node: Node):
    evolve(node.world.table, NOW, MeetingCancelled(EVENING.id, date(2026, 10, 19)))
    assert [] == await node.at(0, 1)
    to = datetime(2026, 10, 20, 0, 30)  # noqa: DTZ001 - the zone's own
    evolve(node.world.table, NOW, MeetingMoved(EVENING.id, date(2026, 10, 19), to))

    assert [] == await node.at(59)
    assert [BEGUN] == await node.at(60)


async def test_the_next_week_is_another_evening(node: Node):
    week = 7 * 24 * 60

    begun = await node.at(0, week)

    assert ["gambling-tuesday:20261019", "gambling-tuesday:20261026"] == [one[1] for one in begun]


async def test_a_meeting_that_too_few_came_to_is_short_after_two_minutes(node: Node):
    node.refuses = Code.TOO_FEW
    await node.at(0, 1)
    early = node.due.short()
    await node.at(2)
    short = node.due.short()
    node.refuses = None
    await node.at(3)

    assert [] == early == node.due.short()
    assert ["gambling"] == short
