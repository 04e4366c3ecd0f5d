"""Real browsers for every test in this folder, started once, and what several files ask of them.

One browser serves the whole run, so every asynchronous test and fixture here shares the
session's event loop: tests are marked for it below, fixtures say
`@pytest_asyncio.fixture(loop_scope="session")`.
"""

import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import engines
import pytest
import pytest_asyncio
from desk_crew import joined, on_shift, volunteer
from kith_process import KithProcess
from meeting import open_room
from patience import SOON_MS
from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright
from small_site import small_site
from wire import Wire

HERE = Path(__file__).parent
MARKS = (
    "both_engines: the same test runs in Chromium and in Firefox",
    "chromium_only: needs what only Chromium's tools can do, or tests rules no engine changes",
)
_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known that choose a test's engines."""
    for mark in MARKS:
        config.addinivalue_line("markers", mark)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name the engines a test runs in: Chromium, and Firefox too if it is marked for both."""
    if "engine" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker
        both = marked("both_engines") and not marked("chromium_only")
        wanted = ["chromium", "firefox"] if both else ["chromium"]
        metafunc.parametrize("engine", wanted, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put every asynchronous test of this folder on the loop its browser lives on."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Name the engine a test runs in."""
    name: str = request.param
    return name


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """Give what drives both engines."""
    async with async_playwright() as driver:
        yield driver


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(engine: str, playwright: Playwright) -> AsyncIterator[Browser]:
    """Give the system's browser; without one the tests fail, they never skip."""
    start = engines.firefox if engine == "firefox" else engines.chromium
    started = await start(playwright)
    yield started
    await started.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scriptless(
    engine: str, playwright: Playwright, browser: Browser
) -> AsyncIterator[Browser]:
    """Give a browser for those without scripts; in Chromium a person's own setting does it."""
    if engine == "chromium":
        yield browser
        return
    started = await engines.firefox(playwright, scripts=False)
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
    fresh.set_default_timeout(SOON_MS)
    yield fresh
    await fresh.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext) -> Page:
    """Give a fresh person's first tab."""
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="session")
async def without_script(scriptless: Browser) -> AsyncIterator[Page]:
    """Give a tab of somebody who has JavaScript switched off."""
    fresh = await scriptless.new_context(java_script_enabled=False)
    fresh.set_default_timeout(SOON_MS)
    yield await fresh.new_page()
    await fresh.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def blank(browser: Browser, site: str) -> AsyncIterator[Page]:
    """Give a page that may import a page's rules; rules change nothing in it."""
    page = await browser.new_page()
    await page.goto(f"{site}/safe")
    yield page
    await page.close()


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[KithProcess]:
    """Give one server for this file: every test has a room of its own.

    It has no limits, since who leads or serves in a test came a moment ago; but for a test that
    is about them, with the parameter `on`.
    """
    limits = getattr(request, "param", "off")
    process = KithProcess(tmp_path_factory.mktemp("house") / "data", KITH_LIMITS=limits).start()
    yield process
    process.stop()


@pytest.fixture
def title() -> str:
    """Give the title of a room that nobody has been in."""
    return f"Plain corner {next(_numbers):03}"


@pytest_asyncio.fixture(loop_scope="session")
async def other(house: KithProcess, title: str) -> AsyncIterator[Wire]:
    """Give somebody who is in the room already, on a socket."""
    wire = await Wire.dial(house.ws)
    await wire.enter(open_room(house.data, title=title))
    yield wire
    await wire.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def ash(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give a volunteer on shift."""
    context = await volunteer(browser)
    yield await on_shift(await joined(context, house))
    await context.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elm(browser: Browser, house: KithProcess) -> AsyncIterator[Page]:
    """Give another volunteer on shift, with a phone."""
    context = await volunteer(browser, width=360)
    yield await on_shift(await joined(context, house))
    await context.close()


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect what the page's console complains of: refused scripts, styles, faults."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: heard.append(str(fault)))
    yield heard
    assert not heard
