"""A node whose clock is an hour off: it says so, and the rooms go by Redis' time all the same."""

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from two_nodes import House, Talk, talking, two_nodes

pytestmark = pytest.mark.slow

OFF_S = 5400
# Read by Python before the program: all that asks the wall clock is told another time.
CLOCK = """
import time
true, true_ns = time.time, time.time_ns
time.time = lambda: true() + {seconds}
time.time_ns = lambda: true_ns() + {seconds} * 10**9
"""


def with_a_clock(folder: Path, seconds: int) -> dict[str, str]:
    """Return the environment of a program whose clock is so far off."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(CLOCK.format(seconds=seconds), "utf-8")
    before = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(folder), *([before] if before else [])])}


@pytest.mark.parametrize(
    ("seconds", "side"), [(OFF_S, "1.5 hours ahead of"), (-OFF_S, "1.5 hours behind")]
)
async def test_it_is_told_of_and_the_rooms_are_right(tmp_path: Path, seconds: int, side: str):
    async with AsyncExitStack() as stack:
        house = stack.enter_context(two_nodes(tmp_path / "house"))
        right, also = house.nodes
        environment = with_a_clock(tmp_path / "clock", seconds)
        wrong = KithProcess(right.data, "--redis", house.redis.url, **environment)
        await asyncio.to_thread(wrong.start)
        stack.callback(wrong.stop)
        talk = await stack.enter_async_context(talking(House(house.redis, (right, wrong, also))))

        await same_times(talk)

        said = "".join(wrong.stderr)
        assert f"The clock of this machine is {side} that of Redis." in said
        assert "that of Redis" not in "".join(right.stderr)


async def same_times(talk: Talk) -> None:
    """Talk on both, and see one order and one time."""
    ada, ben = await talk.join(0), await talk.join(1)
    for number, wire in enumerate((ada, ben) * 3):
        assert "ack" == (await wire.say(f"line {number}"))["t"]
    heard = [await wire.in_order(6) for wire in (ada, ben)]

    assert heard[0] == heard[1]
    assert heard[0][-1]["at"] - heard[0][0]["at"] < OFF_S * 1000 / 2
    assert 6 == len(await talk.kept(0)) == len(await talk.kept(1))
