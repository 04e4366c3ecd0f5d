"""A professional guest's whole way: asked for, agreed to, checked, let in once, and gone."""

from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from guest_walk import Circle, begun_on_the_evening, invited, pass_for, told
from later_house import LaterHouse
from meeting import Meeting, open_room
from patience import SOON_S
from wire import Frame, Wire, fresh_key

pytestmark = pytest.mark.slow


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


async def test_a_guest_comes_once_with_a_badge_and_goes_when_their_part_is_over(tmp_path: Path):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = Meeting(house, open_room(house.data), stack)
        circle = Circle(meeting, (fresh_key(), fresh_key()))
        guest, starts = await invited(circle, house)
        code = await pass_for(circle, guest)
        await too_early(meeting, house, code)
        ada, ben = await begun_on_the_evening(circle, house, starts)

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
        await ada.ask("next", step="talk")
        nora = await steps_out_and_comes_back(meeting, nora, ada, ben)
        await ada.ask("next", step="questions")

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


async def too_early(meeting: Meeting, house: LaterHouse, code: str) -> None:
    stranger = await meeting.dial()
    assert "pass_early" == (await stranger.enter(meeting.room, guest=code))["code"]
    assert "early" == (await worth(house, code))["state"]


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


AMONG_US = "what I only say among ourselves"


async def steps_out_and_comes_back(meeting: Meeting, nora: Wire, ada: Wire, ben: Wire) -> Wire:
    """Somebody asks for it privately; the guest hears nothing of their turn, nor later."""
    assert "not_for_guests" == (await nora.ask("alone", up=True))["code"]
    await ada.find(lambda f: nora.member in {one["id"] for one in f.get("joined", ())})
    await so_far(ada)
    assert "ack" == (await ben.ask("alone", up=True))["t"]
    assert {"rule"} >= {frame["t"] for frame in await so_far(ada)}  # nobody is told who asked
    assert "ack" == (await ben.ask("hand", up=True))["t"]

    await nora.expect("card", kind="step_out")
    assert "stepped_out" == (await nora.expect("bye"))["code"]
    assert 4004 == await nora.ended()
    assert {"kind": "no_guest"}.items() <= (await ben.expect("card")).items()
    await ada.find(lambda f: f["t"] == "here" and nora.member in f.get("left", ()))
    knocking = await meeting.dial(nora.key)
    assert "stepped_out" == (await knocking.enter(meeting.room))["code"]
    n = (await ben.say(AMONG_US))["n"]
    await ada.until_said(AMONG_US)
    await ben.ask("pass")

    back = await meeting.dial(nora.key)
    after = {"epoch": nora.hello["epoch"], "n": nora.hello["n"]}
    assert "hello" == (await back.enter(meeting.room, after=after))["t"]
    await back.send("more", before=n + 1, limit=50)
    kept = await back.expect("lines")
    assert n < kept["from"]
    assert "ack" == (await back.say("I am here again"))["t"]
    assert AMONG_US not in str([kept, *back.skipped, *nora.skipped])
    return back


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
