"""A line of two from a terminal: asked for, agreed to, ended by either, closed for the young."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from kith_process import KithProcess
from meeting import open_room
from patience import SOON_S
from terminal import Terminal, talking
from wire import Wire

pytestmark = pytest.mark.slow

ONLY_TWO = "Nobody else in the room can read this"
OVER = "The line is over."


@pytest.fixture
def room(house: KithProcess) -> str:
    return open_room(house.data)


@pytest.fixture
async def ben(house: KithProcess, room: str) -> AsyncIterator[Wire]:
    """Give somebody else in the room."""
    wire = await Wire.dial(house.ws)
    await wire.enter(room)
    yield wire
    await wire.close()


async def on_line(house: KithProcess, line: str, who: Wire) -> Wire:
    """Go onto a line as somebody who is in the room."""
    wire = await Wire.dial(house.ws, who.key)
    await wire.enter(line)
    return wire


async def asked_from(ada: Terminal, ben: Wire) -> str:
    """Let Ada ask Ben, who offers it, for a line; return it."""
    await ada.sees("Here now:")
    await ben.ask("sponsor", what="offer")
    ada.type("/group")
    await ada.sees(f"{ben.alias} would stand by somebody.")
    ada.type(f"/ask {ben.alias}")
    await ada.sees("A no is no verdict on you.")
    return str((await ben.expect("card", kind="sponsor_asked"))["line"])


async def test_who_asks_from_a_terminal_writes_on_the_line_once_both_want_it(
    house: KithProcess, room: str, ben: Wire
):
    async with talking(room, house.url) as ada:
        line = await asked_from(ada, ben)
        ada.type("/line 1")
        await ada.sees("Write /line or /endline, and a number")  # not before the other says yes
        bens = await on_line(house, line, ben)
        await ada.sees(f"You have a line with {ben.alias}.")
        ada.type("/line 1")
        await ada.sees(ONLY_TWO)
        ada.type("this week was hard")
        await bens.until_said("this week was hard")
        ada.type("/leave")
        await ada.sees("You are going back to the room.")
        await ada.sees(f"You have a line with {ben.alias}.")  # it stays
        async with asyncio.timeout(SOON_S):
            while "wrote on your line" not in await ada.so_far():
                await bens.say("no hurry")
        await bens.say("take your time")
        await ada.sees(f"{ben.alias} wrote on your line. /line 1 goes there.")
        await ada.asks("/lines", f"You have a line with {ben.alias}.")
        assert 1 == (await ada.so_far()).count("wrote on your line")
        ada.type("/line 1")
        await ada.sees("this week was hard")
        ada.type("/endline")
        await ben.expect("card", kind="sponsor_ended")
        await ada.sees("You are going back to the room.")
        ada.type("/lines")
        await ada.sees("You have no line of two.")
        await bens.close()


async def test_who_is_asked_in_a_terminal_says_no_or_yes_and_hears_when_it_is_over(
    house: KithProcess, room: str, ben: Wire
):
    async with talking(room, house.url) as ada:
        await ada.sees("Here now:")
        ada.type("/stand")
        await ada.sees("The others can ask you now.")
        (me,) = [m for m in (await ben.expect("group"))["sponsors"] if m["id"] != ben.member]
        await ben.ask("sponsor", what="ask", to=me["id"])
        await ada.sees(f"{ben.alias} asks if you would stand by them.")
        ada.type("/endline 1")
        await ada.sees(OVER)
        assert "ack" == (await ben.ask("sponsor", what="ask", to=me["id"]))["t"]
        await ada.sees("asks if you would stand by them.")
        ada.type("/line 2")
        await ada.sees(ONLY_TWO)
        line = str((await ben.expect("card", kind="sponsor"))["line"])
        await ben.ask("sponsor", what="end", line=line)
        await ada.sees("You are going back to the room.")
        ada.type("/nostand")
        await ada.sees("Nobody can ask you now.")


async def test_where_the_young_meet_a_terminal_says_that_there_are_no_lines_of_two(
    house: KithProcess,
):
    async with talking(open_room(house.data, side="young"), house.url) as ada:
        await ada.sees("Here you are")
        ada.type("/stand")
        await ada.sees("Where young people are, there are no lines of two.")
