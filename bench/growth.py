"""Whether a message costs more beside more rooms, more people, more nodes, or on two Redis."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bench.accounts import cpu_us
from bench.crowd import AT_ONCE, come_in
from bench.figures import Row
from bench.house import Measured, RoomPlan, house, many, open_rooms
from bench.member import Member
from bench.shared import Nodes
from bench.talking import Shape, saturate
from tests.kith_process import KithProcess
from tests.redis_process import RedisProcess

TALKING = Shape("10 rooms of 12", many("talking", 10, 12), 12, 1)
WINDOW_S = 4.0
SETTLED_S = 4.0
WATCHED_S = 10.0
ROOMS = 10_000
MEMBERS = 15_000
EACH = 12


async def growth(rounds: int) -> list[Row]:
    """Tell what a message costs in ten rooms, with nobody beside and with a full house."""
    alone, wide, full = [], [], []
    for _ in range(rounds):
        alone.append(await _beside([], 0))
        wide.append(await _beside(many("wide", ROOMS, 2), 1))
        full.append(await _beside(many("full", MEMBERS // EACH, EACH), EACH))
    ratio = [
        [more / least for more, least in zip(seen, alone, strict=True)] for seen in (wide, full)
    ]
    return [
        Row("a message in 10 rooms of 12, nobody beside: CPU", "us", alone),
        Row(f"the same, beside {ROOMS:,} rooms with one member each", "us", wide),
        Row("against nobody beside", "", ratio[0], "1.1"),
        Row(f"the same, beside {MEMBERS:,} members in rooms of {EACH}", "us", full),
        Row("against nobody beside", "", ratio[1], "1.1"),
    ]


async def _beside(others: Sequence[RoomPlan], each: int) -> float:
    """Return the CPU of a message while others wait; what they cost anyhow is taken off."""
    with house([*TALKING.rooms, *others]) as kith:
        waiting = await _bring(kith, others, each)
        await asyncio.sleep(SETTLED_S)
        before = cpu_us(kith.pid)
        await asyncio.sleep(WATCHED_S)
        idle = (cpu_us(kith.pid) - before) / WATCHED_S
        carried = await saturate(kith, TALKING, WINDOW_S)
        kith.process.kill()  # nobody waits for so many goodbyes
        await asyncio.gather(*(member.ended for member in waiting))
        return (carried.cpu_s * 1e6 - idle * carried.seconds) / carried.acked


async def _bring(kith: Measured, rooms: Sequence[RoomPlan], each: int) -> list[Member]:
    """Have so many come into each room, a few at a time; they stay."""
    turnstile = asyncio.Semaphore(AT_ONCE)

    async def one(room: str) -> Member:
        async with turnstile:
            return await come_in(kith, room)

    return await asyncio.gather(*(one(room.id) for room in rooms for _ in range(each)))


async def nodes(rounds: int) -> list[Row]:
    """Tell what a message costs each node: one on one Redis, two on one, two on two."""
    rows = []
    for count, stores in ((1, 1), (2, 1), (2, 2)):
        seen, carried = [], []
        with _shared(count, stores) as together:
            for _ in range(rounds):
                full = await saturate(together, TALKING, WINDOW_S)
                seen.append(full.us_per_message)
                carried.append(full.acked_per_s)
        name = f"{count} node{'s' * (count > 1)} on {stores} Redis"
        rows += [
            Row(f"{name}: CPU of all nodes per message", "us", seen),
            Row(f"{name}: acknowledged", "messages/s", carried),
        ]
    return rows


@contextmanager
def _shared(count: int, stores: int) -> Iterator[Nodes]:
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        redis = [RedisProcess(Path(folder) / f"redis-{n}").start() for n in range(stores)]
        options = [word for store in redis for word in ("--redis", store.url)]
        processes: list[KithProcess] = []
        try:
            for _ in range(count):
                node = KithProcess(Path(folder) / "kith", *options, KITH_LIMITS="off")
                processes.append(node.start())
            open_rooms(processes[0], Path(folder) / "rooms.jsonl", TALKING.rooms)
            yield Nodes([Measured(process) for process in processes])
        finally:
            for process in processes:
                process.stop()
            for store in redis:
                store.kill()
