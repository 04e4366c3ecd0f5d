"""The traps that Redis holds, each with its cure: every test fails without the line it names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from os import urandom
from time import monotonic

import pytest
from asking import KEY, ROOM, entries
from cut_line import cut_line
from patience import SOON_S
from redis_nodes import HOUSE, Nodes, take, until
from redis_process import RedisProcess

from server.backplane import (
    BeginAgain,
    Duplicate,
    Unavailable,
    Write,
    redis_ear,
    redis_following,
    redis_tending,
)
from server.backplane.redis import RedisBackplane
from server.backplane.redis_client import ANSWER_S

pytestmark = pytest.mark.slow

DROPPED = "overcoming of output buffer limits"
NEVER_S = 1_000


@pytest.mark.parametrize(
    ("name", "value"),
    [("appendonly", "no"), ("appendfsync", "everysec"), ("no-appendfsync-on-rewrite", "yes")],
)
async def test_nothing_is_called_saved_that_does_not_wait_for_the_disk(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch, name: str, value: str
):
    """Cure: `DURABLE` in redis_start.py, asked at the start and every few seconds after it."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", 0.1)
    safe = await nodes.one()
    assert safe.durable

    nodes.redis.ask("CONFIG", "SET", name, value)

    assert not (await nodes.one()).durable
    await until(lambda: not safe.durable)


async def test_a_write_that_stalled_is_not_run_twice(nodes: Nodes):
    """Cure: `retry=Retry(NoBackoff(), 0)` in redis_client.py."""
    node = await nodes.one()
    plain, with_key = Write(ROOM, b"plain"), Write(ROOM, b"with a key", dedupe=KEY)

    nodes.redis.freeze()
    stalled = asyncio.gather(node.append(plain), node.append(with_key), return_exceptions=True)
    await asyncio.wait([stalled], timeout=ANSWER_S + 0.7)  # a second try would be on its way now
    nodes.redis.thaw()
    assert [Unavailable, Unavailable] == [type(answer) for answer in await stalled]
    await until(node.reachable)

    # What was asked for while it stood still has been done by now: once, or not at all.
    after = await entries(node, ROOM)
    assert after.count(b"plain") <= 1
    try:
        await node.append(with_key)
    except Duplicate:
        assert after.count(b"with a key") == 1
    assert (await entries(node, ROOM)).count(b"with a key") == 1


async def test_whoever_waits_behind_a_stalled_write_is_told_with_it(nodes: Nodes):
    """Cure: `_settle_waiting` in redis_writer.py."""
    node = await nodes.one()
    nodes.redis.freeze()
    began = monotonic()

    answers = await asyncio.gather(
        *(node.append(Write(ROOM, bytes([n]))) for n in range(200)), return_exceptions=True
    )

    assert {Unavailable} == {type(answer) for answer in answers}
    assert monotonic() - began < 10 * ANSWER_S  # and not so long for each of them


async def test_a_frozen_redis_is_noticed_and_nothing_is_missed_over_it(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `SILENT_LOOKS` in redis_ear.py, which counts looks that heard nothing."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", NEVER_S)  # which would find it later
    node, other = await nodes.one(), await nodes.one()
    follower = node.follow()

    nodes.redis.freeze()
    await until(lambda: not node.reachable())
    nodes.redis.thaw()
    await until(lambda: node.reachable() and other.reachable())
    await other.append(Write(ROOM, b"after"))

    assert [b"after"] == [item.entry for item in await take(follower, 1)]


async def test_a_line_cut_without_a_word_is_noticed_and_nothing_is_missed_over_it(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: the same. Only what was connected is cut; whoever dials again gets through."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", NEVER_S)
    async with half_open(nodes) as (node, cut):
        follower, other = node.follow(), await nodes.one()
        await node.append(Write(ROOM, b"before"))
        cut()
        await other.append(Write(ROOM, b"in between"))

        await until(lambda: not node.reachable())
        heard = [item.entry for item in await take(follower, 2)]
        assert [b"before", b"in between"] == heard
        await until(node.reachable)
        with pytest.raises(Unavailable):  # the writing line was cut as well, and says so once
            await node.append(Write(ROOM, b"lost"))
        await node.append(Write(ROOM, b"mine"))
        assert (await take(follower, 1))[0].entry in {b"lost", b"mine"}


async def test_a_node_that_was_held_up_itself_hears_no_silence(nodes: Nodes):
    """Cure: looks are counted in redis_ear.py, not seconds."""
    node = await nodes.one()
    losses = []

    monotonic_end = monotonic() + 2.5
    while monotonic() < monotonic_end:
        pass  # nothing of this node runs
    for _ in range(20):
        losses.append(not node.reachable())
        await asyncio.sleep(0.02)

    assert not any(losses)


async def test_a_reader_that_redis_dropped_for_slowness_loses_nothing(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `self._doubt()` after every subscription in redis_ear.py."""
    monkeypatch.setattr(redis_ear, "SILENT_LOOKS", 1_000)  # the silence is not to be noticed first
    monkeypatch.setattr(redis_tending, "COMPARE_S", NEVER_S)  # nor the loss by the regular look
    nodes.redis.ask("CONFIG", "SET", "client-output-buffer-limit", "pubsub 65536 32768 1")
    async with cut_line(nodes.redis.port) as line:
        node = await nodes.one(f"redis://127.0.0.1:{line.port}/0")
        follower, other = node.follow(), await nodes.one()
        before = nodes.redis.says(DROPPED)

        line.stall()
        large = [urandom(30_000) for _ in range(400)]
        await asyncio.gather(*(other.append(Write(ROOM, entry)) for entry in large))
        await until(lambda: nodes.redis.says(DROPPED) > before)
        line.go_on()

        assert large == [item.entry for item in await take(follower, len(large))]


async def test_every_subscription_leads_to_a_look_at_the_logs(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: the same; without it only the regular look finds the line."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", NEVER_S)
    node, other = await nodes.one(), await nodes.one()
    follower = node.follow()

    nodes.redis.ask("CLIENT", "KILL", "TYPE", "pubsub")
    await other.append(Write(ROOM, b"told to nobody"))

    async with asyncio.timeout(SOON_S):
        assert [b"told to nobody"] == [item.entry for item in await take(follower, 1)]


async def test_a_jump_in_the_numbers_leads_to_a_look_at_the_log(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `elif change.seq > handed` in redis_following.py."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", NEVER_S)
    node = await nodes.one()
    follower = node.follow()

    told_to_nobody(nodes.redis, b"missed")
    await node.append(Write(ROOM, b"heard"))

    async with asyncio.timeout(SOON_S):
        assert [b"missed", b"heard"] == [item.entry for item in await take(follower, 2)]


async def test_what_nobody_heard_of_is_found_by_the_regular_look(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `RedisTending.compare`."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", 0.3)
    node = await nodes.one()
    follower = node.follow()

    told_to_nobody(nodes.redis, b"missed")

    async with asyncio.timeout(SOON_S):
        assert [b"missed"] == [item.entry for item in await take(follower, 1)]


@pytest.mark.parametrize("channel", ["signal", "{17}", "{17}x", "probe"])
async def test_what_a_stranger_publishes_harms_nobody(nodes: Nodes, channel: str):
    """Cure: `except ValueError` in redis_hearing.py; one word would have ended every node."""
    node = await nodes.one()
    follower, signals = node.follow(), node.signals()

    for said in (b"\xff", b"hello", b"1|2|3", b"99|{17}room:grief|x|y|z|"):
        nodes.redis.ask("PUBLISH", f"kith:{HOUSE}:{channel}", said)
    await node.append(Write(ROOM, b"after"))
    await node.signal(ROOM, b"after")

    assert [b"after"] == [item.entry for item in await take(follower, 1)]
    async with asyncio.timeout(SOON_S):
        while (ROOM, b"after") != await anext(signals):
            pass


async def test_a_redis_that_refuses_to_write_fails_the_probe_and_is_well_again(nodes: Nodes):
    """Cure: `probe` writes. Its disk takes nothing more, while it answers and looks healthy."""
    node = await nodes.one()
    obstacle = nodes.redis.folder / "dump.rdb"
    obstacle.mkdir()
    nodes.redis.ask("CONFIG", "SET", "save", "3600 1")
    nodes.redis.ask("BGSAVE", "SCHEDULE")
    await until(lambda: told(nodes.redis, "persistence", "rdb_last_bgsave_status") == "err")

    assert node.reachable()
    with pytest.raises(Unavailable, match="MISCONF"):
        await node.probe()
    with pytest.raises(Unavailable, match="MISCONF"):
        await node.append(Write(ROOM, b"no"))
    assert [] == await entries(node, ROOM)

    obstacle.rmdir()
    nodes.redis.ask("CONFIG", "SET", "save", "")
    await node.probe()
    await node.append(Write(ROOM, b"yes"))
    assert [b"yes"] == await entries(node, ROOM)


async def test_nothing_of_redis_holds_the_loop_up(nodes: Nodes):
    """Cure: the library's asyncio half, and only that. A wait here would be seconds long."""
    node = await nodes.one()
    late = Lateness()
    async with late.measured():
        await asyncio.gather(*(node.append(Write(ROOM, urandom(500))) for _ in range(300)))
        nodes.redis.freeze()
        waiting = asyncio.gather(
            *(node.append(Write(ROOM, b"x")) for _ in range(50)), return_exceptions=True
        )
        await until(lambda: not node.reachable())
        nodes.redis.thaw()
        await waiting
        await until(node.reachable)

    assert late.worst_s < ANSWER_S


async def test_the_file_is_written_anew_once_an_hour_by_one_of_the_nodes(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `RedisTending.keep_small`; what was dropped stays in the file until then."""
    monkeypatch.setattr(redis_tending, "LOOK_S", 0.1)
    before = rewrites(nodes.redis)
    first, _ = await nodes.one(), await nodes.one()
    await until(lambda: rewrites(nodes.redis) == before + 1)
    secret = urandom(30).hex().encode()
    await first.append(Write(ROOM, secret))
    await first.erase(ROOM, 1)
    assert secret in on_disk(nodes.redis)

    nodes.redis.ask("DEL", redis_tending.REWRITE_KEY)  # as if the hour were over

    await until(lambda: secret not in on_disk(nodes.redis))
    assert rewrites(nodes.redis) == before + 2


async def test_a_redis_that_forgot_ends_the_node_with_a_sentence(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: the epoch is read with the numbers, in redis_shards.py."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", 0.1)
    node = await nodes.one()
    follower = node.follow()
    await node.append(Write(ROOM, b"a"))
    await take(follower, 1)

    nodes.redis.empty()

    with pytest.raises(BeginAgain, match="forgotten"):
        await take(follower, 1)


async def test_a_redis_that_went_back_ends_the_node_with_a_sentence(
    nodes: Nodes, monkeypatch: pytest.MonkeyPatch
):
    """Cure: `_seqs_read` in redis_following.py compares with what was told as written."""
    monkeypatch.setattr(redis_tending, "COMPARE_S", 0.1)
    node = await nodes.one()
    follower = node.follow()
    await node.append(Write(ROOM, b"a"), Write(ROOM, b"b"))
    await take(follower, 2)

    nodes.redis.ask("SET", "{17}:seq", "1")

    with pytest.raises(BeginAgain) as ended:
        await take(follower, 1)
    assert redis_following.WENT_BACK == str(ended.value)


@asynccontextmanager
async def half_open(nodes: Nodes) -> AsyncIterator[tuple[RedisBackplane, object]]:
    async with cut_line(nodes.redis.port) as line:
        node = await nodes.one(f"redis://127.0.0.1:{line.port}/0")
        yield node, line.fall_silent


class Lateness:
    """How late the loop came back to somebody who slept a moment."""

    def __init__(self) -> None:
        self.worst_s = 0.0

    @asynccontextmanager
    async def measured(self) -> AsyncIterator[None]:
        measuring = asyncio.create_task(self._measure())
        yield
        measuring.cancel()

    async def _measure(self) -> None:
        while True:
            began = monotonic()
            await asyncio.sleep(0.01)
            self.worst_s = max(self.worst_s, monotonic() - began - 0.01)


def told_to_nobody(redis: RedisProcess, entry: bytes) -> None:
    """Append as a node does, but publish where nobody listens."""
    fields = [ROOM, entry.decode(), "", "", "", "", "0"]
    redis.ask("FCALL", "kith_append", "1", "{17}", "0", "nowhere:", *fields)


def rewrites(redis: RedisProcess) -> int:
    return int(told(redis, "persistence", "aof_rewrites"))


def told(redis: RedisProcess, section: str, name: str) -> str:
    info = redis.ask("INFO", section)
    assert isinstance(info, dict)
    return str(info[name])


def on_disk(redis: RedisProcess) -> bytes:
    return b"".join(file.read_bytes() for file in redis.folder.rglob("*") if file.is_file())
