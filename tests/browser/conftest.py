"""A real Chromium for every test in this folder, started once, and what they all ask of it.

One browser serves the whole run, so every asynchronous test and fixture here shares the
session's event loop: tests are marked for it below, fixtures say
`@pytest_asyncio.fixture(loop_scope="session")`.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from small_site import small_site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A host that is no secure context, as a careless operator's would be.
    "--host-resolver-rules=MAP plain.test 127.0.0.1",
]
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every asynchronous test of this folder on the loop its browser lives on."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Give the system's Chromium; without one the tests fail, they never skip."""
    chromium = shutil.which("chromium")
    assert chromium, "chromium is missing: make test installs it"
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site() -> AsyncIterator[str]:
    """Give the address of the pages alone, without rooms behind them."""
    async with small_site() as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    """Give a fresh person: nothing stored, the screen of a small phone."""
    fresh = await browser.new_context(viewport={"width": 360, "height": 640})
    fresh.set_default_timeout(10_000)
    yield fresh
    await fresh.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """Give a fresh person's first tab."""
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def without_script(browser: Browser) -> AsyncIterator[Page]:
    """Give a tab of somebody who has JavaScript switched off."""
    fresh = await browser.new_context(java_script_enabled=False)
    fresh.set_default_timeout(10_000)
    yield await fresh.new_page()
    await fresh.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the page's console complains of: refused scripts, styles, faults."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    yield heard
    assert not heard
