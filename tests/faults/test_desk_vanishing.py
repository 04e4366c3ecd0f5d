"""400 cases, 12 volunteers who vanish, two nodes, one of them killed: all resolved, none twice."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random

import pytest
from commands import program
from desk_door import caller, invitation
from hands import GONE, Hand
from kith_process import KITH, KithProcess
from meeting import open_room
from two_nodes import House, two_nodes
from volunteer import Volunteer
from wire import Wire, fresh_id

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]
CASES, VOLUNTEERS, VANISH, ROOMS = 400, 12, 4, 8
WITHIN_S = 360.0


async def _need(room: str, node: Callable[[], KithProcess]) -> None:
    """Have somebody new say that they need someone, and try until it is acknowledged."""
    key, frame_id = None, fresh_id()
    while True:
        with suppress(*GONE, AssertionError):
            wire = await Wire.dial(node().ws, key)
            key = wire.key
            try:
                assert (await wire.enter(room))["t"] == "hello"
                await wire.send("need", id=frame_id)
                await wire.expect("ack")
                return
            finally:
                await wire.close()
        await asyncio.sleep(0.3)  # a page waits longer before it dials again


async def _night(house: House, hands: list[Hand], node: Callable[[], KithProcess]) -> None:
    """Raise all cases, kill a node in the middle, and wait until nothing waits for anybody."""
    rooms = [open_room(house.nodes[0].data, capacity=CASES) for _ in range(ROOMS)]
    done = asyncio.Event()
    async with asyncio.timeout(WITHIN_S), asyncio.TaskGroup() as group:
        for hand in hands:
            group.create_task(hand.work(done))
        for number in range(CASES):
            await _need(rooms[number % ROOMS], node)
            if number == CASES // 2:
                await asyncio.to_thread(house.nodes[0].kill)
            if number == CASES * 3 // 4:
                await asyncio.to_thread(house.nodes[0].start)
        async with caller(house.nodes[1]) as watch:
            assert 200 == (await watch.join(invitation(house.nodes[1]), "Watch")).status
            seat = await Volunteer.sit_down(watch, on_shift=False)
            await seat.empty(WITHIN_S)
            await seat.leave()
        done.set()


async def test_all_are_resolved_none_twice_and_none_is_lost(tmp_path: Path):
    chance = Random(11)  # noqa: S311 - the same night every time
    with two_nodes(tmp_path, KITH_LIMITS="off") as house:

        def node() -> KithProcess:
            return chance.choice([node for node in house.nodes if node.running])

        async with AsyncExitStack() as stack:
            hands = []
            for number in range(VOLUNTEERS):
                who = await stack.enter_async_context(caller(house.nodes[0]))
                joined = await who.join(invitation(house.nodes[0]), f"Elm {number}")
                assert 200 == joined.status
                vanishes_after = chance.randint(5, 20) if number < VANISH else 0
                hands.append(Hand(who, node, Random(number), vanishes_after))  # noqa: S311
            await _night(house, hands, node)

        closed = [case for hand in hands for case in hand.closed]
        assert len(set(closed)) == len(closed), "two were told that they closed it"
        store = ("--data", tmp_path / "data", "--redis", house.redis.url)
        verified = program(KITH, "audit", "verify", *store)
        month = program("date", "-u", "+%Y-%m").out.strip()
        report = program(KITH, "report", "--month", month, *store).out

    assert 0 == verified.code, verified
    for what in ("raised", "closed"):
        assert f"| {what} | {CASES} |" in report, report
