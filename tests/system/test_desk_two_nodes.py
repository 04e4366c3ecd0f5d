"""The desk on two nodes over one Redis: one holder for each case, and none is lost with a node."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from itertools import count
from pathlib import Path

import pytest
from desk_door import caller, invitation
from kith_process import KithProcess
from meeting import Meeting, open_room
from patience import SOON_S
from two_nodes import two_nodes
from volunteer import Refused, Volunteer
from wire import fresh_id

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
CRY = "I want to kill myself tonight"
LOST_S = 45.0
NAMES = count(1)


class TwoDesks:
    """Two nodes of one house, and whoever sits at either's desk."""

    def __init__(self, nodes: Sequence[KithProcess], stack: AsyncExitStack) -> None:
        self.nodes = nodes
        self.stack = stack

    async def volunteer(self, node: int) -> Volunteer:
        house = self.nodes[node]
        somebody = await self.stack.enter_async_context(caller(house))
        assert 200 == (await somebody.join(invitation(house), f"Oak {next(NAMES)}")).status
        seat = await Volunteer.sit_down(somebody)
        self.stack.push_async_callback(seat.leave)
        return seat

    async def cry(self, node: int, room: str) -> None:
        ada = await Meeting(self.nodes[node], room, self.stack).join()
        await ada.say(CRY)


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[TwoDesks]:
    with two_nodes(tmp_path, KITH_LIMITS="off") as house:
        async with AsyncExitStack() as stack:
            yield TwoDesks(house.nodes, stack)


async def test_of_two_who_claim_at_the_same_moment_exactly_one_has_it(desks: TwoDesks):
    vera, will = await desks.volunteer(0), await desks.volunteer(1)
    rooms = [open_room(desks.nodes[0].data) for _ in range(6)]
    for number, room in enumerate(rooms):
        await desks.cry(number % 2, room)

    for room in rooms:
        here, there = [await seat.case(lambda c, r=room: c["room"] == r) for seat in (vera, will)]
        assert here["id"] == there["id"]
        both = await asyncio.gather(
            vera.claim(here["id"]), will.claim(here["id"]), return_exceptions=True
        )
        fences = [fence for fence in both if isinstance(fence, int)]
        refused = [no for no in both if isinstance(no, Refused)]
        assert (1, ["taken"]) == (len(fences), [no.code for no in refused]), both
        holder = vera if isinstance(both[0], int) else will
        await holder.act("close", here["id"], outcome="calmer")


async def test_a_volunteer_sees_whether_the_person_is_still_in_the_room_on_another_node(
    desks: TwoDesks,
):
    vera = await desks.volunteer(0)
    ada = await Meeting(desks.nodes[1], open_room(desks.nodes[1].data), desks.stack).join()
    await ada.say(CRY)

    case = await vera.case(lambda c: c.get("here", False))
    await ada.send("leave")

    await vera.case(lambda c: c["id"] == case["id"] and not c.get("here", False))


async def test_a_case_comes_back_when_the_node_of_its_holder_is_killed(desks: TwoDesks):
    vera, will = await desks.volunteer(0), await desks.volunteer(1)
    room = open_room(desks.nodes[1].data)
    await desks.cry(1, room)
    case = (await vera.case(lambda c: c["room"] == room))["id"]
    await vera.claim(case)
    await will.case(lambda c: c["id"] == case and c["state"] == "claimed")

    will.forget_frames()
    desks.nodes[0].kill()
    freed = await will.case(lambda c: c["id"] == case and c["state"] == "open", LOST_S + SOON_S)
    await will.until(lambda f: f["t"] == "alarm" and f["case"] == case)

    assert freed["dropped"]
    assert await will.claim(case)


async def test_who_is_on_duty_is_counted_on_both_nodes(desks: TwoDesks):
    for seat in [await desks.volunteer(0), await desks.volunteer(1)]:
        await seat.until(lambda f: f["t"] == "crew" and len(f["duty"]) == 2)

    ada = await Meeting(desks.nodes[0], open_room(desks.nodes[0].data), desks.stack).join()
    await ada.send("need", id=fresh_id())

    assert {"on": 2} == (await ada.expect("card"))["duty"]
