"""The room without script: one walks in, writes, and both hear each other."""

import itertools
import json
from collections.abc import AsyncIterator, Iterator
from importlib.resources import files

import pytest
import pytest_asyncio
from kith_process import KithProcess
from meeting import open_room
from playwright.async_api import FrameLocator, Page
from unscripted import follow, reads, tick, until, write
from wire import Wire

pytestmark = pytest.mark.slow

EN = json.loads(files("client").joinpath("web/locales/en.json").read_text("utf-8"))
QUESTION = "is anybody <here>?\n& awake"
ANSWER = "I am. <b>Take</b> your time."

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def kith(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give one server for this file, without rate limits."""
    process = KithProcess(tmp_path_factory.mktemp("kith") / "data", KITH_LIMITS="off").start()
    yield process
    process.stop()


@pytest.fixture
def title() -> str:
    """Give the title of a room that nobody has been in."""
    return f"Plain corner {next(_numbers):03}"


@pytest_asyncio.fixture(loop_scope="session")
async def other(kith: KithProcess, title: str) -> AsyncIterator[Wire]:
    """Give somebody who is in the room already, on a socket."""
    wire = await Wire.dial(kith.ws)
    await wire.enter(open_room(kith.data, title=title))
    yield wire
    await wire.close()


async def door(page: Page, kith: KithProcess, title: str) -> str:
    """Return the address of a room's gate, read off the first page."""
    # Browsers keep the cookie of such a room for a name, not for a bare number.
    here = kith.url.replace("127.0.0.1", "localhost")
    await page.goto(here)
    card = page.locator("li.card").filter(has_text=title)
    href = await card.locator("a.action").get_attribute("href")
    return f"{here}{href}"


def box_of(page: Page) -> FrameLocator:
    return page.frame_locator("#write")


def log_of(page: Page) -> FrameLocator:
    return page.frame_locator("#messages")


async def press(page: Page, do: str) -> None:
    """Press one of the two buttons under the box."""
    await follow(box_of(page).locator(f"button[value={do}]"))


async def go_in(page: Page) -> None:
    """Agree at the gate without script and go in, until the list is live."""
    await tick(page.locator("#agree"))
    await follow(page.locator("button[name=in]"))
    await until(log_of(page).locator("[role=log]").count, lambda found: found == 1)
    await until(box_of(page).locator("#text").count, lambda found: found == 1)


async def boxed(page: Page) -> str:
    """Return what the server put into the box."""
    return await box_of(page).locator("#text").inner_text()


@pytest.mark.both_engines
async def test_one_walks_in_and_talks_without_any_script(
    without_script: Page, kith: KithProcess, title: str, other: Wire
):
    page, log, box = without_script, log_of(without_script), box_of(without_script)
    gate = await door(page, kith, title)

    # The gate for scripts sends on by itself whoever has none.
    await page.goto(gate, wait_until="commit")
    await until(page.locator("#alias").all_inner_texts, lambda names: names and names[0])
    name = await page.locator("#alias").inner_text()
    await go_in(page)
    await write(box.locator("#text"), QUESTION)
    await press(page, "say")

    await reads(box.locator("#status"), EN["room.saved"])
    await reads(log.locator("li.mine .talk"), QUESTION)
    heard = await other.until_said(QUESTION)
    assert name == heard["alias"]
    assert "ack" == (await other.say(ANSWER))["t"]
    await reads(log.locator("li.said .talk"), QUESTION, ANSWER)
    assert [EN["room.own"], other.alias] == await log.locator("li.said bdi").all_inner_texts()
    assert "" == await boxed(page)
