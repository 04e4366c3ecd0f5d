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


async def sponsored(server: KithProcess, asks: Wire, offers: Wire) -> str:
    """Open a line of two, and say something on it; return it."""
    await offers.ask("sponsor", what="offer")
    await asks.ask("sponsor", what="ask", to=offers.member)
    line = str((await offers.expect("card", kind="sponsor_asked"))["line"])
    wire = await Wire.dial(server.ws, offers.key)
    await wire.enter(line)
    await wire.say("I am here")
    await wire.close()
    return line


async def test_who_serves_and_who_stands_by_whom_move_with_the_house(
    start_kith: StartKith, redis: RedisProcess
) -> None:
    server = start_kith(KITH_LIMITS="off")
    ada, ben = [await talk(server, fresh_key()) for _ in range(2)]
    await ada.ask("serve", role="opener", what="take")
    await ada.ask("serve", role="opener", what="offer", to=ben.member)
    line = await sponsored(server, ada, ben)
    before = await ada.find(lambda frame: frame["t"] == "group" and bool(frame["sponsors"]))
    for wire in (ada, ben):
        await wire.close()
    server.stop()

    code, says = kith_move("--data", str(server.data), "--to", redis.url)
    server.options = ("--redis", redis.url)
    server.start()
    ada, ben = [await talk(server, wire.key) for wire in (ada, ben)]
    told = [await wire.expect("group") for wire in (ada, ben)]
    cards = [await wire.expect("card", kind="sponsor") for wire in (ada, ben)]
    again = await Wire.dial(server.ws, ada.key)
    await again.enter(line, after={"epoch": "", "n": 0})
    said = await again.until_said("I am here")
    taken = await ben.ask("serve", role="opener", what="take")

    assert (0, "moved") == (code, says[:5]), says
    assert [before["roles"]] * 2 == [group["roles"] for group in told]
    assert [before["sponsors"]] * 2 == [group["sponsors"] for group in told]
    assert [line] * 2 == [card["line"] for card in cards]
    assert ben.member == said["by"]
    assert "ack" == taken["t"]  # what was offered before still is
    for wire in (ada, ben, again):
        await wire.close()
