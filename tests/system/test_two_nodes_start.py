"""A Redis that cannot be used, as an operator meets it: exit code 1, and a sentence that helps."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from commands import Run
from kith_process import KITH
from ports import free_port
from redis_process import SAFE, RedisProcess
from sham_redis import one_that_says

pytestmark = pytest.mark.slow

# Makes the Redis so, and returns the address to start with.
Arrange = Callable[[RedisProcess], str]


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    process = RedisProcess(tmp_path / "redis").start()
    yield process
    process.kill()


def nobody_there(_: RedisProcess) -> str:
    return f"redis://127.0.0.1:{free_port()}/0"


def no_such_database(redis: RedisProcess) -> str:
    return redis.url.removesuffix("0") + "99"


def wants_a_password(redis: RedisProcess) -> str:
    redis.ask("CONFIG", "SET", "requirepass", "right")
    return redis.url


def wrong_password(redis: RedisProcess) -> str:
    wants_a_password(redis)
    return redis.url.replace("//", "//:wrong@")


def without(right: str) -> Arrange:
    def arrange(redis: RedisProcess) -> str:
        redis.ask("ACL", "SETUSER", "poor", "on", ">word", "~*", "&*", "+@all", right)
        return redis.url.replace("//", "//poor:word@")

    return arrange


def evicting(redis: RedisProcess) -> str:
    redis.ask("CONFIG", "SET", "maxmemory", "100mb")
    redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
    return redis.url


def full(redis: RedisProcess) -> str:
    redis.ask("CONFIG", "SET", "maxmemory", "1")
    return redis.url


def foreign(redis: RedisProcess) -> str:
    redis.ask("SET", "shop:cart", "1")
    return redis.url


def of_another_house(redis: RedisProcess) -> str:
    redis.ask("SET", "kith:house", "b" * 32)
    return redis.url


BAD: dict[str, tuple[Arrange, str]] = {
    "nonsense": (lambda _: "nonsense", "--redis takes an address like redis://HOST:6379/0"),
    "nobody there": (nobody_there, "Redis cannot be reached at the address given with --redis."),
    "no such database": (no_such_database, "This Redis does not have a database of that number."),
    "a password missing": (wants_a_password, "Redis wants a password, or another one."),
    "a wrong password": (wrong_password, "Redis wants a password, or another one."),
    "no functions": (without("-function"), "This Redis user may not do what Kith needs:"),
    "no calling of them": (without("-fcall"), "This Redis user may not do what Kith needs:"),
    "no streams": (without("-xadd"), "This Redis user may not do what Kith needs:"),
    "no rewriting": (without("-bgrewriteaof"), "This Redis user may not do what Kith needs:"),
    "eviction": (evicting, "This Redis throws data away when memory is short (maxmemory-policy"),
    "no memory": (full, "Redis has no memory left (maxmemory). Give it more, then start again."),
    "a foreign key space": (foreign, "This Redis database holds keys of something else."),
    "another house": (of_another_house, "This Redis belongs to another Kith installation:"),
}


@pytest.mark.parametrize("bad", BAD)
def test_it_is_refused_in_a_sentence(bad: str, redis: RedisProcess, start: Run, tmp_path: Path):
    arrange, sentence = BAD[bad]

    done = start("serve", "--port", "0", "--data", tmp_path / "data", "--redis", arrange(redis))

    assert (1, "") == (done.code, done.out)
    assert done.err.startswith(sentence)
    assert 1 == done.err.count("\n"), "nothing but the sentence"


def test_a_redis_of_another_version_is_refused(redis: RedisProcess, start: Run, tmp_path: Path):
    where = ("--data", tmp_path / "data", "--redis", redis.url)
    assert 0 == start("room", "list", *where).code
    redis.ask("SET", "kith:schema", "2")

    done = start("serve", "--port", "0", *where)

    assert (1, "") == (done.code, done.out)
    assert done.err.startswith("This Redis was written by another version of Kith.")


def test_a_read_only_replica_is_refused(redis: RedisProcess, start: Run, tmp_path: Path):
    of = ("--replicaof", "127.0.0.1", str(redis.port))
    with ExitStack() as stack:
        replica = RedisProcess(tmp_path / "replica", *SAFE, *of).start()
        stack.callback(replica.kill)

        done = start("serve", "--port", "0", "--data", tmp_path / "data", "--redis", replica.url)

    assert (1, "") == (done.code, done.out)
    assert done.err.startswith("This Redis is a read-only replica.")


async def test_one_that_is_too_old_is_refused(tmp_path: Path):
    async with one_that_says({"redis_version": "6.2.14"}) as url:
        where = ("--port", "0", "--data", str(tmp_path / "data"), "--redis", url)
        process = await asyncio.create_subprocess_exec(
            KITH, "serve", *where, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await process.communicate()

    assert 1 == process.returncode
    assert errors == b"This Redis is 6.2.14; Kith needs 7.0 or newer.\n"
