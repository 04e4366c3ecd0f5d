"""A room over a real store in memory of its own time, and a peer that reads it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from ears import unwritten
from fake_transport import FakeTransport

from rooms.events import MessageHidden, MessagePosted
from server.backplane.sqlite import SqliteBackplane
from server.counters import Counters
from server.crypto.ratchet import FACTS, TALK, Ratchet
from server.crypto.sealing import Sealer
from server.fanout.catching_up import Backlog
from server.fanout.channel import Channel
from server.fanout.hub import Hub
from server.fanout.outbox import Outbox
from server.fanout.reader import StreamReader
from server.streams.envelope import Draft
from server.streams.kinds import ROOM, class_of
from server.streams.names import room_stream
from server.streams.streams import Streams
from server.upkeep.keeping import Keeping

STREAM = room_stream("gambling")
LARGE = "x" * 2_000


@dataclass
class Room:
    """One room's stream over a real store, with its channel."""

    store: SqliteBackplane
    streams: Streams
    channel: Channel
    elapsed: list[int]

    async def say(self, count: int, text: str = "words") -> None:
        said = [MessagePosted("member", "amber fox", text, "id") for _ in range(count)]
        for start in range(0, count, 100):
            drafts = [Draft(STREAM, event) for event in said[start : start + 100]]
            positions = await self.streams.append(*drafts)
        await self.channel.log.reached(positions[-1].n)

    async def hide(self, n: int) -> None:
        (position,) = await self.streams.append(Draft(STREAM, MessageHidden(n)))
        await self.channel.log.reached(position.n)

    async def forget_up_to_now(self) -> None:
        """Let all that is there grow old and expire."""
        self.elapsed[0] += 1_000
        await self.store.expire("room:", self.store.now())


@asynccontextmanager
async def a_room(folder: Path) -> AsyncIterator[Room]:
    """Open a room over a store in this folder."""
    elapsed = [0]
    store = SqliteBackplane(folder, elapsed=lambda: elapsed[0])
    await store.open()
    ratchets = {c: Ratchet.open(folder / "keys", c, store.now()) for c in (TALK, FACTS)}
    streams = Streams(store, Sealer(ratchets, class_of, store.now))
    channel = unwritten(await streams.log(ROOM, STREAM))
    streams.listen(ROOM.prefix, lambda _log, entry: channel.publish(entry))
    following = asyncio.create_task(streams.run())
    yield Room(store, streams, channel, elapsed)
    following.cancel()
    await asyncio.wait([following])
    await store.close()


def keeping(room: Room, hub: Hub | None = None) -> Keeping:
    """Keep house as after a start."""
    hub = hub or Hub(Counters())
    return Keeping(room.store, room.streams, hub, {}, counted=lambda _log: None, held=True)


class Peer:
    """A reader whose frames are looked at as soon as they are put."""

    def __init__(self) -> None:
        self.transport = FakeTransport()
        self.box = Outbox(self.transport, lambda _box: None)
        self.reader = StreamReader(self.box)

    async def catch_up(self, room: Room, after: int) -> list[dict[str, object]]:
        """Read like a peer that takes everything at once."""
        backlog = Backlog(room.streams, room.channel, after)
        room.channel.readers.add(self.reader)
        catching = asyncio.create_task(self.reader.catch_up(backlog))
        while not catching.done():
            self.box.flush(0.0)
            self.transport.drain()
            await asyncio.sleep(0)
        self.box.flush(0.0)
        return self.heard()

    def heard(self) -> list[dict[str, object]]:
        return list(_payloads(b"".join(self.transport.written)))


def _payloads(written: bytes) -> Sequence[dict[str, object]]:
    frames = []
    while written:
        size = written[1]
        start = 2
        if size == 126:
            size, start = int.from_bytes(written[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(written[2:10], "big"), 10
        frames.append(json.loads(written[start : start + size]))
        written = written[start + size :]
    return frames


def covered(frames: Sequence[dict[str, object]]) -> list[int]:
    """Return the numbers that frames stand for, a gap's too."""
    numbers: list[int] = []
    for frame in frames:
        if frame["t"] == "gap":
            numbers += range(int(str(frame["from"])), int(str(frame["to"])) + 1)
        else:
            numbers.append(int(str(frame["n"])))
    return numbers
