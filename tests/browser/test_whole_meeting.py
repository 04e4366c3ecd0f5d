"""One whole meeting, from the opening reading to the closing one, and everybody takes part.

One has only a keyboard, one no script, one a terminal, and one loses the line while speaking.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio
from bad_line import Line
from evening import EARS, AtTerminal, ByKeyboard, Member, OnPage, WithoutScript
from kith_process import KithProcess
from plain_tab import door, go_in
from playwright.async_api import Browser, Page, expect
from strangers import gate, is_in, open_room, operate, stranger
from terminal import talking

pytestmark = pytest.mark.slow

PARTS = ["Welcome", "How are you", "Sharing", "Closing"]
MID_SENTENCE = "It was my turn to call, and"


@dataclass(frozen=True)
class Evening:
    """Who is there; `all` in the order of coming."""

    kay: ByKeyboard
    pat: WithoutScript
    tess: AtTerminal
    lou: OnPage

    @property
    def all(self) -> tuple[Member, ...]:
        return (self.kay, self.pat, self.tess, self.lou)

    def others(self, *but: Member) -> list[Member]:
        return [one for one in self.all if one not in but]

    async def part(self, n: int) -> None:
        """Wait until everybody is in this part."""
        await self.each(lambda one: one.sees(f"art {n} of 4: {PARTS[n - 1]}"))

    async def each(self, does: Callable[[Member], Awaitable[None]]) -> None:
        await asyncio.gather(*(does(one) for one in self.all))

    async def speaks(self, who: Member, line: list[Member]) -> None:
        """Wait until everybody sees who has the piece, and who waits for it, in this order."""
        await who.sees("It is your turn")
        await asyncio.gather(*(one.sees(f"{who.alias} is speaking.") for one in self.others(who)))
        if line:
            await self.each(lambda one: one.sees_line([other.alias for other in line]))

    async def shares(self, who: Member, text: str) -> None:
        await who.says(text)
        await asyncio.gather(*(one.hears(text) for one in self.others(who)))

    async def picture(self, step: str) -> None:
        for one in self.all:
            await one.pictures(step)
        await self.kay.has_focus()


@pytest_asyncio.fixture(loop_scope="session")
async def title(house: KithProcess) -> str:
    return await open_room(house)


@pytest_asyncio.fixture(loop_scope="session")
async def evening(
    browser: Browser, house: KithProcess, title: str, without_script: Page
) -> AsyncIterator[Evening]:
    async with AsyncExitStack() as stack:
        pages = []
        for _ in range(2):
            context = await stranger(browser)
            stack.push_async_callback(context.close)
            await context.add_init_script(EARS)
            line = Line()
            await context.route_web_socket(re.compile("/ws$"), line.open_unless_cut)
            pages.append((await context.new_page(), line))
        kay = await by_keyboard(*pages[0], house, title)
        pat = await without_scripts(without_script, house, title)
        room = f"corner-{int(title.rsplit(maxsplit=1)[-1])}"
        terminal = await stack.enter_async_context(talking(room, house.url))
        named = await terminal.sees("Here you are")
        tess = AtTerminal(named.rpartition("you are ")[2].rstrip("."), terminal)
        lou = OnPage(await at_gate(pages[1][0], house, title), *pages[1])
        await lou.page.check("#agree")
        await lou.page.click("#go")
        await is_in(lou.page)
        yield Evening(kay, pat, tess, lou)


async def at_gate(page: Page, house: KithProcess, title: str) -> str:
    """Go to the room's gate and return the name one is offered there."""
    await page.goto(await gate(page, house, title))
    await expect(page.locator("#another")).to_be_enabled()
    return await page.locator("#alias").inner_text()


async def by_keyboard(page: Page, line: Line, house: KithProcess, title: str) -> ByKeyboard:
    """Come in without a mouse."""
    kay = ByKeyboard(await at_gate(page, house, title), page, line)
    await kay.goes_to("#agree")
    await page.keyboard.press("Space")
    await kay.presses("#go")
    await is_in(page)
    return kay


async def without_scripts(page: Page, house: KithProcess, title: str) -> WithoutScript:
    """Come in without script."""
    await page.set_viewport_size({"width": 360, "height": 640})
    await page.goto(await door(page, house, title, "plain=1"))
    alias = await page.locator("#alias").inner_text()
    await go_in(page)
    return WithoutScript(alias, page)


async def test_four_people_hold_a_meeting_each_in_their_own_way(
    evening: Evening, house: KithProcess, title: str
):
    room = f"corner-{int(title.rsplit(maxsplit=1)[-1])}"
    await operate("meeting", "begin", room, "--format", "sharing_circle", "--data", str(house.data))
    await it_opens(evening)
    await everybody_shares(evening)
    await it_closes(evening)
    heard = await evening.kay.page.evaluate("heard")
    assert [] == told_twice(heard), heard


async def it_opens(evening: Evening) -> None:
    """The reading; then everybody says how they are."""
    kay, pat = evening.kay, evening.pat
    await evening.each(lambda one: one.sees("Welcome. We are people who know this"))
    await kay.presses("[data-meet=lead]")
    await kay.sees("You open this meeting.")
    for one in (kay, evening.lou):  # nobody writes now, so nobody is asked to begin
        await expect(one.page.locator("[data-first]")).to_be_hidden()
    await evening.picture("opening")
    await kay.presses("[data-meet=next]")
    await evening.part(2)
    await evening.shares(pat, "Tired, but glad to be here.")
    await evening.picture("check-in")
    await kay.presses("[data-meet=next]")
    await evening.part(3)


async def everybody_shares(evening: Evening) -> None:
    """The piece goes over all four, in the order of asking, and back to nobody."""
    kay, pat, tess, lou = evening.kay, evening.pat, evening.tess, evening.lou
    await kay.asks()
    await evening.speaks(kay, [])
    for n, one in enumerate((pat, tess, lou), 1):
        await one.asks()
        await one.sees(f"You are number {n} in line.")
    await evening.picture("in-line")
    await evening.shares(kay, "I slept badly again.")
    await kay.passes()
    await evening.speaks(pat, [tess, lou])
    await evening.picture("turn-without-script")
    await evening.shares(pat, "I was at the sea on Sunday.")
    await pat.passes()
    await evening.speaks(tess, [lou])
    await feedback_opens_when_it_is_wanted(evening)
    await evening.speaks(lou, [])
    await the_line_is_lost_and_comes_back(evening)
    await lou.passes()
    await evening.each(lambda one: one.sees("Nobody is speaking now."))
    await evening.picture("free")


async def feedback_opens_when_it_is_wanted(evening: Evening) -> None:
    """The third of them asks for it; after the first two, nothing was opened."""
    kay, tess, lou = evening.kay, evening.tess, evening.lou
    await tess.wishes("welcome")
    await evening.shares(tess, "My brother came by.")
    assert [] == [one for one in await kay.page.evaluate("heard") if "answer" in one]
    await tess.passes()
    await asyncio.gather(
        *(one.sees(f"You can answer {tess.alias} now.") for one in evening.others(tess)),
        tess.sees("The others can answer you now."),
    )
    await evening.picture("feedback")
    await evening.shares(kay, "Thank you for telling us.")
    await evening.shares(lou, "That took courage.")
    await tess.passes()


async def the_line_is_lost_and_comes_back(evening: Evening) -> None:
    """The place is kept, and so are the words that were being written."""
    lou = evening.lou
    await lou.page.fill("#text", MID_SENTENCE)
    await lou.line.drop()
    await asyncio.gather(
        *(one.sees(f"{lou.alias} lost the connection.") for one in evening.others(lou))
    )
    await evening.picture("line-lost")
    lou.line.cut = False
    await lou.page.evaluate("dispatchEvent(new Event('online'))")
    await lou.sees("It is your turn")
    await asyncio.gather(*(one.sees(f"{lou.alias} is") for one in evening.others(lou)))
    assert MID_SENTENCE == await lou.page.input_value("#text")
    await evening.shares(lou, f"{MID_SENTENCE} I did.")


async def it_closes(evening: Evening) -> None:
    """The closing reading, a word from each, and it is over."""
    await evening.kay.presses("[data-meet=next]")
    await evening.part(4)
    await evening.each(lambda one: one.sees("Thank you for being here"))
    for one, word in zip(evening.all, ("lighter", "calm", "hopeful", "heard"), strict=True):
        await evening.shares(one, word)
    await evening.picture("closing")
    await evening.kay.presses("[data-meet=next]")
    await evening.each(
        lambda one: one.sees(
            "The meeting is over. What was said in it is gone in about 60 minutes."
        )
    )
    await evening.picture("over")


def told_twice(heard: list[str]) -> list[str]:
    """Return what a screen reader was given more than once though it happened once."""
    about = [one for one in heard if "is speaking" in one or "Part " in one or "your turn" in one]
    return [one for one in about if about.count(one) > 1]
