"""Volunteers in browsers of their own: they join by an invitation and a passkey."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Any

from kith_process import KithProcess
from meeting import open_room
from playwright.async_api import Browser, BrowserContext, Page, expect
from strangers import stranger
from wire import Wire

from server.commands.control import ask

NAMES = ("Ash", "Elm", "Oak", "Fir", "Yew", "Bay")
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
_numbers = itertools.count(1)


async def volunteer(browser: Browser, *, width: int = 1100, dark: bool = False) -> BrowserContext:
    """Return a browser of a volunteer's, with nothing stored yet."""
    return await stranger(browser, width=width, height=800, dark=dark)


async def with_passkeys(page: Page) -> None:
    """Give the tab a device that keeps passkeys and says yes to everything."""
    wire = await page.context.new_cdp_session(page)
    await wire.send("WebAuthn.enable")
    await wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


async def invited(kith: KithProcess, role: str = "volunteer") -> str:
    """Return an invitation's link."""
    answer = await asyncio.to_thread(ask, kith.data, {"do": "invite", "role": role, "hours": 1})
    assert answer is not None
    return str(answer["link"])


async def joined(
    context: BrowserContext, kith: KithProcess, role: str = "volunteer", lang: str = ""
) -> Page:
    """Join the crew under a name nobody has, and be at the desk, not yet on shift."""
    page = await context.new_page()
    await with_passkeys(page)
    link = await invited(kith, role)
    await page.goto(link)
    await page.fill("#name", fresh_name())
    await page.click("#go")
    await expect(page.locator("#on a")).to_be_visible()
    await page.goto(link.partition("/join")[0] + (f"?lang={lang}" if lang else ""))
    await expect(page.locator("#test-alarm")).to_be_visible()
    return page


def fresh_name() -> str:
    """Return a shift name nobody has yet: letters only, as the desk wants it."""
    n = next(_numbers)
    return NAMES[n % len(NAMES)] + " " + "".join(chr(97 + int(digit)) for digit in str(n))


async def on_shift(page: Page) -> Page:
    """Test the alarm and begin a shift."""
    await page.click("#test-alarm")
    await page.click("#start .action:not(#test-alarm)")
    await expect(page.locator("#shift-end")).to_be_visible()
    return page


async def goes_home(page: Page) -> None:
    """End the shift, whatever stays open for the next."""
    await page.click("#shift-end")
    anyway = page.locator("#going [data-accepted]")
    if await anyway.is_visible():  # said in the same moment, where others' cases cannot wait
        await anyway.click()
    await expect(page.locator("#after h2")).to_be_focused()


async def cry(stack: AsyncExitStack, kith: KithProcess, title: str, *lines: str) -> Wire:
    """Have somebody in a room of their own say these lines, and be there as long as the stack."""
    wire = await Wire.dial(kith.ws)
    stack.push_async_callback(wire.close)
    await wire.enter(open_room(kith.data, title=title))
    for line in lines:
        await wire.say(line)
    return wire


async def claims(page: Page, title: str) -> None:
    """Open the case of a room and claim it."""
    await opens(page, title)
    await page.click("[data-claim]")
    await expect(page.locator(".yours")).to_be_visible()


async def opens(page: Page, title: str) -> None:
    """Open the case of a room."""
    await page.locator(".case").filter(has_text=title).click()
    await expect(page.locator("#detail .messages li").first).to_be_attached()


def part(page: Page, heading: str) -> Any:  # noqa: ANN401 - Playwright's locator
    """Return the part of a case under this heading."""
    return page.locator("#detail .part").filter(has=page.get_by_role("heading", name=heading))


async def name_of(page: Page) -> str:
    """Return the volunteer's own name as the page shows it."""
    return (await page.locator("#who").inner_text()).partition(",")[0]


def in_page(values: Sequence[object]) -> str:
    """Return values as a script's text."""
    return json.dumps(list(values))
