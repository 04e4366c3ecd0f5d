"""What it costs to have people in: a socket that says nothing, and coming in to fifty lines."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass

from bench.crowd import come_in, crowd, go, hear_nothing
from bench.house import Measured, RoomPlan
from bench.member import ACK, HELLO, SAID, Member
from bench.talking import LINE

SETTLED_S = 2.5  # who came is told once a second
WATCHED_S = 5.0
COMING_AT_ONCE = 4
BACKLOG = 50


@dataclass(frozen=True, slots=True)
class Idle:
    """What sockets cost that say nothing."""

    resident_kib: float
    cpu_share: float


async def idle(house: Measured, rooms: Iterable[RoomPlan], each: int) -> Idle:
    """Return what one more socket costs in rooms that are already in memory, and all of them."""
    rooms = list(rooms)
    async with crowd(house, rooms, 1):
        await asyncio.sleep(SETTLED_S)
        before = house.resident_kib()
        async with crowd(house, rooms, each) as members:
            await asyncio.sleep(SETTLED_S)
            resident_kib = (house.resident_kib() - before) / len(members)
            cpu, began = house.cpu_s(), time.perf_counter()
            await asyncio.sleep(WATCHED_S)
            cpu_share = (house.cpu_s() - cpu) / (time.perf_counter() - began)
            return Idle(resident_kib, cpu_share)


async def fill(house: Measured, room: RoomPlan, lines: int) -> None:
    """Say so many lines in a room, then leave it."""
    said = asyncio.Event()
    left = lines

    def heard(member: Member, frame: bytes) -> None:
        nonlocal left
        if not frame.startswith(ACK):
            hear_nothing(member, frame)
            return
        left -= 1
        if left:
            member.say(LINE)
        else:
            said.set()

    member = await come_in(house, room.id, heard)
    member.say(LINE)
    await said.wait()
    await go(member)


class Backlog:
    """Waits, on one socket, for hello and all the lines that were announced."""

    def __init__(self, lines: int) -> None:
        self._lines = lines
        self._missing = 0
        self.complete = asyncio.Event()

    def heard(self, member: Member, frame: bytes) -> None:
        """Count down to the last line."""
        if frame.startswith(HELLO):
            self._missing = self._lines
        elif frame.startswith(SAID):
            self._missing -= 1
        else:
            hear_nothing(member, frame)
            return
        if self._missing == 0:
            self.complete.set()


async def ms_per_visit(house: Measured, rooms: list[RoomPlan], lines: int, visits: int) -> float:
    """Return server milliseconds per visit: connect, shake hands, enter, read, leave."""
    turnstile = asyncio.Semaphore(COMING_AT_ONCE)

    async def visit(room: str) -> None:
        async with turnstile:
            backlog = Backlog(lines)
            member = await come_in(house, room, backlog.heard)
            await backlog.complete.wait()
            await go(member)

    before = house.cpu_s()
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for number in range(visits):
            group.create_task(visit(rooms[number % len(rooms)].id))
    return (house.cpu_s() - before) / visits * 1000


async def again(house: Measured, room: RoomPlan, lines: int, times: int) -> tuple[float, float]:
    """Return server ms and wall ms per `enter` repeated on an open socket."""
    backlog = Backlog(lines)
    member = await come_in(house, room.id, backlog.heard)
    await backlog.complete.wait()
    cpu, began = house.cpu_s(), time.perf_counter()
    async with asyncio.timeout(60):
        for _ in range(times):
            backlog.complete.clear()
            member.enter()
            await backlog.complete.wait()
    wall = time.perf_counter() - began
    used = house.cpu_s() - cpu
    await go(member)
    return used / times * 1000, wall / times * 1000
