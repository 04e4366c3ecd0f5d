"""A person's browser to measure: a small phone, a slow line, a slow processor, and its traffic."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Page, async_playwright

from bench.house import Measured

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
SLOW_3G = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 50_000,  # bytes a second: 400 kbit/s
    "uploadThroughput": 50_000,
}
SLOW_CPU = 4
PATIENCE_MS = 30_000
QUIET_S = 3.0


@dataclass(slots=True)
class Request:
    """One thing the page asked for; `at` is the wall clock, in seconds."""

    url: str
    at: float
    bytes: float = 0.0
    header_bytes: float = 0.0
    done: bool = False

    @property
    def is_script(self) -> bool:
        """Whether it is JavaScript; everything else shows or describes the page."""
        return self.url.partition("?")[0].endswith(".js")


@dataclass
class Traffic:
    """Everything a page sent and was sent since the last `forget`."""

    requests: dict[str, Request] = field(default_factory=dict)
    sockets: list[str] = field(default_factory=list)
    clocks_apart: float = 0.0
    last_at: float = 0.0

    def forget(self) -> None:
        """Begin anew."""
        self.requests.clear()
        self.sockets.clear()

    @property
    def waiting(self) -> bool:
        """Whether something was asked for and has not come."""
        return any(not request.done for request in self.requests.values())

    def before(self, at: float) -> list[Request]:
        """Return what was asked for before a moment of the wall clock."""
        return [request for request in self.requests.values() if request.at < at]

    def listen(self, cdp: CDPSession) -> None:
        """Hear what the browser tells of its network."""
        cdp.on("Network.requestWillBeSent", self._asked)
        cdp.on("Network.responseReceived", self._answered)
        cdp.on("Network.loadingFinished", self._came)
        cdp.on("Network.loadingFailed", self._came)
        cdp.on("Network.webSocketCreated", lambda told: self.sockets.append(told["url"]))

    def _asked(self, told: dict[str, Any]) -> None:
        self.clocks_apart = told["wallTime"] - told["timestamp"]
        request = Request(told["request"]["url"], told["wallTime"])
        if "redirectResponse" in told:  # the same request goes on elsewhere: both count
            before = self.requests.pop(told["requestId"])
            before.bytes, before.done = told["redirectResponse"]["encodedDataLength"], True
            self.requests[f"{told['requestId']} {before.at}"] = before
        self.requests[told["requestId"]] = request

    def _answered(self, told: dict[str, Any]) -> None:
        request = self.requests.get(told["requestId"])
        if request is not None:
            request.header_bytes = told["response"]["encodedDataLength"]

    def _came(self, told: dict[str, Any]) -> None:
        request = self.requests.get(told["requestId"])
        self.last_at = told["timestamp"] + self.clocks_apart
        if request is not None:
            request.bytes, request.done = told.get("encodedDataLength", 0.0), True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a browser of their own."""

    context: BrowserContext
    page: Page
    cdp: CDPSession
    traffic: Traffic

    async def slow_line(self) -> None:
        """From here on the line is Slow 3G and nothing is cached."""
        await self.cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
        await self.cdp.send("Network.emulateNetworkConditions", SLOW_3G)

    async def slow_processor(self) -> None:
        """From here on the processor has a quarter of its speed."""
        await self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})

    async def busy_s(self) -> float:
        """Return the processor seconds that the page's own thread has used."""
        told = await self.cdp.send("Performance.getMetrics")
        return float(next(m["value"] for m in told["metrics"] if m["name"] == "TaskDuration"))

    async def heap_mb(self) -> float:
        """Return what scripts hold after everything unused was let go, in MB."""
        for _ in range(2):
            await self.cdp.send("HeapProfiler.collectGarbage")
        told = await self.cdp.send("Runtime.getHeapUsage")
        return float(told["usedSize"]) / 1e6

    async def to_gate(self, house: Measured, room: str, lang: str = "en") -> None:
        """Find a room on the landing page, agree, and stand before its door."""
        await self.page.goto(f"{house.url}/?lang={lang}")
        card = self.page.locator("li.card").filter(has=self.page.get_by_text(room, exact=True))
        await card.locator("a.action").tap()
        await self.page.locator("#another:enabled").wait_for()
        await self.page.locator("#agree").tap()

    async def go_in(self) -> None:
        """Open the door, and return when the room's first bytes are here."""
        async with self.page.expect_navigation(wait_until="commit"):
            await self.page.locator("#go").tap(no_wait_after=True)

    async def document(self) -> str:
        """Return the page as it came."""
        here = next(id_ for id_, it in self.traffic.requests.items() if it.url == self.page.url)
        told = await self.cdp.send("Network.getResponseBody", {"requestId": here})
        return str(told["body"])

    async def moment(self, name: str) -> float:
        """Wait for a moment of the probe and return it, in ms since the page was asked for."""
        return float(await self.page.evaluate(f"kithSeen.{name}"))

    async def enter(self, house: Measured, room: str) -> None:
        """Go through the gate and wait until the room is live and can be written in."""
        await self.to_gate(house, room)
        await self.go_in()
        await self.moment("live")
        await self.page.wait_for_load_state("networkidle")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the system's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        raise SystemExit("chromium is missing: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@asynccontextmanager
async def person(browser: Browser) -> AsyncIterator[Person]:
    """Give a fresh person a small phone: nothing stored, nothing cached."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 640}, is_mobile=True, has_touch=True
    )
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(PROBE)
    page = await context.new_page()
    cdp = await context.new_cdp_session(page)
    traffic = Traffic()
    traffic.listen(cdp)
    await cdp.send("Network.enable")
    await cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    yield Person(context, page, cdp, traffic)
    await context.close()
