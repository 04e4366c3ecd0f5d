"""The rights that the operator's book names are enough for a node, for moving, and for `check`."""

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from commands import Run
from kith_process import KithProcess
from redis_process import RedisProcess
from two_nodes import House, talking

pytestmark = pytest.mark.slow

BOOK = Path(__file__).parents[2] / "docs" / "operating.md"


def rights() -> list[str]:
    """Return what the book tells an operator to give Kith's user."""
    found = re.search(
        r"^> ACL SETUSER kith on >PASSWORD (.+?)\n```",
        BOOK.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert found, "the book names no rights"
    return found[1].split()


async def test_a_node_with_these_rights_does_everything(tmp_path: Path, start: Run):
    redis = RedisProcess(tmp_path / "redis").start()
    redis.ask("ACL", "SETUSER", "kith", "on", ">word", *rights())
    url = redis.url.replace("//", "//kith:word@")
    async with AsyncExitStack() as stack:
        stack.callback(redis.kill)
        nodes = tuple(KithProcess(tmp_path / "data", "--redis", url) for _ in "ab")
        for node in nodes:
            await asyncio.to_thread(node.start)
            stack.callback(node.stop)
        talk = await stack.enter_async_context(talking(House(redis, nodes)))
        ada, ben = await talk.join(0), await talk.join(1)
        n = (await ada.say("hello"))["n"]
        await ben.until_said("hello")
        assert "ack" == (await ben.ask("thank", n=n))["t"]
        await ada.expect("card", kind="thanks")
        assert "ack" == (await ben.ask("forget"))["t"]
        assert "ack" == (await ada.ask("need"))["t"]
        checked = await asyncio.to_thread(start, "check", "--data", nodes[0].data, "--redis", url)
        for node in nodes:
            await asyncio.to_thread(node.stop)
        data = ("--data", nodes[0].data)
        home = await asyncio.to_thread(start, "move", "--to", "folder", "--redis", url, *data)
        redis.empty()
        redis.ask("ACL", "SETUSER", "kith", "-pexpireat")
        halfway = await asyncio.to_thread(start, "move", "--to", url, *data)
        redis.ask("ACL", "SETUSER", "kith", "+pexpireat")
        redis.empty()
        away = await asyncio.to_thread(start, "move", "--to", url, *data)

    assert 1 == halfway.code
    assert halfway.err.startswith("Redis did not take everything")
    assert [(0, "")] * 3 == [(done.code, done.err) for done in (checked, home, away)]
    assert [] == [line for node in nodes for line in node.stderr if "bug" in line]
