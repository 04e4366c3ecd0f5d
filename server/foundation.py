"""What every command stands on: the data folder's keys, its store, and the streams over it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server.backplane import Backplane
from server.backplane.clock import wall_ms
from server.backplane.sqlite import SqliteBackplane
from server.crypto.keys import HouseKeys
from server.crypto.ratchet import FACTS, TALK, KeyClass, Ratchet
from server.crypto.sealing import Sealer
from server.stream_names import MAIL, ROOM, kind_of
from server.streams import Streams
from server.trusted_clock import is_held


@dataclass(frozen=True, slots=True)
class Foundation:
    """An open data folder. `clock_held` says that its clock is not believed."""

    keys: HouseKeys
    ratchets: Mapping[KeyClass, Ratchet]
    backplane: Backplane
    streams: Streams
    epoch: str
    clock_held: bool


def class_of(stream: str) -> KeyClass:
    """Return how long a stream's entries live: talk a day, facts as long as the group."""
    return TALK if kind_of(stream) in {ROOM, MAIL} else FACTS


@asynccontextmanager
async def foundation(data: Path, *, accept_clock: bool = False) -> AsyncIterator[Foundation]:
    """Open the folder, follow its streams, and close it again."""
    backplane = SqliteBackplane(data)
    epoch = await backplane.open()
    try:
        now = backplane.now()
        folder = data / "keys"
        keys = HouseKeys.open(folder)
        ratchets = {c: Ratchet.open(folder, c, now) for c in (TALK, FACTS)}
        streams = Streams(backplane, Sealer(ratchets, class_of, backplane.now))
        held = is_held(folder, wall_ms(), backplane.last_at(), accept=accept_clock)
        async with asyncio.TaskGroup() as group:  # should the fold fail, everything ends
            following = group.create_task(streams.run())
            yield Foundation(keys, ratchets, backplane, streams, epoch, held)
            following.cancel()
    finally:
        await backplane.close()
