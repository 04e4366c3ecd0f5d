"""Marked text, keys, names and addresses go through two nodes: nothing is in what was written.

What two nodes on one Redis write: their notes, their metrics, their folder of keys, and all that
Redis holds and has on its disk.
"""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Run
from redis_process import RedisProcess
from test_canary import MARK, PLANTED, found, lived_in, visited, written
from two_nodes import House, two_nodes

pytestmark = pytest.mark.slow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with two_nodes(tmp_path, "--admin-port", "0") as house:
        yield house


def on_disk(redis: RedisProcess) -> Iterator[tuple[str, bytes]]:
    """Yield Redis' own log, its append-only file and a dump of now."""
    redis.ask("CONFIG", "SET", "rdbcompression", "no")  # what is compressed hides
    redis.ask("SAVE")
    yield "Redis' log", "".join(redis.log).encode()
    for path in redis.folder.rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes()


async def test_nothing_that_was_said_or_shown_is_in_anything_that_was_written(
    house: House, start: Run
):
    marked = [mark for node in house.nodes for mark in await lived_in(node)]
    metrics = [await asyncio.to_thread(visited, node.admin) for node in house.nodes]
    data = house.nodes[0].data

    assert all(b"kith_messages" in page for page in metrics)
    assert [] == found(iter([("metrics", page) for page in metrics]), marked)
    names = dict(on_disk(house.redis))
    assert {"dump.rdb", "appendonly.aof.manifest"} <= set(names)
    assert [] == found(iter(names.items()), marked), "while it runs"
    check = start("check", "--data", data, "--redis", house.redis.url)
    assert (0, "") == (check.code, check.err)

    await asyncio.to_thread(house.nodes[0].kill)
    await asyncio.to_thread(house.nodes[1].stop)
    for node in house.nodes:
        assert [] == found(written(node), marked), "in notes and folder"
    assert [] == found(on_disk(house.redis), marked), "afterwards"


def test_the_search_would_find_what_it_looks_for(house: House):
    house.redis.ask("HSET", "{17}room:grief", "1", f"{MARK} was here")

    where = {line.rpartition(" in ")[2] for line in found(on_disk(house.redis), [MARK.encode()])}

    assert "dump.rdb" in where
    assert 2 <= len(where)


KINDS = {
    "a string": ("SET", "planted"),
    "a hash": ("HSET", "planted", "field"),
    "a hash's field": ("HSET", "planted"),
    "a set": ("SADD", "planted"),
    "a list": ("RPUSH", "planted"),
    "a sorted set": ("ZADD", "planted", "1"),
    "a stream": ("XADD", "planted", "*", "field"),
    "a key's name": ("SET",),
}


def test_check_finds_what_is_planted_in_redis_and_does_not_quote_it(
    run: Run, redis: RedisProcess, tmp_path: Path
):
    missed = []
    run("room", "list", "--data", tmp_path / "data", "--redis", redis.url)
    for name, content in PLANTED.items():
        for kind, command in KINDS.items():
            more = ["x"] if kind in {"a hash's field", "a key's name"} else []
            redis.ask(*command, content, *more)
            done = run("check", "--data", tmp_path / "data", "--redis", redis.url)
            if done.code == 0 or "Redis holds" not in done.out:
                missed.append((name, kind))
            assert content.decode() not in done.out
            redis.ask("DEL", content if kind == "a key's name" else "planted")

    assert [] == missed
    assert 0 == run("check", "--data", tmp_path / "data", "--redis", redis.url).code


def test_check_of_a_redis_that_is_not_there_says_so(run: Run, redis: RedisProcess, tmp_path: Path):
    run("room", "list", "--data", tmp_path / "data", "--redis", redis.url)
    redis.kill()

    done = run("check", "--data", tmp_path / "data", "--redis", redis.url)

    assert 1 == done.code
    assert done.err.startswith("Redis cannot be reached")


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    process = RedisProcess(tmp_path / "redis").start()
    yield process
    process.kill()
