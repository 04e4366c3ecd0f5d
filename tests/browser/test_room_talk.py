"""Two strangers talk in one room, whatever their network and our server do meanwhile."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from kith_process import KithProcess
from patience import SOON_MS
from playwright.async_api import Browser, Page, expect
from strangers import UNSENT, agree, come_in, gate, hears, is_in, lines, say, stranger

pytestmark = [pytest.mark.slow, pytest.mark.both_engines]

Two = tuple[Page, Page]


@pytest_asyncio.fixture(loop_scope="session")
async def two(browser: Browser, kith: KithProcess) -> AsyncIterator[Two]:
    """Give two strangers who are in the same room."""
    contexts = [await stranger(browser), await stranger(browser)]
    first, second = [await come_in(context, kith) for context in contexts]
    yield first, second
    for context in contexts:
        await context.close()


async def test_two_strangers_talk(two: Two):
    ash, birch = two

    await say(ash, "I am new here.")
    await hears(birch, "I am new here.")
    await say(birch, "  Welcome.\n\nTake your time.  ")

    await hears(ash, "I am new here.", "  Welcome.\n\nTake your time.  ")
    await expect(ash.locator("li.mine .kept")).to_have_text("Saved")
    await expect(ash.locator("#people summary")).to_have_text("2 people here")


async def test_a_reload_is_the_same_person(two: Two):
    ash, birch = two
    await say(ash, "It is me.")
    await hears(birch, "It is me.")
    await ash.locator("#people summary").click()
    name = await ash.locator("#people li", has_text="you").inner_text()

    await ash.reload()
    await is_in(ash)

    await hears(ash, "It is me.")
    await expect(ash.locator("li.said.mine")).to_have_count(1)
    await ash.locator("#people summary").click()
    assert name == await ash.locator("#people li", has_text="you").inner_text()
    await expect(birch.locator("#people summary")).to_have_text("2 people here")


@pytest.mark.chromium_only
async def test_two_tabs_are_one_person(two: Two):
    ash, birch = two
    tab = await ash.context.new_page()
    held = await ash.evaluate("JSON.stringify(sessionStorage)")
    await tab.add_init_script(f"Object.assign(sessionStorage, JSON.parse({held!r}))")
    await tab.goto(ash.url)
    await is_in(tab)

    await say(tab, "From the other tab.")

    await hears(ash, "From the other tab.")
    await expect(ash.locator("li.said.mine")).to_have_count(1)
    await expect(birch.locator("#people summary")).to_have_text("2 people here")


async def test_after_a_power_cut_every_saved_line_is_there_once_in_one_order(
    two: Two, kith: KithProcess
):
    ash, birch = two
    await say(ash, "one")
    await say(birch, "two")
    await hears(ash, "one", "two")
    await hears(birch, "one", "two")

    kith.kill()
    await say(ash, "three, into the dark")
    await expect(ash.locator(UNSENT)).to_contain_text("three, into the dark")
    await ash.fill("#text", "four, not sent yet")
    kith.start()

    await hears(birch, "one", "two", "three, into the dark")
    await hears(ash, "one", "two", "three, into the dark")
    await expect(ash.locator(UNSENT)).to_have_count(0)
    await expect(ash.locator("#text")).to_have_value("four, not sent yet")


@pytest.mark.chromium_only
async def test_a_cut_in_the_middle_of_much_talk_doubles_and_loses_nothing(
    two: Two, kith: KithProcess
):
    ash, birch = two
    expected = {f"{name} {n}" for name in ("ash", "birch") for n in range(12)}
    for n in range(12):
        await say(ash, f"ash {n}")
        await say(birch, f"birch {n}")
        if n == 5:
            kith.kill()
            kith.start()

    for page in two:
        await expect(page.locator("[role=log] li.said")).to_have_count(24)
        await expect(page.locator(UNSENT)).to_have_count(0)

    heard = await lines(ash)
    assert expected == set(heard)
    assert heard == await lines(birch)
    assert [f"ash {n}" for n in range(12)] == [line for line in heard if line.startswith("ash")]


async def test_what_was_said_while_away_comes_once_and_in_order(two: Two):
    ash, birch = two
    await say(birch, "before")
    await hears(ash, "before")

    await ash.context.set_offline(True)
    for text in ("while", "you", "were away"):
        await say(birch, text)
    await hears(birch, "before", "while", "you", "were away")
    await ash.context.set_offline(False)

    await hears(ash, "before", "while", "you", "were away")


async def test_without_a_network_the_box_stays_and_the_words_wait(two: Two):
    ash, birch = two
    await say(ash, "written before")
    await expect(ash.locator(".mine .kept")).to_have_text("Saved")

    await ash.context.set_offline(True)
    await say(ash, "written on a train")
    await expect(ash.locator("#status")).to_contain_text("Not connected")
    sending = ash.locator(UNSENT).get_by_text("Sending")
    await expect(sending).to_be_in_viewport(ratio=1)  # also under the "Saved" of the words before
    await ash.fill("#text", "and more")
    await ash.context.set_offline(False)

    await hears(birch, "written before", "written on a train")
    await hears(ash, "written before", "written on a train")
    await expect(ash.locator("#text")).to_have_value("and more")
    await expect(ash.locator("#status")).not_to_contain_text("Not connected")


@pytest.mark.chromium_only
async def test_words_typed_before_any_script_survive_it(browser: Browser, kith: KithProcess):
    context = await stranger(browser)
    page = await context.new_page()
    await page.goto(await gate(page, kith))
    wire = await context.new_cdp_session(page)
    await wire.send("Network.enable")
    slow = {"offline": False, "latency": 2000, "downloadThroughput": 50_000}
    await wire.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": 50_000})
    await agree(page)
    box = page.locator("#text")
    await box.wait_for(timeout=SOON_MS)
    early = not await page.evaluate("Boolean(customElements.get('kith-log'))")

    await box.press_sequentially("I am not sure whether")
    await is_in(page)
    await box.press_sequentially(" I may stay")

    assert early
    await expect(box).to_be_focused()
    await expect(box).to_have_value("I am not sure whether I may stay")
    await page.click("#send")
    await hears(page, "I am not sure whether I may stay")
    await context.close()
