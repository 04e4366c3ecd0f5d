"""Processes of a comparison: the server that is measured, and the load that speaks to it."""

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.floor.building import BUILD, HERE, compiled

END_S = 20


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, and what the operating system has on it."""

    pid: int
    port: int
    beside: int = 0  # where it hears what is accepted, if not on its port

    def cpu_s(self) -> float:
        """Return the processor time of all its threads, to the nanosecond.

        The clock of another process (`clock_getcpuclockid`): `/proc/PID/stat` tells the same in
        steps of 10 ms, too coarse for short rounds.
        """
        return time.clock_gettime((~self.pid << 3) | 2)

    def resident_kib(self) -> int:
        """Return the memory it has resident."""
        told = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in told.splitlines() if "VmRSS" in line)


@contextmanager
def started(
    command: Sequence[str], environment: Mapping[str, str], port: int = 0
) -> Iterator[Server]:
    """Run a server that tells its port on its first line, unless the port is known."""
    out = subprocess.DEVNULL if port else subprocess.PIPE
    with subprocess.Popen(
        command, stdout=out, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        try:
            if process.stdout is not None:
                port, *beside = map(int, process.stdout.readline().split()[1:])
                yield Server(process.pid, port, *beside)
            else:
                yield Server(process.pid, port)
        finally:
            process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the load did and saw in one order."""

    opened: int
    said: int
    done: int  # messages that reached everybody
    delivered: int
    other: int
    closed: int
    unsent: int
    seconds: float
    cpu_s: float
    p50_us: int
    p99_us: int
    most_us: int


class Load:
    """The load, taking one order after another."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, order: str) -> Seen:
        """Carry out an order, and return what was seen when it is done."""
        told, answers = self._process.stdin, self._process.stdout
        assert told is not None  # noqa: S101 - both are pipes
        assert answers is not None  # noqa: S101
        told.write(order + "\n")
        told.flush()
        return Seen(**json.loads(answers.readline()))


@contextmanager
def load(plan: Sequence[str]) -> Iterator[Load]:
    """Run the load with a plan."""
    program = compiled(HERE / "load.c")
    with tempfile.NamedTemporaryFile("w", dir=BUILD, suffix=".plan", encoding="ascii") as file:
        file.write("\n".join(plan) + "\n")
        file.flush()
        with subprocess.Popen(
            [str(program), file.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                yield Load(process)
            finally:
                process.kill()
