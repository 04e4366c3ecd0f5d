"""A node that was deaf while a room was closed, and whose only word of it is a snapshot."""

import asyncio
from pathlib import Path

import pytest
from cut_line import cut_line
from kith_process import KithProcess
from meeting import open_room
from patience import SOON_S
from redis_process import RedisProcess
from wire import Wire

from rooms import formats
from server.auditing import Heads
from server.commands.operating import Operating
from server.foundation import Foundation, foundation
from server.settings import Settings
from server.streams.kinds import HOUSE
from server.streams.names import HOUSE as HOUSE_STREAM

pytestmark = pytest.mark.slow


async def closed_and_written_anew(ground: Foundation, room: str) -> None:
    """Close a room, and let the event that says so go, as when keys move on."""
    await Operating(ground, formats.load(), Heads(Path()), limited=True).close(room)
    log = await ground.streams.log(HOUSE, HOUSE_STREAM)
    await ground.streams.rewrite(log)


async def test_its_people_are_told_all_the_same(tmp_path: Path):
    """Cure: `_close_closed` in rounds.py looks at what is open, not only at what happens."""
    redis = RedisProcess(tmp_path / "redis").start()
    try:
        async with cut_line(redis.port) as line:
            far = f"redis://127.0.0.1:{line.port}/0"
            node = KithProcess(tmp_path / "data", "--redis", far)
            await asyncio.to_thread(node.start)
            room = await asyncio.to_thread(open_room, node.data)
            async with foundation(Settings(data=node.data, redis=redis.url)) as ground:
                ada = await Wire.dial(node.ws)
                assert "hello" == (await ada.enter(room))["t"]
                await ada.so_far()  # nothing of her coming in is on its way any more

                line.fall_silent()
                await closed_and_written_anew(ground, room)

                async with asyncio.timeout(SOON_S):
                    assert 4502 == await ada.ended()
            await asyncio.to_thread(node.stop)
    finally:
        redis.kill()
