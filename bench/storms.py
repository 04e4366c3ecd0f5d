"""`make storm`: storms and slow readers as they may come; tables, and what was not kept."""

import argparse
import resource
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import uvloop

from bench.figures import Row, beside, machine, table
from bench.storm import Plan, storm
from bench.stuck import Stillness, stuck

Seen = tuple[list[Row], list[str]]


async def restart(people: int) -> Seen:
    """Ask the node to end."""
    seen = await storm(Plan.of(people))
    return seen.rows(), seen.broken()


async def deaf(people: int) -> Seen:
    """Do the same, and let nobody answer the close."""
    seen = await storm(replace(Plan.of(people), deaf_each=1))
    return seen.rows(), seen.broken()


async def killed(people: int) -> Seen:
    """Kill the node: nobody is told when to come back."""
    seen = await storm(replace(Plan.of(people), killed=True))
    return seen.rows(), seen.broken()


async def readers(people: int) -> Seen:
    """Have a tenth of a smaller crowd read nothing for ten minutes."""
    seen = await stuck(Stillness(people=people // 10, still=people // 100, still_s=600, per_s=40))
    return seen.rows(), seen.broken()


PARTS: Mapping[str, Callable[[int], Awaitable[Seen]]] = {
    "restart": restart,
    "deaf": deaf,
    "killed": killed,
    "readers": readers,
}


def main() -> None:
    """Run what is asked for; the exit code says whether everything promised was kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to run (all)")
    parser.add_argument("--people", type=int, default=10_000)
    asked = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    broken: list[str] = []
    for part in asked.part or list(PARTS):
        print(f"\n### {part}\n\n{machine()}\n", flush=True)
        with beside():
            rows, missed = uvloop.run(PARTS[part](asked.people))
            print(table(rows), flush=True)
        broken += [f"{part}: {what}" for what in missed]
    print("\n".join(broken[:50]) or "\nEverything promised was kept.")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
