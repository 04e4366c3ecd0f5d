"""A volunteer's wire for tests: signed in with a passkey of their own, on shift, with a case."""

import sys
from itertools import count
from pathlib import Path
from typing import Any

from desk_door import COOKIE, caller, invitation
from kith_process import KithProcess
from websockets.asyncio.client import connect
from wire import Frame, Wire

RUNNER = Path(__file__).with_name("quick_desk.py")
_numbers = count(1)


class QuickDesk(KithProcess):
    """A real server that misses a volunteer after `KITH_TEST_LOST_MS`."""

    @property
    def program(self) -> list[str]:
        return [sys.executable, "-P", str(RUNNER)]


class Volunteer(Wire):
    """A volunteer's socket: the same habits as a member's, other frames."""

    def __init__(self, connection: Any, name: str) -> None:  # noqa: ANN401 - the dialler's own
        super().__init__(connection, name)
        self.name = name
        self.asked = 0
        self.case = ""
        self.fence = 0

    @classmethod
    async def sit(cls, process: KithProcess, name: str, role: str = "volunteer") -> "Volunteer":
        """Join the crew, sit down at the desk and begin a shift. Nobody else has the same name."""
        name = f"{name} {_letters(next(_numbers))}"
        async with caller(process) as door:
            joined = await door.join(invitation(process, role), name)
            assert 200 == joined.status, joined
            cookie = f"{COOKIE}={door.cookie}"
            origin = door.origin
        connection = await connect(
            process.ws.replace("/ws", "/desk/ws"),
            subprotocols=["kith.desk.v1"],  # type: ignore[list-item] - a new type of str
            origin=origin,  # type: ignore[arg-type] - a new type of str
            additional_headers={"Cookie": cookie},
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

    async def look(self) -> Frame:
        """Return the case as it is now."""
        self.skipped = [f for f in self.skipped if f["t"] != "detail"]
        await self.act("look", case=self.case)
        return await self.expect("detail")


def _letters(number: int) -> str:
    """Return a number as letters: names have no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
