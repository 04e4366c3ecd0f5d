"""A house moves from a folder to a shared Redis and back, and nobody loses a line."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import run

import pytest
from kith_process import KITH, KithProcess
from meeting import StartKith
from patience import SOON_S
from redis_process import RedisProcess
from wire import Wire, fresh_id, fresh_key

pytestmark = pytest.mark.slow


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    process = RedisProcess(tmp_path / "redis").start()
    yield process
    process.kill()


def kith_move(*options: str) -> tuple[int, str]:
    done = run(
        [str(KITH), "move", *options], capture_output=True, text=True, timeout=SOON_S, check=False
    )
    return done.returncode, done.stdout + done.stderr


async def talk(server: KithProcess, key: str, *texts: str) -> Wire:
    wire = await Wire.dial(server.ws, key)
    await wire.enter("gambling")
    for text in texts:
        await wire.say(text)
    return wire


async def test_a_house_moves_to_redis_and_back_with_nothing_lost(
    start_kith: StartKith, redis: RedisProcess
) -> None:
    key, resent = fresh_key(), fresh_id()
    server = start_kith()
    wire = await talk(server, key, "one", "two")
    await wire.send("say", id=resent, text="three")
    await wire.expect("ack")
    epoch, alias = wire.hello["epoch"], wire.alias
    await wire.close()
    data = ("--data", str(server.data))
    code, says = kith_move(*data, "--to", redis.url)
    assert (1, True) == (code, "server is using the folder" in says), says
    server.stop()

    code, says = kith_move(*data, "--to", redis.url)

    assert (0, "moved") == (code, says[:5]), says
    server.options = ("--redis", redis.url)
    server.start()
    back = await Wire.dial(server.ws, key)
    hello = await back.enter("gambling", after={"epoch": epoch, "n": 1})
    assert (True, alias, 3) == (hello["resumed"], back.alias, hello["n"])
    assert ["two", "three"] == [f["text"] for f in await back.in_order(2)]
    await back.send("say", id=resent, text="three")
    assert 3 == (await back.expect("ack"))["n"]
    await back.say("four")
    await back.close()
    server.stop()

    code, says = kith_move(*data, "--redis", redis.url, "--to", "folder")

    assert (0, "moved") == (code, says[:5]), says
    server.options = ()
    server.start()
    home = await Wire.dial(server.ws, key)
    hello = await home.enter("gambling", after={"epoch": epoch, "n": 0})
    assert ["one", "two", "three", "four"] == [f["text"] for f in await home.in_order(4)]
    await home.send("say", id=resent, text="three")
    assert 3 == (await home.expect("ack"))["n"]
    await home.close()


def test_the_place_that_was_left_runs_no_second_house(
    start_kith: StartKith, redis: RedisProcess
) -> None:
    server = start_kith()
    server.stop()
    assert 0 == kith_move("--data", str(server.data), "--to", redis.url)[0]

    with pytest.raises(AssertionError, match="moved to a shared Redis"):
        server.start()

    code, says = kith_move("--data", str(server.data), "--to", redis.url)
    assert (1, True) == (code, "no store" in says), says
