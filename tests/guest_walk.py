"""A guest's way up to the door: asked for, agreed to, checked, and handed a pass."""

import time
from dataclasses import dataclass

from later_house import LaterHouse
from meeting import Meeting
from wire import Frame, Wire

from server.commands.control import ask

DAY_S = 24 * 3600
HOUR_MS = 3_600_000
EARLY_S = 600


async def told(wire: Wire, **wanted: object) -> Frame:
    """The group's one guest, as told when these were so."""

    def fits(frame: Frame) -> bool:
        return frame["t"] == "group" and any(
            wanted.items() <= one.items() for one in frame["guests"]
        )

    guest: Frame = (await wire.find(fits))["guests"][0]
    return guest


@dataclass
class Circle:
    """Two members of a group over several days."""

    meeting: Meeting
    keys: tuple[str, str]

    async def both(self) -> tuple[Wire, Wire]:
        ada, ben = [await self.meeting.join(key) for key in self.keys]
        return ada, ben


async def asked_for(ada: Wire, ben: Wire, profession: str = "nurse") -> tuple[str, int]:
    """Have a guest asked for, in four days; return who, and when they come."""
    starts = int((time.time() + 4 * DAY_S) * 1000)
    await ada.ask("invite", profession=profession, starts=starts, ends=starts + HOUR_MS)
    return (await told(ben, profession=profession))["guest"], starts


async def invited(circle: Circle, house: LaterHouse) -> tuple[str, int]:
    """Have a guest asked for and checked by two; return who, and when they come."""
    ada, ben = await circle.both()
    guest, starts = await asked_for(ada, ben)
    assert "not_agreed" == (await ada.ask("guest", guest=guest, what="pass"))["code"]
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("guest", guest=guest, what="checked"))["t"]
    house.later(3 * DAY_S + 60)
    return guest, starts


async def pass_for(circle: Circle, guest: str) -> str:
    """Have the pass made when nobody said no."""
    ada, _ben = await circle.both()
    assert "ack" == (await ada.ask("guest", guest=guest, what="pass"))["t"]
    code: str = (await ada.expect("card", kind="guest_pass"))["code"]
    return code


def on_the_evening(house: LaterHouse, starts: int) -> None:
    """Let it be a little before the guest is expected."""
    house.later(starts / 1000 - (time.time() + house.ahead_s) - EARLY_S)


async def begun_on_the_evening(circle: Circle, house: LaterHouse, starts: int) -> tuple[Wire, Wire]:
    """Come back on the evening, with one of both to open it, and begin the guest's hour."""
    on_the_evening(house, starts)
    ada, ben = await circle.both()
    await ada.ask("serve", role="opener", what="take")
    ask(house.data, {"do": "begin", "room": circle.meeting.room, "format": "guest_hour"})
    return ada, ben
