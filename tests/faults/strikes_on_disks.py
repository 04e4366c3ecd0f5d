"""What befalls disks: their power is cut, they are full, they do not keep what they were given."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from time import monotonic, sleep

from failing_disk import failing_flushes
from net_spaces import CannotMake
from redis_process import RedisProcess
from stage import Node, Stage

NEARLY_FULL_BYTES = 2 * 1024 * 1024
AFTER_THE_CUT_S = 0.1
STILL_S, STILL_LOOK_S = 20.0, 0.005
STILL_BUSY_S = 0.2
TRIES = 50


@asynccontextmanager
async def cut_power(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """The machine under the store loses its power: what was not flushed is gone."""
    assert stage.loop is not None
    on_it = stage.nodes if stage.redis is None else [stage.redis]
    for program in on_it:
        program.freeze()
        await asyncio.to_thread(_stands_still, _pid_of(program))
    stage.loop.cut_power()
    for program in on_it:
        program.thaw()
    await asyncio.sleep(chance.uniform(0, AFTER_THE_CUT_S))  # nothing more may be said to be saved
    for program in on_it:
        await asyncio.to_thread(program.kill)
    try:
        yield
    finally:
        await _again(stage)
        await stage.come_up()


def _pid_of(program: Node | RedisProcess) -> int:
    if isinstance(program, Node):
        return program.pid
    assert program.process is not None
    return program.process.pid


def _stands_still(pid: int) -> None:
    """Wait until no thread is inside a call any more.

    A file system that is shut down answers some flushes that are just going on with success,
    though nothing of them is kept: 29 of 150 of a bare file, which no disk would do.
    """
    end = monotonic() + STILL_S
    tasks = Path(f"/proc/{pid}/task")
    while any(_state(task) != "T" for task in tasks.iterdir()):
        if monotonic() > end:
            raise CannotMake("the store's program does not stand still")
        sleep(STILL_LOOK_S)


def _state(task: Path) -> str:
    """Return what a thread does, in one letter; one that has just ended stands still, too."""
    try:
        return (task / "stat").read_text("ascii", "replace").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "T"


async def _again(stage: Stage) -> None:
    """Mount the disk again, as soon as nobody has a file open there any more."""
    assert stage.loop is not None
    for _ in range(TRIES):
        try:
            await asyncio.to_thread(stage.loop.give_power)
        except CannotMake:
            await asyncio.sleep(STILL_BUSY_S)
        else:
            return
    raise CannotMake("the disk does not come free")


@asynccontextmanager
async def fill_disk(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """The store's disk is full, or so nearly that Kith, where it sees the disk, stops before."""
    assert stage.small is not None
    leave = (0,) if stage.redis else (0, NEARLY_FULL_BYTES)
    stage.small.fill(chance.choice(leave))
    try:
        yield
    finally:
        stage.small.clear()
        await stage.come_up()


@asynccontextmanager
async def fail_flushes(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Every flush of the store's files answers with an error."""
    if stage.redis is not None:
        assert stage.redis.process is not None
        pid = stage.redis.process.pid
    else:
        pid = chance.choice(stage.nodes).pid
    async with _failing(pid):
        yield
    await stage.come_up()


@asynccontextmanager
async def _failing(pid: int) -> AsyncIterator[None]:
    """Hold strace from one thread of its own: it is waited for on the way in and out."""
    began, enough = threading.Event(), threading.Event()
    wrong: list[str] = []

    def hold() -> None:
        try:
            with failing_flushes(pid):
                began.set()
                enough.wait()
        except AssertionError as error:
            wrong.append(str(error))
            began.set()

    holding = asyncio.create_task(asyncio.to_thread(hold))
    try:
        await asyncio.to_thread(began.wait)
        if wrong:
            raise CannotMake(wrong[0].splitlines()[0])
        yield
    finally:
        enough.set()
        await holding
