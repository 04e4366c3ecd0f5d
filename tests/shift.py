"""A room with volunteers on shift: somebody says what worries, somebody else takes the case."""

from contextlib import AsyncExitStack

from desk_wire import Volunteer
from meeting import Meeting
from wire import Frame, Wire

CRISIS = "I want to kill myself tonight"
OPENING = "Hello. I read what you wrote. I am glad you told us."


class Shift:
    """A room, a member in distress, and volunteers on shift."""

    def __init__(self, meeting: Meeting, stack: AsyncExitStack) -> None:
        self.meeting = meeting
        self._stack = stack

    async def sit(self, name: str) -> Volunteer:
        volunteer = await Volunteer.sit(self.meeting.process, name)
        self._stack.push_async_callback(volunteer.close)
        return volunteer

    async def in_distress(self) -> Wire:
        """Have somebody say what raises a case."""
        ada = await self.meeting.join()
        assert (await ada.say(CRISIS))["t"] == "ack"
        return ada

    async def claimed(self) -> tuple[Wire, Volunteer]:
        """Have a case of this room claimed."""
        vera = await self.sit("Vera")
        ada = await self.in_distress()
        await self.claim(vera)
        return ada, vera

    async def claim(self, volunteer: Volunteer) -> None:
        told = await volunteer.find(
            lambda f: self.is_ours(f) and f["case"]["state"] in {"open", "escalated"}
        )
        await volunteer.claim(told["case"]["id"])

    def is_ours(self, frame: Frame) -> bool:
        """Return whether a frame shows a case of this room; others' are on the same desk."""
        return frame["t"] == "case" and bool(frame["case"]["room"] == self.meeting.room)

    async def line(self, line: str, key: str, **fields: object) -> Wire:
        """Enter a private line."""
        wire = await self.meeting.dial(key)
        assert (await wire.enter(line, **fields))["t"] == "hello"
        return wire

    async def talking(self) -> tuple[Wire, Wire, Volunteer]:
        """Have a private line open: the member in the room, on the line, and the volunteer."""
        ada, vera = await self.claimed()
        await vera.hold("offer", text=OPENING)
        line = (await ada.expect("card", kind="talk"))["line"]
        return ada, await self.line(line, ada.key), vera
