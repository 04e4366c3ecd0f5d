"""Somebody without script, and somebody in a terminal, each share while the guest is not there."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from guest_walk import Circle, begun_on_the_evening, invited, pass_for
from later_house import LaterHouse
from plain_member import FROM_HERE, PlainMeeting, PlainMember, handle_of
from terminal import talking
from wire import Wire, fresh_key

pytestmark = pytest.mark.slow

NOTED = "nobody is told who asked"
STANDS = "You asked that the guest steps out while you speak."
OUT = "The guest has stepped out while you speak"


async def test_a_guest_is_out_while_somebody_speaks_who_asked_for_it(tmp_path: Path):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = await PlainMeeting.open(house, stack)
        circle = Circle(meeting, (fresh_key(), fresh_key()))
        guest, starts = await invited(circle, house)
        code, nora = await pass_for(circle, guest), fresh_key()
        ada, _ben = await begun_on_the_evening(circle, house, starts)
        for step in ("welcome", "talk"):
            await ada.ask("next", step=step)
        cedar = PlainMember(house, await handle_of(house, meeting.title))
        await stack.enter_async_context(cedar)
        await cedar.arrive()

        await speaks_without_script(cedar, await meeting.join(nora, guest=code))
        await speaks_from_a_terminal(meeting, await meeting.join(nora))


async def is_sent_out(guest: Wire) -> None:
    assert "stepped_out" == (await guest.expect("bye"))["code"]


async def speaks_without_script(cedar: PlainMember, guest: Wire) -> None:
    stream = await cedar.come_in()
    page = await cedar.get("/group")
    token = {"token": page.field("token")}
    sent = await cedar.post("/group", token | {"do": "alone"}, FROM_HERE)
    noted = await cedar.get(f"/group{sent.headers['Location'].partition('/group')[2]}")
    later = await cedar.get("/group")
    await cedar.post("/turn", token | {"do": "ask", "step": "questions"}, FROM_HERE)
    await is_sent_out(guest)
    await stream.until(OUT)
    await cedar.post("/turn", token | {"do": "pass", "step": "questions"}, FROM_HERE)
    await stream.until("Nobody is speaking now.", times=2)

    assert ['value="alone"' in shown.raw for shown in (page, noted, later)] == [True, False, False]
    assert 'value="not_alone"' in later.raw
    assert (True, True) == (NOTED in noted.text, STANDS in later.text)


async def speaks_from_a_terminal(meeting: PlainMeeting, guest: Wire) -> None:
    async with talking(meeting.room, meeting.process.url) as fern:
        await fern.sees("Here now:")
        await fern.asks("/alone", NOTED)
        await fern.asks("/meeting", STANDS)
        fern.type("/turn")
        await is_sent_out(guest)
        await fern.sees("The guest has stepped out while you speak")
        fern.type("/pass")
        await fern.sees("Nobody is speaking now.")
        await fern.asks("/notalone", "Done.")
