"""A real `kith serve` to measure: its own process, a folder that goes with it, limits off."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.kith_process import KITH, KithProcess

STOP_S = 180.0  # ends a hang; a node that has to be gone sooner is measured elsewhere
TICKS_PER_S = os.sysconf("SC_CLK_TCK")
USER_TICKS, SYSTEM_TICKS = 11, 12  # of /proc/PID/stat, counted after the name


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """A room to open before anything is measured."""

    id: str
    capacity: int


class Measured:
    """A running server and the operating system's accounts of it."""

    def __init__(self, process: KithProcess) -> None:
        self.process = process
        self.port = process.port
        self.url = process.url

    def cpu_s(self) -> float:
        """Return the seconds of processor it has used: all its threads, user and system."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        ticks = told.rpartition(")")[2].split()
        return (int(ticks[USER_TICKS]) + int(ticks[SYSTEM_TICKS])) / TICKS_PER_S

    def resident_kib(self) -> int:
        """Return the memory it has resident."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in told.splitlines() if "VmRSS" in line)

    def sockets(self) -> int:
        """Return how many sockets it has open."""
        open_sockets = 0
        for link in Path(f"/proc/{self.process.pid}/fd").iterdir():
            with suppress(FileNotFoundError):  # closed a moment ago
                open_sockets += "socket:" in str(link.readlink())
        return open_sockets

    def slow_readers(self) -> int:
        """Return how many it has let go because they read nothing; needs an admin port."""
        with urlopen(self.process.admin, timeout=30) as page:  # noqa: S310 - our own server
            told = str(page.read(), "utf-8").splitlines()
        line = next(line for line in told if line.startswith("kith_slow_readers_total"))
        return round(float(line.split()[1]))

    @property
    def pid(self) -> int:
        """The process, for a profiler beside it."""
        return self.process.pid


@contextmanager
def house(rooms: Sequence[RoomPlan] = (), *options: str) -> Iterator[Measured]:
    """Run a server with these rooms open, and take it and its folder away afterwards."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        process = KithProcess(Path(folder) / "kith", *options, KITH_LIMITS="off").start()
        try:
            if rooms:
                open_rooms(process, Path(folder) / "rooms.jsonl", rooms)
            yield Measured(process)
        finally:
            process.stop(STOP_S)


def many(name: str, count: int, capacity: int) -> list[RoomPlan]:
    """Return plans for rooms that are alike."""
    return [RoomPlan(f"{name}-{number}", capacity) for number in range(count)]


def open_rooms(process: KithProcess, file: Path, rooms: Sequence[RoomPlan]) -> None:
    """Open the rooms of a plan beside a running server; `file` is where they are written."""
    alike = {"topic": "gambling", "side": "self", "language": "en"}
    lines = (
        json.dumps({"id": r.id, "title": r.id, "capacity": r.capacity, **alike}) for r in rooms
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    store = process.options if "--redis" in process.options else ()
    subprocess.run(
        [str(KITH), "room", "open", "--from", str(file), "--data", str(process.data), *store],
        check=True,
        capture_output=True,
        env=process.environment,
        timeout=60,
    )
