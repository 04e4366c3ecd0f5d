"""The disk under Redis fails: nodes say so, members are told, and all is well once it is mended."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from failing_disk import failing_disk
from patience import SOON_S
from two_nodes import House, readyz, say_surely, talking, two_nodes

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with two_nodes(tmp_path) as house:
        yield house


async def test_a_redis_that_waits_for_the_disk_ends_rather_than_call_it_saved(house: House):
    redis = house.redis
    async with talking(house) as talk:
        ada, ben, watching = [await talk.join(node) for node in (0, 1, 0)]
        await say_surely(ada, "before")
        refused = asyncio.Event()
        with failing_disk(redis):
            speaking = asyncio.create_task(say_surely(ben, "meanwhile", refused))
            await watching.expect("outage", on=True)
            await refused.wait()
            assert [503, 503] == [await asyncio.to_thread(readyz, node) for node in house.nodes]
            assert redis.process is not None
            assert 1 == await asyncio.to_thread(redis.process.wait, SOON_S)
        redis.kill()  # what is left of it
        redis.start()  # as the container engine does

        await speaking
        await watching.expect("outage", on=False)
        await say_surely(ada, "after")
        assert ["before", "meanwhile", "after"] == [text for _, text in await talk.kept(0)]
        assert await talk.kept(0) == await talk.kept(1)


async def test_a_redis_that_refuses_for_good_after_one_error_is_not_taken_for_well(house: House):
    redis = house.redis
    redis.options = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
    redis.ask("CONFIG", "SET", "appendfsync", "everysec")
    async with talking(house) as talk:
        ada = await talk.join(0)
        async with asyncio.timeout(SOON_S):
            while not redis.ask("EXISTS", "kith:run"):
                await ada.so_far()  # until a node has seen that saved is no longer saved
        with failing_disk(redis):
            await ada.expect("outage", on=True)
        # The disk is well again, Redis answers what is asked; but it takes no word.
        assert redis.ask("EXISTS", "kith:epoch")
        assert "unavailable" == (await ada.say("no"))["code"]
        assert 503 == await asyncio.to_thread(readyz, house.nodes[0])
        for node in house.nodes:
            await asyncio.to_thread(node.stop)
        redis.kill()
        redis.start()
        for node in house.nodes:
            await asyncio.to_thread(node.start)
        again = await talk.join(0, ada.key, after={"epoch": ada.hello["epoch"], "n": 0})

        assert not again.hello["resumed"], "what Redis may have lost is another epoch"
        assert (await again.say("yes"))["saved"] is False
        assert 200 == await asyncio.to_thread(readyz, house.nodes[0])
