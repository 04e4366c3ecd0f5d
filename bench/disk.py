"""The disk itself, beside what is measured: how long a few bytes take to be safe."""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bench.figures import Row, percentile

PAUSE_S = 0.05
BYTES = bytes(4096)


@asynccontextmanager
async def watched_disk(into: list[list[float]]) -> AsyncIterator[None]:
    """Time a small write to disk twenty times a second; one list of ms for this round."""
    seen: list[float] = []
    with tempfile.TemporaryFile(prefix="kith-bench-") as file:
        watching = asyncio.create_task(_watch(file.fileno(), seen))
        yield
        watching.cancel()
        await asyncio.wait([watching])
    into.append(seen)


async def _watch(file: int, seen: list[float]) -> None:
    while True:
        seen.append(await asyncio.to_thread(_write, file))
        await asyncio.sleep(PAUSE_S)


def _write(file: int) -> float:
    began = time.perf_counter()
    os.write(file, BYTES)
    os.fdatasync(file)
    return (time.perf_counter() - began) * 1000


def disk_rows(rounds: list[list[float]]) -> list[Row]:
    """Return how the disk did in each round."""
    name = "the disk beside, 4 KiB written and synced"
    return [
        Row(f"{name}: p50", "ms", [percentile(seen, 0.5) for seen in rounds]),
        Row(f"{name}: p99", "ms", [percentile(seen, 0.99) for seen in rounds]),
        Row(f"{name}: slowest", "ms", [max(seen) for seen in rounds]),
    ]
