"""`make bench-shared`: nodes on one Redis that saves before it answers.

The members of each room are spread over the nodes by chance, so most lines cross between them.
"""

import argparse
import asyncio
import random
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvloop

from bench.crowd import come_in, go, hear_nothing
from bench.figures import Row, beside, machine, table
from bench.house import Measured, RoomPlan, many, open_rooms
from bench.member import Member
from bench.talking import Shape, pace, saturate
from tests.kith_process import KithProcess
from tests.redis_process import RedisProcess

CIRCLES = Shape("20 rooms of 12", many("circle", 20, 12), 12, 1)
LISTENING = Shape("10 rooms of 12", many("listening", 10, 12), 12, 1)
WINDOW_S = 3.0
PER_S = 100
PACED_S = 10.0
TRIALS = 20
PATIENCE_S = 20.0


class Nodes:
    """Several nodes as one: a member comes in by any of them, their accounts are added up."""

    def __init__(self, nodes: Sequence[Measured]) -> None:
        self.nodes = nodes

    @property
    def port(self) -> int:
        """The port of some node."""
        return random.choice(self.nodes).port  # noqa: S311 - whose line it is does not matter

    def cpu_s(self) -> float:
        """Return the seconds of processor that all have used."""
        return sum(node.cpu_s() for node in self.nodes)


@contextmanager
def shared(count: int, rooms: Sequence[RoomPlan]) -> Iterator[tuple[Nodes, RedisProcess]]:
    """Run a Redis and `count` nodes on it, and take them away afterwards."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        redis = RedisProcess(Path(folder) / "redis").start()
        processes: list[KithProcess] = []
        try:
            for _ in range(count):
                options = ("--redis", redis.url)
                node = KithProcess(Path(folder) / "kith", *options, KITH_LIMITS="off")
                processes.append(node.start())
            open_rooms(processes[0], Path(folder) / "rooms.jsonl", rooms)
            yield Nodes([Measured(process) for process in processes]), redis
        finally:
            for process in processes:
                process.stop()
            redis.kill()


async def carried(count: int, rounds: int) -> list[Row]:
    """Tell what nodes carry together, and how soon a line is on the others' screens."""
    name = "1 node" if count == 1 else f"{count} nodes"
    with shared(count, [*CIRCLES.rooms, *LISTENING.rooms]) as (nodes, _):
        full = [await saturate(nodes, CIRCLES, WINDOW_S) for _ in range(rounds)]
        paced = [await pace(nodes, LISTENING, PER_S, PACED_S) for _ in range(rounds)]
    return [
        Row(f"{name}: acknowledged", "messages/s", [c.acked_per_s for c in full]),
        Row(f"{name}: CPU of all nodes per message", "us", [c.us_per_message for c in full]),
        Row(
            f"{name}, {PER_S} messages/s: to others' screens, p50", "ms", [s.at(0.5) for s in paced]
        ),
        Row("p99", "ms", [s.at(0.99) for s in paced]),
    ]


class Watch:
    """Hears when the store goes and comes back."""

    def __init__(self) -> None:
        self.told = asyncio.Event()
        self.back = asyncio.Event()

    def heard(self, member: Member, frame: bytes) -> None:
        """Take one frame."""
        if frame.startswith(b'{"t":"outage","on":true'):
            self.told.set()
        elif frame.startswith(b'{"t":"outage","on":false'):
            self.back.set()
        else:
            hear_nothing(member, frame)


async def frozen() -> list[Row]:
    """Tell how soon members hear that Redis stands still, and that it is back."""
    noticed, returned = [], []
    room = CIRCLES.rooms[:1]
    with shared(1, room) as (nodes, redis):
        watch = Watch()
        member = await come_in(nodes, room[0].id, watch.heard)
        for _ in range(TRIALS):
            noticed.append(await _until(redis, signal.SIGSTOP, watch.told))
            returned.append(await _until(redis, signal.SIGCONT, watch.back))
            await asyncio.sleep(random.random())  # noqa: S311 - not in step with any pulse
        await go(member)
    return [
        Row(f"Redis frozen, {TRIALS} trials: members are told after", "s", noticed),
        Row("Redis back: members are told after", "s", returned),
    ]


async def _until(redis: RedisProcess, number: signal.Signals, event: asyncio.Event) -> float:
    assert redis.process is not None  # noqa: S101 - it runs while it is measured
    event.clear()
    began = time.perf_counter()
    redis.process.send_signal(number)
    async with asyncio.timeout(PATIENCE_S):
        await event.wait()
    return time.perf_counter() - began


def main() -> None:
    """Measure what is asked for and print it as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print(machine())
    with beside():
        rows = uvloop.run(carried(1, asked.rounds))
        rows += uvloop.run(carried(2, asked.rounds))
        rows += uvloop.run(frozen())
        print(table(rows), flush=True)


if __name__ == "__main__":
    main()
