"""A professional guest's whole way: asked for, agreed to, checked, let in once, and gone."""

import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from later_house import LaterHouse
from meeting import Meeting, open_room
from patience import SOON_S
from wire import Frame, Wire, fresh_key

from server.control import ask

pytestmark = pytest.mark.slow

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


async def worth(house: LaterHouse, code: str) -> Frame:
    """What the guest's page is told of a pass."""
    wait = aiohttp.ClientTimeout(SOON_S)
    async with (
        aiohttp.ClientSession(timeout=wait) as session,
        session.post(f"{house.url}/guest", data={"code": code}) as answer,
    ):
        assert 200 == answer.status
        found: Frame = await answer.json()
        return found


@dataclass
class Circle:
    """Two members of a group over several days."""

    meeting: Meeting
    keys: tuple[str, str]

    async def both(self) -> tuple[Wire, Wire]:
        ada, ben = [await self.meeting.join(key) for key in self.keys]
        return ada, ben


async def invited(circle: Circle, house: LaterHouse) -> tuple[str, int]:
    """Have a guest asked for and checked by two; return who, and when they come."""
    ada, ben = await circle.both()
    starts = int((time.time() + 4 * DAY_S) * 1000)
    await ada.ask("invite", profession="nurse", starts=starts, ends=starts + HOUR_MS)
    guest = (await told(ben, profession="nurse"))["guest"]
    assert "not_agreed" == (await ada.ask("guest", guest=guest, what="pass"))["code"]
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("guest", guest=guest, what="checked"))["t"]
    house.later(3 * DAY_S + 60)
    return guest, starts


async def pass_for(circle: Circle, house: LaterHouse, guest: str, starts: int) -> str:
    """Have the pass made when nobody said no, and wait for the evening."""
    ada, _ben = await circle.both()
    assert "ack" == (await ada.ask("guest", guest=guest, what="pass"))["t"]
    code: str = (await ada.expect("card", kind="guest_pass"))["code"]
    stranger = await circle.meeting.dial()
    assert "pass_early" == (await stranger.enter(circle.meeting.room, guest=code))["code"]
    assert "early" == (await worth(house, code))["state"]
    house.later(starts / 1000 - (time.time() + house.ahead_s) - EARLY_S)
    return code


async def test_a_guest_comes_once_with_a_badge_and_goes_when_their_part_is_over(tmp_path: Path):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = Meeting(house, open_room(house.data), stack)
        circle = Circle(meeting, (fresh_key(), fresh_key()))
        guest, starts = await invited(circle, house)
        code = await pass_for(circle, house, guest, starts)
        ada, ben = await circle.both()
        await ada.ask("serve", role="opener", what="take")
        ask(house.data, {"do": "begin", "room": meeting.room, "format": "guest_hour"})

        nora = await meeting.dial()
        assert "open" == (await worth(house, code))["state"]
        assert "hello" == (await nora.enter(meeting.room, guest=code))["t"]

        here = await told(ben, member=nora.member)
        assert ("nurse", guest) == (here["profession"], here["guest"])
        await only_a_guest(nora, ben, guest)
        await nobody_else(meeting, nora, code)
        assert "used" == (await worth(house, code))["state"]

        await ada.ask("next", step="welcome")
        await nora.expect("step", id="talk")
        assert "ack" == (await nora.say("thank you for having me"))["t"]
        await ben.until_said("thank you for having me")
        for step in ("talk", "questions"):
            await ada.ask("next", step=step)

        assert "pass_over" == (await nora.expect("bye"))["code"]
        assert 1000 == await nora.ended()
        assert (await told(ben, left=True))[
            "member"
        ] == nora.member  # the badge stays at their words
        for key in (nora.key, None):
            again = await meeting.dial(key)
            assert "pass_over" == (await again.enter(meeting.room, guest=code))["code"]
        assert "pass_over" == (await (await meeting.dial(nora.key)).enter(meeting.room))["code"]
        assert "over" == (await worth(house, code))["state"]


async def only_a_guest(nora: Wire, ben: Wire, guest: str) -> None:
    """No line of two, no role, no say in the group's affairs, and nothing of the desk's."""
    for wish in (
        {"t": "sponsor", "what": "offer"},
        {"t": "sponsor", "what": "ask", "to": ben.member},
        {"t": "serve", "role": "reserve", "what": "take"},
        {"t": "guest", "guest": guest, "what": "checked"},
        {"t": "guest", "guest": guest, "what": "pass"},
    ):
        assert "not_for_guests" == (await nora.ask(**wish))["code"]
    await ben.ask("need")
    assert "help" == (await ben.expect("card"))["kind"]
    assert {"here", "group"} >= {frame["t"] for frame in await so_far(nora)}


async def so_far(wire: Wire) -> list[Frame]:
    """All that came by now, but for what a meeting's frames are."""
    await wire.ask("report", n=1 << 40, why="other")
    frames, wire.skipped = wire.skipped, []
    return frames


async def nobody_else(meeting: Meeting, nora: Wire, code: str) -> None:
    """The pass is no use to anybody else; the guest's own second device is the guest."""
    other = await meeting.dial()
    assert "pass_used" == (await other.enter(meeting.room, guest=code))["code"]
    elsewhere = await meeting.dial()
    room = open_room(meeting.process.data)
    assert "pass_unknown" == (await elsewhere.enter(room, guest=code))["code"]
    second = await meeting.dial(nora.key)
    assert "hello" == (await second.enter(meeting.room, guest=code))["t"]
    await second.close()
