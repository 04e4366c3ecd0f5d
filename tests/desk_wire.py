"""A volunteer's wire for tests, and a server whose desk anybody may sit at by a name."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from kith_process import KithProcess
from websockets.asyncio.client import connect
from wire import Frame, Wire

RUNNER = Path(__file__).with_name("open_desk.py")


class OpenDesk(KithProcess):
    """A real server, but whoever names themselves at the desk is a volunteer of that name."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]


class Volunteer(Wire):
    """A volunteer's socket: the same habits as a member's, other frames."""

    def __init__(self, connection: Any, name: str) -> None:  # noqa: ANN401 - the dialler's own
        super().__init__(connection, name)
        self.asked = 0
        self.case = ""
        self.fence = 0

    @classmethod
    async def sit(cls, process: KithProcess, name: str) -> "Volunteer":
        """Sit down at the desk and begin a shift."""
        connection = await connect(
            process.ws.replace("/ws", "/desk/ws"),
            subprotocols=["kith.desk.v1"],  # type: ignore[list-item] - a new type of str
            origin=process.url,  # type: ignore[arg-type] - a new type of str
            additional_headers={"X-Volunteer": name},
            compression=None,
            max_queue=None,
            ping_interval=None,
            close_timeout=2,
            proxy=None,
        )
        volunteer = cls(connection, name)
        volunteer.hello = await volunteer.expect("desk")
        await volunteer.act("shift", on=True)
        return volunteer

    async def act(self, t: str, **fields: object) -> Frame:
        """Send a frame and return its ack or nack."""
        self.asked += 1
        return await self.ask(t, **({"id": f"a{self.asked}"} | fields))

    async def hold(self, t: str, **fields: object) -> Frame:
        """Do something with the case that is claimed."""
        return await self.act(t, case=self.case, fence=self.fence, **fields)

    async def claim(self, case: str) -> None:
        """Take a case."""
        self.case = case
        answer = await self.act("claim", case=case)
        assert answer["t"] == "ack", answer
        self.fence = answer["fence"]

    async def claim_next(self) -> None:
        """Take the next case that is free, of those told and still to come."""
        async with asyncio.timeout(8):
            told = await self.find(
                lambda f: f["t"] == "case" and f["case"]["state"] in {"open", "escalated"}
            )
        await self.claim(told["case"]["id"])
