"""The scripted room, where scripts or sockets do not come through: on to the room without."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

import pytest
import pytest_asyncio
from accessible import axe
from kith_process import KithProcess
from playwright.async_api import Browser, Page, Route, WebSocketRoute, expect
from strangers import UNSENT, agree, gate, is_in, open_room, say, stranger

pytestmark = pytest.mark.slow

EN = json.loads(files("client").joinpath("web/locales/en.json").read_text("utf-8"))
PLAIN = re.compile(r"[?&]plain=1")
LATE_MS, BLOCKED_MS = 20_000, 5_000  # so long a script, and a socket, is waited for
LONG_AFTER_S = 3600
LOOKS = 4  # so often is the house asked meanwhile
SOCKET = re.compile(r"/ws$")
HALF = "half a sentence"
OLD_BROWSER = "delete HTMLScriptElement.prototype.noModule"


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give a tab at a room's gate, with a clock that only the test moves on."""
    context = await stranger(browser)
    page = await context.new_page()
    await page.clock.install(time=0)
    await page.goto(await door(page, house))
    await expect(page.locator("#another")).to_be_enabled()
    await page.clock.pause_at(LONG_AFTER_S)
    yield page
    await context.close()


async def door(page: Page, house: KithProcess) -> str:
    """Return the address of a new room's gate; cookies are kept for a name, not for a number."""
    address = await gate(page, house, await open_room(house))
    return address.replace("127.0.0.1", "localhost")


async def no_file(route: Route) -> None:
    await route.abort()


async def no_socket(socket: WebSocketRoute) -> None:
    await socket.close()


async def silent_socket(_: WebSocketRoute) -> None:
    """Open, and never let anything through."""


async def go_in(page: Page) -> None:
    """Agree and go in, to whatever comes."""
    await agree(page)
    await expect(page.locator("#composer")).to_be_visible()


async def is_greeted(page: Page) -> None:
    """Wait until the house has said something on the socket: it is no silent one then."""
    await page.wait_for_function("window.early?.early.length")


async def look(page: Page, times: int = 1) -> None:
    """Let time pass until the page has asked the house so often whether it is there."""
    for _ in range(times):
        async with page.expect_response("**/healthz"):
            await page.clock.run_for(BLOCKED_MS)


async def is_plain(page: Page) -> None:
    """Wait until the gate without script is there."""
    await expect(page).to_have_url(PLAIN)
    await expect(page.locator("button[name=in]")).to_be_visible()


async def is_told(page: Page) -> None:
    """Wait until the way on is offered, and find that nobody was moved."""
    await expect(page.locator("#plainly")).to_be_visible()
    await expect(page.locator("#alert")).to_have_text(EN["plain.stuck"])
    await page.clock.resume()
    assert [] == await axe(page)
    assert not PLAIN.search(page.url)


@pytest.mark.both_engines
async def test_where_no_module_arrives_the_plain_room_takes_over(page: Page):
    await page.route("**/s/**", no_file)
    await go_in(page)
    await is_greeted(page)

    await look(page, LOOKS - 1)
    assert not PLAIN.search(page.url)
    await page.clock.run_for(BLOCKED_MS)

    await is_plain(page)


async def test_where_only_the_first_modules_arrive_it_does_so_too(page: Page):
    await page.route("**/parts/composer.js", no_file)
    await go_in(page)
    await expect(page.locator("html")).to_have_attribute("data-heard", "")

    await look(page, LOOKS - 1)
    await page.clock.run_for(BLOCKED_MS)

    await is_plain(page)


@pytest.mark.both_engines
async def test_where_sockets_are_refused_the_plain_room_takes_over(page: Page):
    await page.route_web_socket(SOCKET, no_socket)
    await go_in(page)

    await page.clock.run_for(BLOCKED_MS)

    await is_plain(page)


async def test_where_sockets_open_and_stay_silent_it_does_so_too(page: Page):
    await page.route_web_socket(SOCKET, silent_socket)
    await go_in(page)

    await page.clock.run_for(BLOCKED_MS)

    await is_plain(page)


@pytest.mark.both_engines
async def test_a_browser_without_modules_is_sent_there_from_the_gate(
    page: Page, house: KithProcess
):
    await page.add_init_script(OLD_BROWSER)

    await page.goto(await door(page, house), wait_until="commit")

    await is_plain(page)


async def test_a_browser_without_modules_is_sent_there_from_the_room(page: Page):
    room = f"{page.url}?in=1&agree=on"
    await page.add_init_script(OLD_BROWSER)

    await page.goto(room, wait_until="commit")

    await is_plain(page)


@pytest.mark.both_engines
async def test_words_in_the_box_are_not_taken_away(page: Page):
    await page.route("**/s/**", no_file)
    await go_in(page)
    await page.fill("#text", HALF)

    await look(page, LOOKS)

    await is_told(page)
    await expect(page.locator("#text")).to_have_value(HALF)
    await page.click("#plainly")
    await is_plain(page)


@pytest.mark.both_engines
async def test_words_that_were_sent_and_wait_are_not_taken_away(page: Page):
    await page.route_web_socket(SOCKET, no_socket)
    await go_in(page)
    await say(page, HALF)
    await expect(page.locator("#text")).to_have_value("")
    await page.clock.run_for(1_000)
    await expect(page.locator(UNSENT)).to_contain_text(HALF)

    await look(page)

    await is_told(page)
    await expect(page.locator(UNSENT)).to_contain_text(HALF)


async def test_who_reads_help_lines_is_not_moved(page: Page):
    await page.route_web_socket(SOCKET, no_socket)
    await go_in(page)
    await page.evaluate("document.getElementById('help').showModal()")

    await look(page)

    await expect(page.locator("#plainly")).to_be_attached()
    await expect(page.locator("#help")).to_be_visible()
    assert not PLAIN.search(page.url)


async def test_where_the_house_itself_is_away_nobody_is_sent_anywhere(page: Page):
    await page.route_web_socket(SOCKET, no_socket)
    await page.route("**/healthz", no_file)
    await go_in(page)

    for _ in range(LOOKS):
        async with page.expect_event("requestfailed", lambda one: "/healthz" in one.url):
            await page.clock.run_for(BLOCKED_MS)

    await expect(page.locator("#composer")).to_be_visible()
    assert not PLAIN.search(page.url)


async def test_where_all_is_well_nobody_is_sent_away(page: Page):
    await page.clock.resume()
    await go_in(page)
    await is_in(page)

    await page.clock.run_for(LATE_MS + BLOCKED_MS)

    await is_in(page)
    assert not PLAIN.search(page.url)
    await expect(page.locator("#plainly")).to_be_hidden()


@asynccontextmanager
async def front_without_sockets(house: int) -> AsyncIterator[int]:
    """Stand before the house, as one that was set up for pages and nothing else."""
    passing = set[asyncio.Future[None]]()

    async def pass_on(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        far, on = await asyncio.open_connection("127.0.0.1", house)
        try:
            head = await near.readuntil(b"\r\n\r\n")
            if b"upgrade: websocket" in head.lower():
                back.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
                return
            # The house hears the name it has itself, and one request on a connection.
            head = re.sub(rb"(?i)\r\nHost: localhost:\d+", b"\r\nHost: localhost:%d" % house, head)
            on.write(head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            while part := await far.read(65_536):
                back.write(part)
        except (OSError, EOFError):
            return
        finally:
            for writer in (on, back):
                writer.close()

    def passes(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        passing.add(asyncio.ensure_future(pass_on(near, back)))

    server = await asyncio.start_server(passes, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for one in passing:
            one.cancel()
        await asyncio.gather(*passing, return_exceptions=True)


@pytest.mark.both_engines
async def test_behind_a_front_that_knows_no_sockets_one_comes_in_without_them(
    browser: Browser, house: KithProcess
):
    context = await stranger(browser)
    page = await context.new_page()
    address = await door(page, house)
    async with front_without_sockets(house.port) as port:
        await page.goto(address.replace(f":{house.port}", f":{port}"))
        await go_in(page)
        await expect(page).to_have_url(PLAIN)
        await page.check("#agree")
        await page.click("button[name=in]", no_wait_after=True)

        await expect(page.frame_locator("#messages").locator("[role=log]")).to_be_attached()
        await context.close()
