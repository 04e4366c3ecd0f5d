"""`make bench-page`: what a person on a slow phone waits for, against the gates for the page.

360x640, processor at a quarter, Slow 3G (400 kbit/s, 2 s latency) and nothing cached where a load
is measured. The figures are told, never tested: the machine is shared.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Mapping

from playwright.async_api import Browser

from bench import page_load, page_plain, page_room
from bench.browser import chromium
from bench.figures import Row, beside, machine, table
from bench.house import Measured, RoomPlan, house
from bench.page_room import Left, Typing, talker

LINES = ("fast", "slow", "none")
LONG_LOG = 1100
BACKLOG = 50
ROOM = "measured"


async def load(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """First loads of the landing page and of a room with fifty lines."""
    landings, rooms, early = [], [], []
    for _ in range(rounds):
        landings.append(await page_load.landing(browser, kith))
        rooms.append(await page_load.room(browser, kith, ROOM))
        early.append(await page_load.early_words(browser, kith, ROOM))
    return [*page_load.landing_rows(landings), *page_load.room_rows(rooms, early)]


async def arabic(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """First loads of the same in Arabic, whose words are the longest in bytes."""
    landings = [await page_load.landing(browser, kith, "ar") for _ in range(rounds)]
    rooms = [await page_load.room(browser, kith, ROOM, "ar") for _ in range(rounds)]
    early = [await page_load.early_words(browser, kith, ROOM, "ar") for _ in range(rounds)]
    return [*page_load.landing_rows(landings), *page_load.room_rows(rooms, early)]


async def plain(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """Come into the room without script, and write."""
    return page_plain.rows(
        [await page_plain.room(browser, kith, ROOM, "en") for _ in range(rounds)]
    )


async def keys(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """Keys while others talk."""
    async with talker(kith, ROOM) as other:
        await other.say(LONG_LOG)
    silence, long_log, burst = [], [], []
    for _ in range(rounds):
        silence.append(await page_room.typing_in_silence(browser, kith, ROOM))
        long_log.append(await page_room.typing_in_a_long_log(browser, kith, ROOM))
        burst.append(await page_room.typing_in_a_burst(browser, kith, ROOM))
    return [
        *_typing_rows("nobody talks (what the machine makes of a key)", silence, ""),
        *_typing_rows("2 lines/s, reading back", long_log, "50"),
        *_typing_rows("20 lines/s, full log", burst, "-"),
    ]


def _typing_rows(name: str, seen: list[Typing], gate: str) -> list[Row]:
    return [
        Row(f"{name}: key to paint, p50", "ms", [typing.p50 for typing in seen], gate),
        Row(f"{name}: p95", "ms", [typing.p95 for typing in seen], gate and "120"),
        Row(f"{name}: page's thread", "% of a core", [100 * typing.busy for typing in seen]),
        Row(f"{name}: keys pressed", "", [typing.keys for typing in seen]),
        Row(f"{name}: rows in the log", "", [typing.rows for typing in seen]),
    ]


async def heap(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """Tell what scripts hold."""
    few = [await page_room.heap_after(browser, kith, ROOM, BACKLOG) for _ in range(rounds)]
    many = [await page_room.heap_after(browser, kith, ROOM, 500) for _ in range(rounds)]
    return [
        Row("JS heap after 50 messages", "MB", few),
        Row("JS heap after 500 messages", "MB", many, "4"),
    ]


async def leaving(browser: Browser, kith: Measured, rounds: int) -> list[Row]:
    """Leave from a room, on three kinds of line."""
    seen: dict[str, list[Left]] = {line: [] for line in LINES}
    for _ in range(rounds):
        for line in LINES:
            seen[line].append(await page_room.leave(browser, kith, ROOM, line=line))
    return [row for line in LINES for row in _leaving_rows(line, seen[line])]


def _leaving_rows(line: str, seen: list[Left]) -> list[Row]:
    name = {"fast": "online", "slow": "on Slow 3G", "none": "offline"}[line]
    return [
        Row(f"leave {name}: tap to blank in the document", "ms", [left.blank_ms for left in seen]),
        Row(f"leave {name}: tap to gone from the screen", "ms", [s.gone_ms for s in seen], "100"),
        Row(f"leave {name}: sent before blank", "", [left.sent_before for left in seen], "0"),
        Row(f"leave {name}: requests after", "", [left.requests_after for left in seen]),
    ]


PARTS: Mapping[str, Callable[[Browser, Measured, int], Awaitable[list[Row]]]] = {
    "load": load,
    "arabic": arabic,
    "plain": plain,
    "keys": keys,
    "heap": heap,
    "leaving": leaving,
}


async def measure(parts: list[str], rounds: int) -> None:
    async with chromium() as browser:
        for part in parts:
            with house([RoomPlan(ROOM, 200)]) as kith:
                async with talker(kith, ROOM) as other:
                    await other.say(BACKLOG)
                print(f"\n### {part}\n\n{machine()}; Chromium {browser.version}\n", flush=True)
                with beside():
                    print(table(await PARTS[part](browser, kith, rounds)), flush=True)


def main() -> None:
    grammar = argparse.ArgumentParser(description="Measure the page; tables on standard output.")
    grammar.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to measure (all)")
    grammar.add_argument("--rounds", type=int, default=3)
    asked = grammar.parse_args()
    asyncio.run(measure(asked.part or list(PARTS), asked.rounds))


if __name__ == "__main__":
    main()
