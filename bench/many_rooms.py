"""How long a start takes with a hundred thousand rooms in the log, each with talk and a member."""

import asyncio
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe

from bench.accounts import cpu_us, own_kib
from bench.figures import Row
from rooms.events import MemberKnown, MessagePosted, RoomOpened
from server.foundation import foundation
from server.settings import Settings
from server.streams.envelope import Draft
from server.streams.names import HOUSE, members_stream, room_stream
from tests.kith_process import KithProcess

ROOMS = 100_000
LINES = 3
AT_ONCE = 500  # rooms in one append
WORDS = "I did not go today, and that is something, is it not"
SETTLED_S = 45.0  # two sweeps, and the look for what is hidden


async def many_rooms(rounds: int) -> list[Row]:
    """Tell what a start costs on a folder with so many rooms; the folder is made once."""
    listening: list[float] = []
    cpu: list[float] = []
    settled: list[float] = []
    memory: list[float] = []
    with _folder() as data:
        await _fill(data)
        size = (data / "kith.db").stat().st_size / 2**20
        for _ in range(rounds):
            began = time.perf_counter()
            process = KithProcess(data, KITH_LIMITS="off").start()
            listening.append(time.perf_counter() - began)
            cpu.append(cpu_us(process.pid) / 1e6)
            await asyncio.sleep(SETTLED_S)
            settled.append(cpu_us(process.pid) / 1e6)
            memory.append(own_kib(process.pid) / 1024)
            process.stop()
    what = f"{ROOMS:,} rooms, {LINES} lines and a member each"
    return [
        Row(f"{what}: until it listens", "s", listening, "10"),
        Row("CPU until it listens", "s", cpu),
        Row(f"CPU after {SETTLED_S:.0f} s", "s", settled),
        Row("memory then", "MiB", memory),
        Row("the store", "MiB", [size]),
    ]


async def _fill(data: Path) -> None:
    """Write it all into a new folder, as a server would have."""
    async with foundation(Settings(data=data)) as ground:
        append = ground.streams.append
        for start in range(0, ROOMS, AT_ONCE):
            rooms = [f"room-{n}" for n in range(start, start + AT_ONCE)]
            await append(*(Draft(HOUSE, _opened(room)) for room in rooms))
            await asyncio.gather(*(append(*_told(room)) for room in rooms))


def _opened(room: str) -> RoomOpened:
    return RoomOpened(room, "gambling", "self", "en", room, 12, "open_floor")


def _told(room: str) -> Sequence[Draft]:
    member = token_urlsafe(16)
    said = MessagePosted(member, "amber fox", WORDS, token_urlsafe(16))
    known = Draft(members_stream(room), MemberKnown(member, 0, 24_323))
    return [known, *(Draft(room_stream(room), said) for _ in range(LINES))]


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as folder:
        yield Path(folder) / "kith"
