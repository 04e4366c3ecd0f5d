"""The plug is pulled in the middle of a conversation: nothing acknowledged is lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from kith_process import KithProcess
from meeting import StartKith, open_room
from patience import SOON_S
from websockets.exceptions import ConnectionClosed
from wire import Frame, Wire, fresh_id, fresh_key

pytestmark = pytest.mark.slow

KILLS = 5
LINES_BETWEEN = 40


class Talker:
    """Posts without end, resends what was not answered, and keeps what it was told."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.key = fresh_key()
        self.epochs: set[str] = set()
        self.acked: dict[str, int] = {}
        self.heard: list[Frame] = []
        self.answered = asyncio.Event()
        self._open: dict[str, str] = {}  # sent or to be sent, and not yet answered
        self._count = 0

    @property
    def last(self) -> int:
        return self.heard[-1]["n"] if self.heard else 0

    async def talk(self, kith: KithProcess, room: str) -> None:
        """Talk until the line is lost."""
        with suppress(ConnectionClosed):
            wire = await Wire.dial(kith.ws, self.key)
            try:
                await self._enter(wire, room)
                async with asyncio.TaskGroup() as group:
                    posting = group.create_task(self._post(wire))
                    with suppress(ConnectionClosed):
                        await self._hear(wire)
                    posting.cancel()
            finally:
                await wire.close()

    async def _enter(self, wire: Wire, room: str) -> None:
        known = {"after": {"epoch": next(iter(self.epochs), ""), "n": self.last}}
        hello = await wire.enter(room, **known)
        assert (hello["t"], hello["from"]) == ("hello", self.last + 1)
        self.epochs.add(hello["epoch"])
        for frame_id, text in list(self._open.items()):
            await wire.send("say", id=frame_id, text=text)

    async def _post(self, wire: Wire) -> None:
        while True:
            self._count += 1
            frame_id, text = fresh_id(), f"{self.name} {self._count}"
            self._open[frame_id] = text
            with suppress(ConnectionClosed):
                await wire.send("say", id=frame_id, text=text)
            while frame_id in self._open:
                await self.answered.wait()
                self.answered.clear()

    async def _hear(self, wire: Wire) -> None:
        async for message in wire.connection:
            frame = json.loads(message)
            if "n" in frame and "at" in frame:
                assert frame["n"] == self.last + 1, "a number is missing or came twice"
                self.heard.append(frame)
            elif frame["t"] == "ack":
                self._open.pop(frame["id"])
                self.acked[frame["id"]] = frame["n"]
                self.answered.set()
            else:
                assert frame["t"] in {"here", "tick", "hello"}, frame


@asynccontextmanager
async def conversation(talkers: list[Talker], kith: KithProcess, room: str) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(talker.talk(kith, room)) for talker in talkers]
        yield
        async with asyncio.timeout(SOON_S):
            await asyncio.wait(tasks)


async def grown(talkers: list[Talker], lines: int) -> None:
    """Wait until everybody has heard so many lines, while they talk."""
    while min(talker.last for talker in talkers) < lines:
        await talkers[0].answered.wait()
        await asyncio.sleep(0)


@pytest.mark.timeout(600)
async def test_every_acknowledged_line_survives_kills_once_and_in_one_order(
    start_kith: StartKith,
):
    kith = start_kith(KITH_LIMITS="off")
    room = open_room(kith.data)
    talkers = [Talker(name) for name in ("ada", "ben", "cem")]

    for _ in range(KILLS):
        before = max(talker.last for talker in talkers)
        async with asyncio.timeout(SOON_S), conversation(talkers, kith, room):
            await grown(talkers, before + LINES_BETWEEN)
            await asyncio.to_thread(kith.kill)
        kith.start()
    reader = await Wire.dial(kith.ws)
    await reader.enter(room, after={"epoch": "", "n": 0})
    kept = await reader.in_order(reader.hello["n"])
    await reader.close()

    place = {frame["id"]: frame["n"] for frame in kept}
    assert len(kept) == len(place), "a line stands twice"
    for talker in talkers:
        assert {reader.hello["epoch"]} == talker.epochs
        assert talker.acked.items() <= place.items()
        assert talker.heard == kept[: len(talker.heard)]
        said = [frame["text"] for frame in kept if frame["text"].startswith(talker.name)]
        assert said == sorted(said, key=lambda text: int(text.split()[1]))
