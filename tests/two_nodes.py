"""Two nodes over one folder of keys, on one Redis, and rooms whose people are on both."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import urlopen

from kith_process import KithProcess
from meeting import open_room
from patience import SOON_S
from redis_process import RedisProcess
from wire import Frame, Wire, fresh_id

AGAIN_S = 0.2


class House(NamedTuple):
    """The Redis, and the nodes on it."""

    redis: RedisProcess
    nodes: tuple[KithProcess, ...]


@contextmanager
def two_nodes(
    folder: Path, *options: str, kind: type[KithProcess] = KithProcess, **environment: str
) -> Iterator[House]:
    """Start a Redis and two nodes; none of them may have had a bug in the end."""
    redis = RedisProcess(folder / "redis").start()
    store = ("--redis", redis.url, *options)
    nodes = tuple(kind(folder / "data", *store, **environment) for _ in "ab")
    try:
        for node in nodes:
            node.start()
        yield House(redis, nodes)
    finally:
        for node in nodes:
            node.stop()
        redis.kill()
    bugs = [line for node in nodes for line in node.stderr if "our_bug" in line or "Trace" in line]
    assert not bugs, bugs + [line for node in nodes for line in node.stderr][-200:]


class Talk:
    """A room on both nodes, and who is in it."""

    def __init__(self, house: House, room: str, stack: AsyncExitStack) -> None:
        self.house = house
        self.room = room
        self._stack = stack

    async def dial(self, node: int, key: str | None = None) -> Wire:
        """Connect to a node without entering."""
        wire = await Wire.dial(self.house.nodes[node].ws, key)
        self._stack.push_async_callback(wire.close)
        return wire

    async def join(self, node: int, key: str | None = None, **fields: object) -> Wire:
        """Enter by a node."""
        wire = await self.dial(node, key)
        entered = await wire.enter(self.room, **fields)
        assert "hello" == entered["t"], entered
        return wire

    async def kept(self, node: int) -> list[tuple[int, str]]:
        """Return what a newcomer to a node reads of the whole talk."""
        reader = await self.join(node, after={"epoch": "", "n": 0})
        frames = await reader.in_order(reader.hello["n"])
        await reader.send("leave")
        await reader.ended()
        return [(frame["n"], frame["text"]) for frame in frames if frame["t"] == "said"]


@asynccontextmanager
async def talking(house: House, **wanted: object) -> AsyncIterator[Talk]:
    """Open a room on both nodes; its sockets end with the block, and Redis is well again."""
    async with AsyncExitStack() as stack:
        try:
            yield Talk(house, open_room(house.nodes[0].data, **wanted), stack)
        finally:
            if house.redis.process is None:
                house.redis.start()
            house.redis.thaw()


async def say_surely(wire: Wire, text: str, refused: asyncio.Event | None = None) -> Frame:
    """Say it until it is accepted, under one id; return the answer.

    `refused` is set by the first answer that says no.
    """
    frame_id = fresh_id()
    while True:
        await wire.send("say", id=frame_id, text=text)
        answer = await wire.answer(frame_id)
        if answer["t"] == "ack":
            return answer
        assert "unavailable" == answer["code"]
        if refused is not None:
            refused.set()
        await asyncio.sleep(AGAIN_S)  # a page waits longer; it is told how long


def readyz(node: KithProcess) -> int:
    """Return what a node says of itself to a front."""
    try:
        with urlopen(node.url + "/readyz", timeout=SOON_S) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code
