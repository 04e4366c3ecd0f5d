"""A stranger who passes by, with a server's limits as they are, decides nothing for the group."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from guest_walk import HOUR_MS, asked_for
from kith_process import KithProcess
from later_house import LaterHouse
from meeting import Meeting, open_room
from plain_member import FROM_HERE, PlainMeeting
from terminal import talking
from wire import Frame

from server.commands.control import ask

pytestmark = pytest.mark.slow

TEN_MINUTES_S = 600
DECIDED = ("object", "checked", "pass")


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[PlainMeeting]:
    process = KithProcess(tmp_path).start()
    async with AsyncExitStack() as stack:
        yield await PlainMeeting.open(process, stack)
    process.stop()


def told(answer: Frame) -> tuple[str, bool]:
    """Return the code, and whether the wait that is told with it is a true one."""
    return answer["code"], TEN_MINUTES_S // 2 < answer.get("after_s", 0) <= TEN_MINUTES_S


async def test_a_stranger_takes_no_role_leads_no_evening_and_pauses_no_room(circle: Meeting):
    stranger, ada = await circle.join(), await circle.join()
    ask(circle.process.data, {"do": "begin", "room": circle.room, "format": "sharing_circle"})
    role = await stranger.ask("serve", role="opener", what="take")
    lead = await stranger.ask("lead", up=True)
    pause = await stranger.ask("halt", on=True)
    await ada.expect("step", id="welcome")  # a new group begins without anybody

    assert ("new_here", True) == told(role) == told(lead)
    assert "not_the_chair" == pause["code"]


async def test_a_stranger_neither_asks_for_a_guest_nor_stops_or_checks_one(tmp_path: Path):
    async with AsyncExitStack() as stack:
        lax = KithProcess(tmp_path, KITH_LIMITS="off").start()
        circle = await PlainMeeting.open(lax, stack)
        ada, ben = await circle.join(), await circle.join()
        guest, starts = await asked_for(ada, ben)
        lax.stop()
        circle.process = KithProcess(tmp_path).start()
        stack.callback(circle.process.stop)
        stranger = await circle.join()

        answers = [await stranger.ask("guest", guest=guest, what=what) for what in DECIDED]
        wanted = {"profession": "lawyer", "starts": starts, "ends": starts + HOUR_MS}
        answers.append(await stranger.ask("invite", **wanted))
        group = await stranger.expect("group")

    assert {("new_here", True)} == set(map(told, answers))
    assert [guest] == [one["guest"] for one in group["guests"] if not one.get("objected")]


async def test_a_stranger_is_told_why_in_words_without_script_and_in_a_terminal(
    circle: PlainMeeting,
):
    stranger = await circle.visit()
    await stranger.come_in()
    token = (await stranger.get("/group")).field("token")
    told = await stranger.post("/group", {"token": token, "do": "take opener"}, FROM_HERE)
    async with talking(circle.room, circle.process.url) as terminal:
        await terminal.sees("Here you are")
        terminal.type("/serve opener")
        await terminal.sees("You can do this when you have been here for ten minutes.")

    assert "You can do it when you have been here for ten minutes." in told.text


async def test_whose_words_have_stood_for_ten_minutes_is_known_after_a_restart_too(tmp_path: Path):
    house = LaterHouse(tmp_path)
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        circle = Meeting(house, open_room(house.data), stack)
        ada, quiet = await circle.join(), await circle.join()
        await ada.say("good evening")
        early = await ada.ask("serve", role="opener", what="take")
        house.later(TEN_MINUTES_S - 60)
        keys = ada.key, quiet.key
        ada = await circle.join(keys[0])
        await ada.say("good evening again")
        house.later(90)
        ada, quiet = [await circle.join(key) for key in keys]

        taken = await ada.ask("serve", role="opener", what="take")
        listened = await quiet.ask("serve", role="reserve", what="take")

    assert ("new_here", True) == told(early) == told(listened)
    assert "ack" == taken["t"]
