"""What befalls lines: nothing passes, or nothing passes one way, and nobody is told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from random import Random

from net_spaces import Line
from stage import Stage

Strike = Callable[[Stage, Random], AbstractAsyncContextManager[None]]


def cut_to_redis(*, out: bool = True, back: bool = True) -> Strike:
    """Cut a node's line to Redis; `out` is what the node sends."""

    @asynccontextmanager
    async def strike(stage: Stage, chance: Random) -> AsyncIterator[None]:
        assert stage.spaces is not None
        async with _cut(chance.choice(stage.spaces.to_redis), near=back, far=out):
            yield

    return strike


def cut_to_people(*, out: bool = True, back: bool = True) -> Strike:
    """Cut people's line to a node; `out` is what people send."""

    @asynccontextmanager
    async def strike(stage: Stage, chance: Random) -> AsyncIterator[None]:
        assert stage.spaces is not None
        async with _cut(chance.choice(stage.spaces.to_people), near=out, far=back):
            yield

    return strike


@asynccontextmanager
async def _cut(line: Line, *, near: bool, far: bool) -> AsyncIterator[None]:
    await asyncio.to_thread(line.cut, near=near, far=far)
    try:
        yield
    finally:
        await asyncio.to_thread(line.mend)
