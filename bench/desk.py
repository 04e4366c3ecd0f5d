"""`make bench-desk`: how soon a flag is on a volunteer's screen, and keys beside a long queue."""

import argparse
import asyncio
import time
from itertools import cycle

import uvloop

import bench.beside_tests  # noqa: F401 - first of all: it says where the others are
from bench import desk_keys
from bench.browser import chromium
from bench.crowd import crowd, hear_nothing
from bench.figures import Row, beside, machine, percentile, table
from bench.house import house, many
from bench.member import Member
from tests.desk_door import caller, invitation
from tests.volunteer import Volunteer

ROOMS = many("circle", 84, 12)
LINE = "It was a long day, and I am glad that this room is here; thank you for listening."
CRY = "I want to kill myself tonight"
PER_S = 100
CRIES = 100
EVERY_S = 0.1


async def flags(rounds: int) -> list[Row]:
    """Tell how long a case takes from `say` to the queue on a volunteer's screen."""
    medians, slowest = [], []
    for _ in range(rounds):
        took = await _round()
        medians.append(1000 * percentile(took, 0.5))
        slowest.append(1000 * percentile(took, 0.99))
    return [
        Row("`say` to the desk's screen, p50", "ms", medians, gate="1,000"),
        Row("`say` to the desk's screen, p99", "ms", slowest, gate="1,000"),
    ]


async def _round() -> list[float]:
    with house(ROOMS) as kith:
        async with caller(kith.process) as who:
            await who.join(invitation(kith.process), "Bench")
            seat = await Volunteer.sit_down(who)
            async with crowd(kith, ROOMS, 12, hear_nothing) as members:
                talking = asyncio.create_task(_talk(members))
                try:
                    return [await _cry(seat, member) for member in members[:CRIES]]
                finally:
                    talking.cancel()
                    await seat.leave()


async def _talk(members: list[Member]) -> None:
    """Say so many lines a second, on time."""
    due = time.perf_counter()
    for member in cycle(members[CRIES:]):
        member.say(LINE)
        due += 1 / PER_S
        await asyncio.sleep(max(0.0, due - time.perf_counter()))


async def _cry(seat: Volunteer, member: Member) -> float:
    known = set(seat.cases)
    began = time.perf_counter()
    member.say(CRY)
    await seat.case(lambda case: case["id"] not in known)
    took = time.perf_counter() - began
    seat.forget_frames()
    await asyncio.sleep(EVERY_S)
    return took


async def keys(rounds: int) -> list[Row]:
    """Tell how long keys take at a desk with 500 open cases."""
    async with chromium() as browser:
        return await desk_keys.keys(browser, rounds)


PARTS = {"flags": flags, "keys": keys}


async def measure(parts: list[str], rounds: int) -> None:
    """Print the tables."""
    for part in parts:
        print(f"\n### desk: {part}\n\n{machine()}\n", flush=True)
        with beside():
            print(table(await PARTS[part](rounds)), flush=True)


def main() -> None:
    """Measure what was asked for."""
    grammar = argparse.ArgumentParser(description=__doc__)
    grammar.add_argument("parts", nargs="*", default=list(PARTS), metavar="|".join(PARTS))
    grammar.add_argument("--rounds", type=int, default=3)
    asked = grammar.parse_args()
    uvloop.run(measure(asked.parts, asked.rounds))


if __name__ == "__main__":
    main()
