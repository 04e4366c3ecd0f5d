"""Break a house in every way there is, and look whether it kept what it promised.

    python -m tests.faults --part 1 --of 12 --minutes 20 --out build/faults/part1.jsonl
    python -m tests.faults --only "power cut, SQLite" --rounds 5 --seed 7
    python -m tests.faults --merge build/faults/*.jsonl

A tour goes on where it was broken off: rounds that stand in --out are not played again.
"""

import argparse
import asyncio
import resource
import sys
from dataclasses import replace
from pathlib import Path
from time import monotonic

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1])]

from figures import Figures  # noqa: E402 - found only now
from kinds import FAULTS  # noqa: E402 - the same
from promised_cases import NAMES  # noqa: E402 - found only now
from table import counted, table  # noqa: E402 - the same
from tour import Tour, keep, kept, part, say  # noqa: E402 - the same

SEED = 5
PARTS = 12


def main() -> int:
    """Play, and print the table; 1 if a promise was broken, or a control shows no loss."""
    asked = _asked()
    if asked.merge:
        found = [one for path in asked.merge for one in kept(path)]
        sys.stdout.write(table(_ordered(found)))
        return int(_is_bad(found))
    _open_many_files()
    asyncio.run(_play(asked))
    found = kept(asked.out)
    sys.stdout.write("\n" + table(_ordered(found)))
    return int(_is_bad(found))


async def _play(asked: argparse.Namespace) -> None:
    done = {(one.fault, one.index) for one in kept(asked.out)}
    faults = {n: f for n, f in FAULTS.items() if not asked.only or any(o in n for o in asked.only)}
    if asked.rounds:
        faults = {name: replace(fault, rounds=asked.rounds) for name, fault in faults.items()}
    if asked.crowd:
        faults = {
            name: replace(fault, crowd=asked.crowd if fault.crowd else 0)
            for name, fault in faults.items()
        }

    def tell(found: Figures) -> None:
        keep(asked.out, found)
        came_to = found.not_run or counted(found.violations) or "well"
        say(f"{found.fault} {found.index}: {came_to}; {found.acked} acknowledged")

    until = monotonic() + 60 * asked.minutes
    tour = Tour(asked.seed, until, asked.out.with_suffix(""), tell)
    turns = part(asked.part, asked.of, faults)
    await tour.play([turn for turn in turns if (turn.name, turn.index) not in done])


def _is_bad(found: list[Figures]) -> bool:
    """Return whether a promise was broken, or a control did not show what it is there for."""
    controls = {name for name, fault in FAULTS.items() if fault.control}
    played = {one.fault for one in found if not one.not_run}
    showing = {one.fault for one in found if one.lost}
    broken = any(one.violations for one in found if one.fault not in controls)
    return broken or bool(played & controls - showing)


def _ordered(found: list[Figures]) -> list[Figures]:
    order = [*FAULTS, *NAMES.values()]
    return sorted(found, key=lambda one: (order.index(one.fault), one.index))


def _open_many_files() -> None:
    """Ten thousand people are ten thousand files."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--of", type=int, default=1, help=f"parts in all; make faults has {PARTS}")
    parser.add_argument("--minutes", type=float, default=100)
    parser.add_argument("--rounds", type=int, default=0, help="of each fault, in place of its own")
    parser.add_argument("--crowd", type=int, default=0, help="people in a storm")
    parser.add_argument("--only", action="append", default=[], help="part of a fault's name")
    parser.add_argument("--out", type=Path, default=Path("build/faults/rounds.jsonl"))
    parser.add_argument("--merge", type=Path, nargs="+", help="print one table of several")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
