"""A house on two Redis: each room's words are on one of them, and nobody notices."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from meeting import open_room
from patience import SOON_S
from redis import Redis
from redis_process import RedisProcess
from wire import Wire

from server.streams.names import ALL_SHARDS, shard_of

pytestmark = pytest.mark.slow

ROOMS = 6


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[list[RedisProcess]]:
    both = [RedisProcess(tmp_path / name).start() for name in "ab"]
    yield both
    for store in both:
        store.kill()


def node_on(folder: Path, stores: list[RedisProcess]) -> KithProcess:
    options = [word for store in stores for word in ("--redis", store.url)]
    return KithProcess(folder / "data", *options, KITH_LIMITS="off")


def home_of(room: str, stores: list[RedisProcess]) -> RedisProcess:
    return stores[ALL_SHARDS.index(shard_of(room)) % len(stores)]


async def entered(node: KithProcess, room: str, stack: AsyncExitStack, key: str = "") -> Wire:
    wire = await Wire.dial(node.ws, key or None)
    stack.push_async_callback(wire.close)
    assert "hello" == (await wire.enter(room, after={"epoch": "", "n": 0}))["t"]
    return wire


def holds(store: RedisProcess, room: str) -> bool:
    with Redis.from_url(store.url) as redis:
        names = (key.partition(b"room:")[2] for key in redis.scan_iter(count=1000))
        return any(name.split(b":")[0] == room.encode() for name in names)


async def test_rooms_are_spread_and_people_talk_across_nodes_and_through_a_restart(
    tmp_path: Path, stores: list[RedisProcess]
):
    nodes = [node_on(tmp_path, stores).start() for _ in "ab"]
    try:
        rooms = [open_room(nodes[0].data) for _ in range(ROOMS)]
        async with AsyncExitStack() as stack:
            for room in rooms:
                ada = await entered(nodes[0], room, stack)
                ben = await entered(nodes[1], room, stack)
                assert (await ada.say(f"the words of {room}"))["saved"]
                await ben.until_said(f"the words of {room}")
                assert [True, False] == [
                    holds(store, room)
                    for store in sorted(stores, key=lambda s: s is not home_of(room, stores))
                ]
        assert 2 == len({home_of(room, stores).port for room in rooms})
        assert [0, 0] == [node.stop() for node in nodes]

        nodes[0].start()
        async with AsyncExitStack() as stack:
            for room in rooms:
                back = await entered(nodes[0], room, stack)
                await back.until_said(f"the words of {room}")
    finally:
        for node in nodes:
            node.stop()


async def test_a_house_on_two_is_refused_in_another_order_or_by_half(
    tmp_path: Path, stores: list[RedisProcess]
):
    node = node_on(tmp_path, stores).start()
    assert 0 == node.stop()

    for wrong in (stores[::-1], stores[:1]):
        refused = node_on(tmp_path, wrong)
        done = await asyncio.to_thread(
            subprocess.run,
            [
                *refused.program,
                "serve",
                "--data",
                str(refused.data),
                "--port",
                "0",
                *refused.options,
            ],
            capture_output=True,
            check=False,
            timeout=SOON_S,
        )
        assert 1 == done.returncode
        assert b"in the same order" in done.stderr
