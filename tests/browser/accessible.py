"""What axe says of a page."""

from pathlib import Path

import axe_playwright_python
from patience import SOON_MS
from playwright.async_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
PING_MS = SOON_MS  # so long axe waits for a frame's answer; unasked half a second, then goes on
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "how => axe.run(document, how)"


async def axe(page: Page) -> list[str]:
    """Return what axe finds wrong on the page as it stands, one line each."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    found = await page.evaluate(RUN, {"runOnly": RULES, "pingWaitTime": PING_MS})
    return [
        f"{problem['id']}: {node['target']} {node['failureSummary']}"
        for problem in found["violations"]
        for node in problem["nodes"]
    ]
