"""A node that starts waits for a store that is slow: a crowded machine is no reason to end."""

import asyncio
from pathlib import Path

import pytest
from patience import SOON_S
from redis_process import RedisProcess

from server.desk import stored
from server.desk.stored import StoredDesk
from server.foundation import foundation
from server.settings import Settings
from server.streams.names import ALL_SHARDS

pytestmark = pytest.mark.slow


async def test_desks_are_loaded_as_soon_as_the_store_answers(
    redis: RedisProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stored, "TRIES", 10_000)
    async with foundation(Settings(data=tmp_path, redis=redis.url)) as ground:
        desks = StoredDesk(ground.streams, b"k" * 32, ground.backplane.now)
        await asyncio.to_thread(redis.kill)

        loading = asyncio.create_task(desks.load())
        await asyncio.to_thread(redis.start)
        async with asyncio.timeout(SOON_S):
            await loading

        assert len(ALL_SHARDS[1:]) == len(desks.desks())
