"""Each fault does what its name says, and is over when its block is: else a tour proves nothing."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import monotonic
from types import SimpleNamespace

import pytest
from disks import loop_disk, small_disk
from moving_clock import MovingClock, PreloadedClock
from net_spaces import CannotMake, Line, Space, spaces
from redis_process import RedisProcess
from stage import Ground, Plan, Stage, stage
from strikes_on_disks import cut_power, fail_flushes
from strikes_on_people import stop_reading
from strikes_on_programs import (
    freeze_node,
    freeze_redis,
    kill_both,
    kill_node,
    kill_redis,
    rolling_restart,
)

pytestmark = pytest.mark.slow

PORT = 7007
SOON_S = 0.3
MANY = 60
PATIENCE_S = 30.0
HOUR_S = 3600
CHANCE = Random(1)  # noqa: S311 - the same every time
ASKED = """
import os, sys, time
for line in sys.stdin:
    try:
        os.fsync(1) if line == "flush\\n" else None
        print(time.time() if line == "time\\n" else "done", flush=True)
    except OSError as error:
        print(error.strerror, flush=True)
"""


@contextmanager
def where_it_can_be() -> Iterator[None]:
    """Say plainly that this machine cannot do it, as the table of a tour does."""
    try:
        yield
    except CannotMake as error:
        pytest.skip(f"not run: {error}")


@contextmanager
def asked(folder: Path, **environment: str) -> Iterator["Asked"]:
    """Run a program that flushes a file, or tells the time, when it is asked to."""
    with (folder / "answers").open("w+") as answers:
        command = [sys.executable, "-u", "-c", ASKED]
        environment = {**os.environ, **environment}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=answers, text=True, env=environment
        ) as program:
            yield Asked(program, folder / "answers")
            assert program.stdin is not None
            program.stdin.close()


class Asked:
    """The program, and what it answered."""

    def __init__(self, program: "subprocess.Popen[str]", answers: Path) -> None:
        self.pid = program.pid
        self._program = program
        self._answers = answers

    def ask(self, what: str) -> str:
        before = self._lines()
        assert self._program.stdin is not None
        self._program.stdin.write(what + "\n")
        self._program.stdin.flush()
        while (lines := self._lines()) == before:
            assert self._program.poll() is None
        return lines[-1]

    def _lines(self) -> list[str]:
        return self._answers.read_text().splitlines(keepends=False)


class Ends:
    """Both ends of a line: packets are sent from one to the other."""

    def __init__(self, line: Line, near: Space, far: Space) -> None:
        self._ends = {"near": (near, line.near), "far": (far, line.far)}

    def pass_from(self, end: str) -> bool:
        """Wait until a packet passes from this end; return whether one did."""
        return any(self._arrives(end) for _ in range(MANY))

    def lost_from(self, end: str) -> bool:
        """Return whether a packet from this end is lost."""
        return not self._arrives(end)

    def _arrives(self, end: str) -> bool:
        sender, sends_from = self._ends[end]
        receiver, at = self._ends["far" if end == "near" else "near"]
        with receiver.inside():
            ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with sender.inside():
            mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        with ear, mouth:
            ear.bind((at, PORT))
            ear.settimeout(SOON_S)
            mouth.bind((sends_from, PORT))
            mouth.sendto(b"words", (at, PORT))
            try:
                return ear.recv(16) == b"words"
            except TimeoutError:
                return False


@pytest.mark.parametrize("cut", [("near",), ("far",), ("near", "far")])
def test_a_line_is_cut_in_the_directions_that_are_named_and_no_other(cut: tuple[str, ...]):
    with where_it_can_be(), spaces(1) as made:
        for line, near in ((made.to_redis[0], made.redis), (made.to_people[0], made.people)):
            ends = Ends(line, near, made.nodes[0])
            assert ends.pass_from("near")
            assert ends.pass_from("far")
            line.cut(near="near" in cut, far="far" in cut)
            for end in ("near", "far"):
                assert ends.lost_from(end) if end in cut else ends.pass_from(end)
            line.mend()
            assert ends.pass_from("near")
            assert ends.pass_from("far")


def test_a_power_cut_loses_what_was_not_flushed_and_nothing_else(tmp_path: Path):
    with where_it_can_be(), loop_disk(tmp_path / "loop") as disk:
        (disk.folder / "kept").write_text("words")
        os.sync()
        (disk.folder / "lost").write_text("words")
        disk.cut_power()
        with pytest.raises(OSError, match="Input/output error"):
            (disk.folder / "late").write_text("words")
        disk.give_power()

        assert {"kept", "lost+found"} == {path.name for path in disk.folder.iterdir()}
        assert "words" == (disk.folder / "kept").read_text()


def test_a_full_disk_takes_no_byte_more_until_it_is_cleared(tmp_path: Path):
    with where_it_can_be(), small_disk(tmp_path / "small", 4) as disk:
        disk.fill()
        with pytest.raises(OSError, match="No space left"):
            (disk.folder / "words").write_bytes(bytes(100_000))
        disk.clear()
        assert 100_000 == (disk.folder / "words").write_bytes(bytes(100_000))


async def test_flushes_fail_for_as_long_as_the_block_lasts(tmp_path: Path):
    with where_it_can_be(), asked(tmp_path) as program:
        house = Stage(tmp_path, [program], None)  # type: ignore[list-item] - it has a pid
        house.come_up = nothing  # type: ignore[method-assign] - nothing of it is a house
        assert "done" == program.ask("flush")
        async with fail_flushes(house, CHANCE):
            assert "Input/output error" == program.ask("flush")
        assert "done" == program.ask("flush")


async def nothing() -> None:
    """Do nothing."""


def test_a_clock_steps_under_a_program_that_runs(tmp_path: Path):
    clock = MovingClock(tmp_path / "clock")
    with asked(tmp_path, **clock.environment) as program:
        before = float(program.ask("time"))
        clock.step(HOUR_S)
        ahead = float(program.ask("time"))
        clock.step(-HOUR_S)
        behind = float(program.ask("time"))

    assert HOUR_S <= ahead - before < 1.5 * HOUR_S
    assert HOUR_S / 2 < before - behind <= HOUR_S


def test_the_clock_of_redis_steps_while_it_runs(tmp_path: Path):
    with where_it_can_be():
        clock = PreloadedClock(tmp_path / "clock")
        redis = RedisProcess(tmp_path / "redis")
        redis.prefix = clock.prefix
        redis.start()
        try:
            told = []
            for step in (0, HOUR_S, -HOUR_S):
                clock.step(step)
                seconds, _ = redis.ask("TIME")  # type: ignore[misc] - two numbers
                told.append(int(seconds))
        finally:
            redis.kill()
        right, ahead, behind = told

        assert HOUR_S <= ahead - right < 1.5 * HOUR_S
        assert HOUR_S / 2 < right - behind <= HOUR_S


async def test_programs_are_killed_frozen_and_restarted_and_run_again(tmp_path: Path):
    async with stage(Plan(1, redis=True), tmp_path / "house") as house:
        (node,), redis, chance = house.nodes, house.redis, CHANCE
        assert redis is not None
        pids = [running(house)]
        async with kill_node(house, chance):
            assert not node.running
        pids.append(running(house))
        async with kill_redis(house, chance):
            assert redis.process is None
        pids.append(running(house))
        async with kill_both(house, chance):
            assert (False, None) == (node.running, redis.process)
        pids.append(running(house))
        async with rolling_restart(house, chance):
            pids.append(running(house))
        for freeze, which in ((freeze_node, 0), (freeze_redis, 1)):
            async with freeze(house, chance):
                becomes(running(house)[which], frozen=True)
            becomes(running(house)[which], frozen=False)

    assert [4, 3] == [len(set(some)) for some in zip(*pids, strict=True)]
    assert house.ended_by_themselves == 0


def running(house: Stage) -> tuple[int, int]:
    """Return the numbers of the node and of Redis."""
    assert house.redis is not None
    assert house.redis.process is not None
    assert house.redis.process.poll() is None
    assert house.nodes[0].alive
    return house.nodes[0].pid, house.redis.process.pid


def becomes(pid: int, *, frozen: bool) -> None:
    """Wait until a program stands still, or does not any more."""
    end = monotonic() + PATIENCE_S
    while frozen != (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"):
        assert monotonic() < end


async def test_the_power_goes_under_a_house_and_it_comes_back(tmp_path: Path):
    with where_it_can_be():
        async with stage(Plan(ground=Ground.LOOP), tmp_path / "house") as house:
            before = house.nodes[0].pid
            async with cut_power(house, CHANCE):
                assert not house.nodes[0].running
            assert house.nodes[0].alive
            assert before != house.nodes[0].pid
            assert await house.open_room()


async def test_half_of_the_people_stop_reading_while_the_others_say_much():
    people = [SimpleNamespace(words="line", pace_s=0.02, reads=Reads()) for _ in range(4)]
    house = SimpleNamespace(people=people)
    async with stop_reading(house, CHANCE):  # type: ignore[arg-type] - only people matter
        assert [False, False, True, True] == sorted(one.reads.on for one in people)
        assert 2 == sum(len(one.words) > 1000 and one.reads.on for one in people)
    assert all(one.reads.on and one.words == "line" for one in people)


class Reads:
    """Whether somebody reads."""

    on = True

    def set(self) -> None:
        self.on = True

    def clear(self) -> None:
        self.on = False
