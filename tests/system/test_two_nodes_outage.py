"""What dies and returns under two nodes: nothing acknowledged is lost, nothing is doubled.

How soon a banner comes, an answer, and the writing again is measured by the tour of faults.
"""

import asyncio
from itertools import count

import pytest
from patience import SOON_S
from two_nodes import Talk, readyz, say_surely

pytestmark = pytest.mark.slow

_words = count(1)


@pytest.mark.parametrize("how", ["killed", "frozen"])
async def test_redis_goes_and_returns_and_nothing_is_lost_or_doubled(talk: Talk, how: str):
    redis = talk.house.redis
    speakers, watching = [await talk.join(n) for n in (0, 1)], [await talk.join(n) for n in (0, 1)]
    await say_surely(speakers[0], "before")

    redis.kill() if how == "killed" else redis.freeze()
    refused = [asyncio.Event() for _ in speakers]
    speaking = [
        asyncio.create_task(say_surely(wire, f"meanwhile {next(_words)}", event))
        for wire, event in zip(speakers, refused, strict=True)
    ]
    await asyncio.gather(*(wire.expect("outage", on=True) for wire in watching))
    assert [503, 503] == [await asyncio.to_thread(readyz, node) for node in talk.house.nodes]
    async with asyncio.timeout(SOON_S):
        await asyncio.gather(*(event.wait() for event in refused))
    redis.start() if how == "killed" else redis.thaw()
    async with asyncio.timeout(SOON_S):
        await asyncio.gather(*speaking)

    assert 4 == (await say_surely(speakers[1], "after"))["n"]
    kept = await talk.kept(0)
    assert kept == await talk.kept(1)
    assert [1, 2, 3, 4] == [n for n, _ in kept]
    assert 4 == len({text for _, text in kept})
    for wire in watching:  # they never lost their sockets
        await wire.expect("outage", on=False)
        assert "ack" == (await wire.say("still here"))["t"]
    assert speakers[0].hello["epoch"] == (await talk.join(1)).hello["epoch"]


async def test_a_redis_that_takes_no_words_is_told_of_and_so_is_its_return(talk: Talk):
    redis, ada = talk.house.redis, await talk.join(0)
    obstacle = redis.folder / "dump.rdb"
    obstacle.mkdir()
    redis.ask("CONFIG", "SET", "save", "3600 1")
    redis.ask("BGSAVE", "SCHEDULE")
    try:
        await ada.expect("outage", on=True)
        assert 503 == await asyncio.to_thread(readyz, talk.house.nodes[0])
        assert "unavailable" == (await ada.say("no"))["code"]
    finally:
        obstacle.rmdir()
        redis.ask("CONFIG", "SET", "save", "")
    await ada.expect("outage", on=False)
    assert 200 == await asyncio.to_thread(readyz, talk.house.nodes[0])
    assert "ack" == (await ada.say("yes"))["t"]


async def test_a_node_is_killed_and_the_others_talk_on(talk: Talk):
    dying = talk.house.nodes[1]
    ada, ben = await talk.join(0), await talk.join(1)
    await say_surely(ben, "one")
    await ada.until_said("one")

    await asyncio.to_thread(dying.kill)
    await ben.till_end()
    await say_surely(ada, "two")
    moved = await talk.join(0, ben.key, after={"epoch": ben.hello["epoch"], "n": 1})
    await say_surely(moved, "three")
    await asyncio.to_thread(dying.start)
    back = await talk.join(1, ben.key, after={"epoch": ben.hello["epoch"], "n": 1})

    assert moved.hello["resumed"]
    assert back.hello["resumed"]
    assert ben.hello["you"] == moved.hello["you"] == back.hello["you"]
    assert ["two", "three"] == [frame["text"] for frame in await back.in_order(2)]
    kept = await talk.kept(0)
    assert [(1, "one"), (2, "two"), (3, "three")] == kept
    assert kept == await talk.kept(1)


async def test_what_redis_may_lose_is_called_sent_and_the_start_says_so(talk: Talk):
    redis, second = talk.house.redis, talk.house.nodes[1]
    ada = await talk.join(0)
    assert (await ada.say("safe"))["saved"] is True

    redis.ask("CONFIG", "SET", "appendfsync", "everysec")
    try:
        await asyncio.to_thread(second.stop)
        await asyncio.to_thread(second.start)
        ben = await talk.join(1)
        assert (await ben.say("sent"))["saved"] is False
        async with asyncio.timeout(SOON_S):
            while not any("shown as sent" in line for line in second.stderr):
                await ben.so_far()
    finally:
        redis.ask("CONFIG", "SET", "appendfsync", "always")
