"""A bad line between one person and the real server: frames lost, sockets cut, silence."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from bad_line import Frame, Line
from kith_process import KithProcess
from playwright.async_api import Browser, Page, expect
from strangers import UNSENT, come_in, hears, open_room, say, stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

STATUS = "#status"


Three = tuple[Page, Page, Line]


@pytest_asyncio.fixture(loop_scope="session")
async def three(browser: Browser, house: KithProcess) -> AsyncIterator[Three]:
    """Give somebody on a bad line, somebody on a good one, and the bad line."""
    title = await open_room(house)
    line = Line()
    contexts = [await stranger(browser), await stranger(browser)]
    await contexts[0].route_web_socket(re.compile("/ws$"), line.open)
    far = await come_in(contexts[0], house, title)
    near = await come_in(contexts[1], house, title)
    yield far, near, line
    for context in contexts:
        await context.close()


@pytest.mark.chromium_only
async def test_a_line_lost_on_the_way_is_fetched(three: Three):
    far, near, line = three
    await say(near, "one")
    await hears(far, "one")
    line.lost = lambda frame: frame.get("text") == "two" and len(line.entered()) == 1

    await say(near, "two")
    await say(near, "three")

    await hears(far, "one", "two", "three")
    assert [1] == [frame["after"]["n"] for frame in line.entered()[1:]]


@pytest.mark.parametrize("frame", [{"t": "resync"}, {"t": "reset", "epoch": "new"}])
async def test_after_resync_and_reset_one_enters_again(three: Three, frame: Frame):
    far, near, line = three
    await say(near, "one")
    await hears(far, "one")

    line.tell(**frame)
    await say(near, "two")

    await hears(far, "one", "two")
    assert len(line.entered()) == 2


async def test_an_answer_lost_on_the_way_saves_the_words_once(three: Three):
    far, near, line = three
    line.lost = lambda frame: frame["t"] in ("ack", "said") and len(line.entered()) == 1

    await say(far, "only once")
    await hears(near, "only once")
    await expect(far.locator(UNSENT)).to_contain_text("Sending")
    await line.end(1012)

    await hears(far, "only once")
    await hears(near, "only once")
    await expect(far.locator(UNSENT)).to_have_count(0)


@pytest.mark.chromium_only
async def test_only_the_answer_lost_asks_again_with_the_same_id(three: Three):
    far, near, line = three
    line.lost = lambda frame: frame["t"] == "ack" and len(line.entered()) == 1

    await say(far, "seen, not answered")
    await hears(far, "seen, not answered")
    await line.end(1012)

    await expect(far.locator(".mine .kept")).to_have_text("Saved")
    said = [frame["id"] for frame in line.sent if frame["t"] == "say"]
    assert 2 == len(said)
    assert 1 == len(set(said))
    await hears(near, "seen, not answered")


@pytest.mark.chromium_only
@pytest.mark.parametrize(("code", "told"), [(4502, "not open any more"), (4503, "for now")])
async def test_who_may_not_come_back_is_told_and_does_not_try(three: Three, code: int, told: str):
    far, _, line = three
    await far.fill("#text", "still mine")

    await line.end(code)

    await expect(far.locator("[role=log] .row .card")).to_contain_text(told)
    await expect(far.locator("#text")).to_have_value("still mine")
    await expect(far.locator("#send")).to_be_hidden()
    assert len(line.entered()) == 1


@pytest.mark.chromium_only
async def test_words_that_could_not_go_say_so_and_can_be_thrown_away(three: Three):
    far, _, line = three
    line.lost = lambda frame: frame["t"] in ("ack", "said")
    await say(far, "too late")
    await expect(far.locator(UNSENT)).to_contain_text("Sending")

    await line.end(4502)

    await expect(far.locator(UNSENT)).to_contain_text("Not sent")
    await far.get_by_role("button", name="Delete").click()
    await expect(far.locator(UNSENT)).to_have_count(0)


@pytest.mark.chromium_only
async def test_words_that_could_not_go_can_be_tried_again(three: Three):
    far, near, line = three
    line.lost = lambda frame: frame["t"] in ("ack", "said")
    await say(far, "late, but here")
    await line.end(4500)
    line.lost = lambda _: False

    await far.get_by_role("button", name="Try again").click()

    await hears(far, "late, but here")
    await hears(near, "late, but here")
    await expect(far.locator(".card.fault")).to_have_count(0)
    await expect(far.locator("#send")).to_be_visible()


async def test_a_silent_line_is_taken_for_dead(three: Three):
    far, near, line = three
    await far.clock.install()
    await far.reload()
    await expect(far.locator("#people")).to_be_visible()
    await say(near, "one")
    await hears(far, "one")
    line.lost = lambda _: True
    await say(near, "two")
    before = len(line.entered())

    await far.clock.fast_forward(36_000)
    line.lost = lambda _: False
    await far.clock.fast_forward(20_000)

    await hears(far, "one", "two")
    assert len(line.entered()) > before


@pytest.mark.chromium_only
async def test_a_long_absence_shows_numbers_that_need_no_internet(three: Three):
    far, _, line = three
    await far.clock.install()
    await far.reload()
    await expect(far.locator("#people")).to_be_visible()
    line.cut = True
    await line.end(1012)

    await far.clock.fast_forward(2_000)
    assert "Not connected" not in await far.locator(STATUS).inner_text()
    await far.clock.fast_forward(2_000)
    await expect(far.locator(STATUS)).to_contain_text("Not connected. We are trying again.")
    await far.clock.fast_forward(60_000)
    await expect(far.locator(".card.offline a[href='tel:112']")).to_be_visible()
    line.cut = False
    await far.clock.fast_forward(45_000)

    await expect(far.locator(STATUS)).not_to_contain_text("Not connected")
    await expect(far.locator(".card.offline")).to_have_count(0)
