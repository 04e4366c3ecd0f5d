"""Many members at once, a few coming in at a time."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from bench.house import Measured, RoomPlan
from bench.member import NACK, Heard, Member

AT_ONCE = 16
PATIENCE_S = 30.0


class Refused(Exception):
    """The server said no to somebody; nothing was measured then."""


def hear_nothing(_member: Member, frame: bytes) -> None:
    """Ignore everything but a refusal."""
    if frame.startswith(NACK):
        raise Refused(frame.decode())


async def come_in(house: Measured, room: str, heard: Heard = hear_nothing) -> Member:
    """Return a member who is in."""
    member = Member(room, house.port, heard)
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(PATIENCE_S):
        await loop.create_connection(lambda: member, "127.0.0.1", house.port)
        await member.entered
    if member.ended.done():
        raise Refused(room)
    return member


async def go(member: Member) -> None:
    """Let a member leave, and wait until the server has let go."""
    member.leave()
    async with asyncio.timeout(PATIENCE_S):
        await member.ended


@asynccontextmanager
async def crowd(
    house: Measured, rooms: Iterable[RoomPlan], each: int, heard: Heard = hear_nothing
) -> AsyncIterator[list[Member]]:
    """Fill every room with `each` members; all leave at the end."""
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(room: str) -> Member:
        async with turnstile:
            return await come_in(house, room, heard)

    async with asyncio.TaskGroup() as group:
        coming = [group.create_task(one(room.id)) for room in rooms for _ in range(each)]
    members = [task.result() for task in coming]
    try:
        yield members
    finally:
        async with asyncio.TaskGroup() as group:
            for member in members:
                group.create_task(go(member))
