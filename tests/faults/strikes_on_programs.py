"""What befalls programs: they are killed, frozen, restarted in turn; their clocks step."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from stage import Stage

FROZEN_S = (1.0, 20.0)
STEPS_S = (-7200.0, -90.0, -2.0, 2.0, 90.0, 7200.0)


@asynccontextmanager
async def kill_node(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """A node is gone from one moment to the next."""
    node = chance.choice(stage.nodes)
    await asyncio.to_thread(node.kill)
    try:
        yield
    finally:
        await stage.come_up()


@asynccontextmanager
async def kill_redis(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Redis is gone from one moment to the next."""
    del chance
    assert stage.redis is not None
    await asyncio.to_thread(stage.redis.kill)
    try:
        yield
    finally:
        await stage.come_up()


@asynccontextmanager
async def kill_both(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Redis and a node are gone, either of them first."""
    assert stage.redis is not None
    gone = [stage.redis.kill, chance.choice(stage.nodes).kill]
    chance.shuffle(gone)
    for kill in gone:
        await asyncio.to_thread(kill)
    try:
        yield
    finally:
        await stage.come_up()


@asynccontextmanager
async def freeze_node(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """A node stands still, and its sockets stay open."""
    node = chance.choice(stage.nodes)
    node.freeze()
    try:
        yield
    finally:
        node.thaw()


@asynccontextmanager
async def freeze_redis(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Redis stands still, and its sockets stay open."""
    del chance
    assert stage.redis is not None
    stage.redis.freeze()
    try:
        yield
    finally:
        stage.redis.thaw()


@asynccontextmanager
async def rolling_restart(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Every node is asked to end, and started again, one after the other."""
    nodes = list(stage.nodes)
    chance.shuffle(nodes)
    for node in nodes:
        node.weigh()
        assert await asyncio.to_thread(node.stop) == 0
        await asyncio.to_thread(node.start)
    yield


@asynccontextmanager
async def step_clock(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """The clock of a machine is set, forward or back, and set right again."""
    clock = stage.redis_clock or chance.choice(stage.nodes).clock
    assert clock is not None
    clock.step(chance.choice(STEPS_S))
    try:
        yield
    finally:
        clock.step(0)
