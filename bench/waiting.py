"""What a member costs who only reads, and what coming in costs beside nothing at all."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from typing import IO, cast

from bench.accounts import cpu_us, own_kib
from bench.coming import BACKLOG, Backlog, fill
from bench.crowd import PATIENCE_S, crowd, go
from bench.figures import Row
from bench.house import Measured, RoomPlan, house, many
from bench.member import Member

EACH = 12
STEP = 167  # rooms: two thousand members
STEPS = 3
SETTLED_S = 3.0
WATCHED_S = 35.0  # longer than the time between two ticks, or two renewals of a place
AT_ONCE = 32
ROOMS = 20


async def waiting(rounds: int) -> list[Row]:
    """Tell what one more member costs, their part of a room included; they only read."""
    rooms = many("w", STEP * STEPS, EACH)
    slopes: list[list[float]] = [[] for _ in range(STEPS)]
    idle: list[float] = []
    for _ in range(rounds):
        async with AsyncExitStack() as stack:
            kith = stack.enter_context(house(rooms))
            await stack.enter_async_context(crowd(kith, many("w", 1, EACH), EACH))
            for step in range(STEPS):
                more = rooms[max(1, step * STEP) : (step + 1) * STEP]
                slopes[step].append(await _grown(kith, more, stack))
            idle.append(await _idle(kith) / (STEPS * STEP * EACH))
    at = [f"{(step + 1) * STEP * EACH:,}" for step in range(STEPS)]
    rows = [
        Row(f"one more member, up to {n}", "KiB", seen) for n, seen in zip(at, slopes, strict=True)
    ]
    return [*rows, Row(f"a member who waits, of {at[-1]}: CPU", "us/s", idle)]


async def _grown(kith: Measured, rooms: Sequence[RoomPlan], stack: AsyncExitStack) -> float:
    before = own_kib(kith.pid)
    await stack.enter_async_context(crowd(kith, rooms, EACH))
    await asyncio.sleep(SETTLED_S)
    return (own_kib(kith.pid) - before) / (len(rooms) * EACH)


async def _idle(kith: Measured) -> float:
    before = cpu_us(kith.pid)
    await asyncio.sleep(WATCHED_S)
    return (cpu_us(kith.pid) - before) / WATCHED_S


async def coming(rounds: int) -> list[Row]:
    """Tell what it costs to come in to fifty lines: bare, as somebody new, and as a known one."""
    rooms = many("c", ROOMS, EACH)
    seen: dict[str, list[float]] = {"nothing behind it": [], "somebody new": [], "known": []}
    with house(rooms) as kith, bare() as (port, pid):
        for room in rooms:
            await fill(kith, room, BACKLOG)
        for _ in range(rounds):
            with_bare = await _come(port, pid, rooms, [""] * ROOMS * EACH)
            seen["nothing behind it"].append(with_bare[0])
            new, keys = await _come(kith.port, kith.pid, rooms, [""] * ROOMS * EACH)
            seen["somebody new"].append(new)
            seen["known"].append((await _come(kith.port, kith.pid, rooms, keys))[0])
    told = [Row(f"come in, 50 lines: {who}", "us", figures) for who, figures in seen.items()]
    floor = seen["nothing behind it"]
    ratio = [known / least for known, least in zip(seen["known"], floor, strict=True)]
    return [*told, Row("known, against nothing behind it", "", ratio)]


async def _come(
    port: int, pid: int, rooms: Sequence[RoomPlan], keys: Sequence[str]
) -> tuple[float, list[str]]:
    """Return CPU per coming in, and the keys of those who came; all are gone again."""
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> Member:
        async with turnstile, asyncio.timeout(PATIENCE_S):
            backlog = Backlog(BACKLOG)
            member = Member(rooms[number % len(rooms)].id, port, backlog.heard, keys[number])
            await asyncio.get_running_loop().create_connection(lambda: member, "127.0.0.1", port)
            await backlog.complete.wait()
            return member

    before = cpu_us(pid)
    members = await asyncio.gather(*map(one, range(len(keys))))
    used = (cpu_us(pid) - before) / len(keys)
    await asyncio.gather(*map(go, members))
    return used, [member.key for member in members]


@contextmanager
def bare() -> Iterator[tuple[int, int]]:
    """Run the bare server; give its port and its process."""
    with subprocess.Popen(
        [sys.executable, "-m", "bench.bare"], stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            yield int(cast("IO[str]", server.stdout).readline()), server.pid
        finally:
            server.kill()
