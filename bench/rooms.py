"""`make bench-alone`: what one node carries, on this machine as it is now.

Figures are told, never tested: the machine is shared, and a gate on time would be a gate on luck.
"""

import argparse
from collections.abc import Awaitable, Callable, Mapping

import uvloop

from bench.coming import BACKLOG, again, fill, idle, ms_per_visit
from bench.disk import disk_rows, watched_disk
from bench.figures import Row, beside, machine, table
from bench.growth import growth, nodes
from bench.house import house, many
from bench.many_rooms import many_rooms
from bench.meetings import meetings
from bench.starting import listing_ms, until_listening_ms
from bench.talking import Carried, Seen, Shape, pace, saturate
from bench.turns import turns
from bench.waiting import coming, waiting

CIRCLES = Shape("20 rooms of 12", many("circle", 20, 12), 12, 1)
ONE = Shape("1 room of 12", many("one", 1, 12), 12, 4)
PAIRS = Shape("60 rooms of 2", many("pair", 60, 2), 2, 2)
HALLS = Shape("5 rooms of 50", many("hall", 5, 50), 50, 1)
LISTENING = Shape("10 rooms of 12", many("listening", 10, 12), 12, 1)
WINDOW_S = 3.0
PER_S = 100
PACED_S = 20.0


async def saturation(rounds: int) -> list[Row]:
    """Tell how many messages a second are acknowledged, and what each of them costs."""
    shapes = (CIRCLES, ONE, PAIRS, HALLS)
    seen: dict[str, list[Carried]] = {shape.name: [] for shape in shapes}
    with house([room for shape in shapes for room in shape.rooms]) as kith:
        for _ in range(rounds):
            for shape in shapes:
                seen[shape.name].append(await saturate(kith, shape, WINDOW_S))
    return [row for shape in shapes for row in _carried_rows(shape, seen[shape.name])] + [
        _slope(seen[PAIRS.name], seen[HALLS.name])
    ]


def _carried_rows(shape: Shape, carried: list[Carried]) -> list[Row]:
    name = shape.name
    return [
        Row(f"{name}: acknowledged", "messages/s", [c.acked_per_s for c in carried]),
        Row(f"{name}: delivered", "lines/s", [c.delivered / c.seconds for c in carried]),
        Row(f"{name}: server CPU per message", "us", [c.us_per_message for c in carried]),
        Row(f"{name}: server CPU per delivery", "us", [c.us_per_delivery for c in carried]),
        Row(f"{name}: server CPU", "% of a core", [100 * c.cpu_s / c.seconds for c in carried]),
        Row(f"{name}: load's CPU", "% of a core", [100 * c.own_cpu_s / c.seconds for c in carried]),
    ]


def _slope(pairs: list[Carried], halls: list[Carried]) -> Row:
    """Return what one more reader costs: the slope from rooms of 2 to rooms of 50."""
    more = HALLS.each - PAIRS.each
    both = zip(pairs, halls, strict=True)
    seen = [(hall.us_per_message - pair.us_per_message) / more for pair, hall in both]
    return Row("one more delivery (rooms of 2 to 50): server CPU", "us", seen)


async def latency(rounds: int) -> list[Row]:
    """Tell how soon the others see a line, at a steady 100 messages a second."""
    seen: list[Seen] = []
    disk: list[list[float]] = []
    with house(LISTENING.rooms) as kith:
        for _ in range(rounds):
            async with watched_disk(disk):
                seen.append(await pace(kith, LISTENING, PER_S, PACED_S))
    return [*_latency_rows(seen), *disk_rows(disk)]


def _latency_rows(seen: list[Seen]) -> list[Row]:
    name = f"{LISTENING.name}, {PER_S} messages/s"
    used = [100 * s.carried.cpu_s / s.carried.seconds for s in seen]
    return [
        Row(f"{name}: to the others' screens, p50", "ms", [s.at(0.5) for s in seen]),
        Row(f"{name}: p99", "ms", [s.at(0.99) for s in seen]),
        Row(f"{name}: slowest", "ms", [s.at(1.0) for s in seen]),
        Row(f"{name}: lines timed", "", [len(s.ms) for s in seen]),
        Row(f"{name}: server CPU per message", "us", [s.carried.us_per_message for s in seen]),
        Row(f"{name}: server CPU", "% of a core", used),
    ]


async def memory(rounds: int) -> list[Row]:
    """Tell what a socket costs that says nothing; a new server for each round."""
    rooms = many("idle", 50, 11)
    seen, bare = [], []
    for _ in range(rounds):
        with house(rooms) as kith:
            bare.append(kith.resident_kib() / 1024)
            seen.append(await idle(kith, rooms, 10))
    return [
        Row("500 idle sockets: resident memory per socket", "KiB", [s.resident_kib for s in seen]),
        Row("550 idle sockets: server CPU", "% of a core", [100 * s.cpu_share for s in seen]),
        Row("server with 53 rooms and nobody in: resident memory", "MiB", bare),
    ]


async def entering(rounds: int) -> list[Row]:
    """Tell what coming in costs, with fifty lines to read and with none."""
    told, silent = many("told", 10, 12), many("silent", 10, 12)
    with_lines: list[float] = []
    without: list[float] = []
    repeated: list[tuple[float, float]] = []
    with house([*told, *silent]) as kith:
        for room in told:
            await fill(kith, room, BACKLOG)
        for _ in range(rounds):
            with_lines.append(await ms_per_visit(kith, told, BACKLOG, 200))
            without.append(await ms_per_visit(kith, silent, 0, 200))
            repeated.append(await again(kith, told[0], BACKLOG, 200))
    return [
        Row("a visit, 50 lines (connect to leave, new key): server CPU", "ms", with_lines),
        Row("a visit, no lines: server CPU", "ms", without),
        Row(
            "`enter` again on an open socket, 50 lines: server CPU", "ms", [r[0] for r in repeated]
        ),
        Row("`enter` again, asked to last line", "ms", [r[1] for r in repeated]),
    ]


async def start(rounds: int) -> list[Row]:
    """Tell what a start costs, and an operator's command on the folder itself."""
    served = [until_listening_ms() for _ in range(rounds)]
    return [
        Row("`kith serve` until it listens, new folder: CPU", "ms", served),
        Row("`kith room list`, no server running: CPU", "ms", listing_ms(rounds)),
    ]


PARTS: Mapping[str, Callable[[int], Awaitable[list[Row]]]] = {
    "saturation": saturation,
    "latency": latency,
    "memory": memory,
    "entering": entering,
    "waiting": waiting,
    "coming": coming,
    "growth": growth,
    "nodes": nodes,
    "many-rooms": many_rooms,
    "turns": turns,
    "meetings": meetings,
    "start": start,
}


async def measure(parts: list[str], rounds: int) -> None:
    for part in parts:
        print(f"\n### {part}\n\n{machine()}\n", flush=True)
        with beside():
            print(table(await PARTS[part](rounds)), flush=True)


def main() -> None:
    grammar = argparse.ArgumentParser(description="Measure one node; tables on standard output.")
    grammar.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to measure (all)")
    grammar.add_argument("--rounds", type=int, default=3)
    asked = grammar.parse_args()
    uvloop.run(measure(asked.part or list(PARTS), asked.rounds))


if __name__ == "__main__":
    main()
