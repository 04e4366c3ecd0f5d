"""A volunteer at the desk's socket, as the console would be: a queue that keeps itself true."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Any

from desk_door import Caller
from patience import SOON_S
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]


class Refused(Exception):
    """The desk said no."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.code: str = frame["code"]
        self.by: str = frame.get("by", "")


class Volunteer:
    """One socket at the desk. `cases` is the queue, `frames` everything that came."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.hello: Frame = {}
        self.cases: dict[str, Frame] = {}
        self.frames: list[Frame] = []
        self.fences: dict[str, int] = {}
        self._numbers = count(1)
        self._came = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())
        self._beating = asyncio.create_task(self._beat())

    @classmethod
    async def sit_down(cls, caller: Caller, *, on_shift: bool = True) -> "Volunteer":
        """Open the socket with the caller's cookie, and begin a shift."""
        url = f"ws://localhost:{caller.house.port}/desk/ws"
        connection = await connect(
            url,
            subprotocols=["kith.desk.v1"],  # type: ignore[list-item]
            origin=caller.origin,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"kith-desk={caller.cookie}"},
            compression=None,
            proxy=None,
            close_timeout=2,
        )
        self = cls(connection)
        self.hello = await self.until(lambda f: f["t"] == "desk")
        if on_shift:
            await self.do("shift", on=True)
        return self

    async def do(self, t: str, **fields: object) -> Frame:
        """Ask for something and return its `ack`; raise `Refused`."""
        frame_id = str(next(self._numbers))
        await self.connection.send(json.dumps({"t": t, "id": frame_id, **fields}))
        answer = await self.until(lambda f: f.get("id") == frame_id and f["t"] in {"ack", "nack"})
        if answer["t"] == "nack":
            raise Refused(answer)
        return answer

    async def claim(self, case: str) -> int:
        """Take a case and return the fence."""
        fence: int = (await self.do("claim", case=case))["fence"]
        self.fences[case] = fence
        return fence

    async def act(self, t: str, case: str, **fields: object) -> Frame:
        """Do something with a case of ours."""
        return await self.do(t, case=case, fence=self.fences[case], **fields)

    async def until(self, wanted: Callable[[Frame], bool], within_s: float = SOON_S) -> Frame:
        """Return the first frame that is wanted, of those that came or will come."""
        async with asyncio.timeout(within_s), self._came:
            while True:
                for frame in self.frames:
                    if wanted(frame):
                        return frame
                if self._reading.done():
                    raise ConnectionError(self.connection.close_code)
                await self._came.wait()

    async def case(
        self, wanted: Callable[[Frame], bool] = lambda _case: True, within_s: float = SOON_S
    ) -> Frame:
        """Return a case of the queue as it is once it is wanted."""
        async with asyncio.timeout(within_s), self._came:
            while True:
                for case in self.cases.values():
                    if wanted(case):
                        return case
                await self._came.wait()

    async def without(self, case: str, within_s: float = SOON_S) -> None:
        """Wait until a case has left the queue."""
        async with asyncio.timeout(within_s), self._came:
            while case in self.cases:
                await self._came.wait()

    async def empty(self, within_s: float) -> None:
        """Wait until nothing waits for anybody."""
        async with asyncio.timeout(within_s), self._came:
            while self.cases:
                await self._came.wait()

    def forget_frames(self) -> None:
        """Look only at what comes from here on."""
        self.frames.clear()

    def vanish(self) -> None:
        """Be gone without a word, as a line that was cut."""
        self._beating.cancel()
        self.connection.transport.abort()

    async def leave(self) -> None:
        """Close the socket."""
        self._beating.cancel()
        await self.connection.close()
        with suppress(asyncio.CancelledError):
            await self._reading

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.connection:
                async with self._came:
                    self._take(json.loads(message))
                    self._came.notify_all()
        async with self._came:
            self._came.notify_all()

    def _take(self, frame: Frame) -> None:
        self.frames.append(frame)
        match frame["t"]:
            case "desk":
                self.cases = {case["id"]: case for case in frame["cases"]}
            case "case":
                self.cases[frame["case"]["id"]] = frame["case"]
            case "gone":
                self.cases.pop(frame["case"], None)

    async def _beat(self) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(10)
                await self.connection.send('{"t":"beat"}')
