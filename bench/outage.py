"""`make bench-outage`: Redis stands still: how soon that is noticed, shown, and over.

What DESIGN promises: noticed within two seconds, a banner on the page within three, words
accepted within five seconds of the return. Each trial freezes a Redis under one node, with one
member on a bare socket and one page in Chromium.
"""

import argparse
import asyncio
import json
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page

from bench.browser import chromium, person
from bench.crowd import come_in, go
from bench.figures import beside, machine, percentile
from bench.house import many
from bench.member import ACK, Member
from bench.shared import shared
from tests.redis_process import RedisProcess

ROOM = many("outage", 1, 12)
WORDS = json.loads(Path("client/web/locales/en.json").read_text("utf-8"))["room.outage"]
FROZEN_S = (3.5, 6.0)
CALM_S = (1.0, 2.0)
SAY_EVERY_S, LOOK_S, PATIENCE_S = 0.05, 0.02, 60.0
WATCH = """words => {
  window.kithBanner = { shown: [], gone: [], status: "" };
  let on = false;
  new MutationObserver(() => {
    const now = document.querySelector("#status").textContent.includes(words);
    kithBanner.status = document.querySelector("#status").textContent;
    if (now !== on) kithBanner[now ? "shown" : "gone"].push(Date.now() / 1000);
    on = now;
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


@dataclass
class Seen:
    """Seconds, one of each kind for a trial."""

    noticed: list[float] = field(default_factory=list)
    banner: list[float] = field(default_factory=list)
    told_back: list[float] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)
    banner_gone: list[float] = field(default_factory=list)


class Watch:
    """One member, who notes when the store went, came back, and took words again."""

    def __init__(self) -> None:
        self.member: Member
        self.told: list[float] = []
        self.back: list[float] = []
        self.acked: list[float] = []

    def heard(self, _member: Member, frame: bytes) -> None:
        """Take one frame."""
        if frame.startswith(b'{"t":"outage"'):
            (self.told if b'"on":true' in frame else self.back).append(time.time())
        elif frame.startswith(ACK):
            self.acked.append(time.time())


async def measure(trials: int) -> Seen:
    """Freeze and thaw so many times."""
    seen, watch = Seen(), Watch()
    with shared(1, ROOM) as (nodes, redis):
        watch.member = await come_in(nodes, ROOM[0].id, watch.heard)
        async with chromium() as browser, person(browser) as visitor:
            await visitor.enter(nodes.nodes[0], ROOM[0].id)
            await visitor.page.evaluate(WATCH, WORDS)
            for _ in range(trials):
                await _one(redis, watch, visitor.page, seen)
        await go(watch.member)
    return seen


async def _one(redis: RedisProcess, watch: Watch, page: Page, seen: Seen) -> None:
    assert redis.process is not None  # noqa: S101 - it runs while it is measured
    await asyncio.sleep(random.uniform(*CALM_S))  # noqa: S311 - not in step with any pulse
    frozen = time.time()
    redis.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(random.uniform(*FROZEN_S))  # noqa: S311 - the same
    seen.noticed.append(await _first(watch.told, frozen))
    seen.banner.append(await _on_page(page, "shown", frozen))
    back = time.time()
    redis.process.send_signal(signal.SIGCONT)
    seen.accepted.append(await _first(watch.acked, back, watch.member))
    seen.told_back.append(await _first(watch.back, back))
    seen.banner_gone.append(await _on_page(page, "gone", back))


async def _first(moments: Sequence[float], after: float, says: Member | None = None) -> float:
    """Return how long after a moment the next came; meanwhile somebody may be saying things."""
    async with asyncio.timeout(PATIENCE_S):
        while not moments or moments[-1] < after:
            if says is not None:
                says.say("Is it back?")
            await asyncio.sleep(SAY_EVERY_S)
    return next(moment for moment in moments if moment >= after) - after


async def _on_page(page: Page, what: str, after: float) -> float:
    """Return how long after a moment the banner came, or went; 0 if it had gone before.

    Something that is said in passing may stand over it for a while.
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        seen = await page.evaluate("kithBanner")
        moments = [moment for moment in seen[what] if moment >= after]
        if moments:
            return float(moments[0] - after)
        if what == "gone" and len(seen["shown"]) == len(seen["gone"]):
            return 0.0
        if time.monotonic() > end:
            raise TimeoutError(f"not {what}: {seen}")
        await asyncio.sleep(LOOK_S)


def told(seen: Seen, trials: int) -> str:
    """Return the table."""
    rows = (
        ("frozen: a member is told", seen.noticed, "2"),
        ("frozen: the banner is on the page", seen.banner, "3"),
        ("back: a new line is accepted", seen.accepted, "5"),
        ("back: a member is told", seen.told_back, ""),
        ("back: the banner has gone", seen.banner_gone, ""),
    )
    head = f"| Redis frozen, {trials} trials, s | p50 | p99 | max | gate |"
    return f"{head}\n{'| --- ' * 5}|\n" + "".join(
        f"| {what} | {percentile(some, 0.5):.2f} | {percentile(some, 0.99):.2f} "
        f"| {max(some):.2f} | {gate} |\n"
        for what, some, gate in rows
    )


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=30)
    asked = parser.parse_args()
    print(machine())
    with beside():
        print(told(asyncio.run(measure(asked.trials)), asked.trials), flush=True)


if __name__ == "__main__":
    main()
