"""Several nodes of one house on one Redis, in this process; time is Redis' own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from patience import SOON_S
from redis_process import RedisProcess
from stores import SHARDS

from server.backplane import Dropped, Item
from server.backplane.redis import RedisBackplane

HOUSE = "a" * 32
LOOK_S = 0.02


class Nodes:
    """Opens nodes, and closes all of them."""

    def __init__(self, redis: RedisProcess) -> None:
        self.redis = redis
        self._open: list[RedisBackplane] = []

    async def one(self, url: str = "", house: str = HOUSE) -> RedisBackplane:
        """Open one more node, by another way if an address is given."""
        node = RedisBackplane(url or self.redis.url, house=house, shards=SHARDS)
        self._open.append(node)
        await node.open()
        return node

    async def close(self) -> None:
        async with asyncio.TaskGroup() as group:
            for node in self._open:
                group.create_task(node.close())


async def take(follower: AsyncIterator[Sequence[Item | Dropped]], count: int) -> list[Item]:
    """Return so many items, as soon as they are there."""
    items: list[Item] = []
    async with asyncio.timeout(SOON_S):
        while len(items) < count:
            items += [item for item in await anext(follower) if isinstance(item, Item)]
    return items


async def until(is_so: Callable[[], bool], bound_s: float = SOON_S) -> float:
    """Wait for something to be so; return how long it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(bound_s):
        while not is_so():  # noqa: ASYNC110 - looks from outside, as an operator would
            await asyncio.sleep(LOOK_S)
    return loop.time() - began
