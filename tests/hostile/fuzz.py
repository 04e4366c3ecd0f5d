"""The whole of the hostile input, in slices that can be taken up again: `make fuzz`.

What is done stands in OUT/done.json; run it again and it goes on. ARGS="--minutes 30"
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hostile import judges, seeds
from hostile.judges import Judge
from hostile.mutations import Mutator
from hostile.over_sockets import attack, noted
from kith_process import KithProcess

from server.serving import announce

ATHERIS = 10_000_000
ATHERIS_SLICE = 100_000
LONGEST = 2_048
MINUTE_S = 60


class Found(Exception):
    """Bytes that came to no clear answer."""


@dataclass(frozen=True)
class Part:
    """So many slices of so many runs, each with a seed of its own."""

    slices: int
    runs: int
    do: Callable[[int, int, Path], Counter[str]]


def mutated(judge: Judge, known: Sequence[bytes], seed: int, runs: int) -> Counter[str]:
    """Hand a judge so many mutated messages; what it cannot settle is told with its bytes."""
    mutator = Mutator(seed, known)
    came_to: Counter[str] = Counter()
    for _ in range(runs):
        data = mutator.mutated(mutator.one_of(known))
        try:
            came_to["taken" if judge(data) else "refused"] += 1
        except Exception as error:
            raise Found(f"{judge.__name__}, seed {seed}: {error!r} of {data!r}") from error
    return came_to


def _in_process(judge: Judge, known: Sequence[bytes]) -> Callable[[int, int, Path], Counter[str]]:
    return lambda seed, runs, _out: mutated(judge, known, seed, runs)


def over_sockets(seed: int, runs: int, _out: Path) -> Counter[str]:
    """Attack a real server of its own; each run tries four doors."""
    with tempfile.TemporaryDirectory() as folder:
        process = KithProcess(Path(folder) / "data", KITH_LIMITS="off").start()
        try:
            seen = asyncio.run(attack(process, seed, runs))
        finally:
            code = process.stop()
    if code or noted(process):
        raise Found(f"sockets, seed {seed}: exit {code}, {noted(process)}")
    return seen


def _atheris(target: str) -> Callable[[int, int, Path], Counter[str]]:
    def run(seed: int, runs: int, out: Path) -> Counter[str]:
        program = Path(__file__).with_name("coverage_guided.py")
        options = [f"-atheris_runs={runs}", f"-seed={seed + 1}", f"-max_len={LONGEST}"]
        options += [f"-artifact_prefix={out}/{target}-", "-print_final_stats=0", "-verbosity=0"]
        command = [sys.executable, program, target, out / f"corpus-{target}", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Found(f"{target}, seed {seed}: {done.stderr[-2_000:]}")
        return Counter({"runs": runs})

    return run


PARTS: Mapping[str, Part] = {
    "members' frames": Part(10, 5_000, _in_process(judges.member_frame, seeds.member_frames())),
    "volunteers' frames": Part(5, 5_000, _in_process(judges.desk_frame, seeds.desk_frames())),
    "desk bodies": Part(4, 5_000, _in_process(judges.sign_in, seeds.sign_ins())),
    "forms": Part(3, 1_000, _in_process(judges.form, seeds.FORMS)),
    "texts": Part(2, 1_000, _in_process(judges.said, seeds.FORMS)),
    "sockets and forms of a real server": Part(8, 250, over_sockets),
    "atheris, codec": Part(ATHERIS // ATHERIS_SLICE, ATHERIS_SLICE, _atheris("codec")),
    "atheris, normaliser": Part(ATHERIS // ATHERIS_SLICE, ATHERIS_SLICE, _atheris("normaliser")),
}


def main() -> int:
    """Go on where the last run stopped, until all is done or the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=110)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    told = asked.out / "done.json"
    done: dict[str, list[dict[str, int]]] = json.loads(told.read_text()) if told.exists() else {}
    until = time.monotonic() + asked.minutes * MINUTE_S
    try:
        for name, seed in _left(done):
            if time.monotonic() > until:
                break
            part = PARTS[name]
            done.setdefault(name, []).append(dict(part.do(seed, part.runs, asked.out)))
            told.write_text(json.dumps(done))
    except Found as found:
        announce(f"FOUND: {found}")
        return 1
    finally:
        announce(_table(done))
    return 0


def _left(done: Mapping[str, Sequence[object]]) -> list[tuple[str, int]]:
    """Return the slices still to do, the parts by turns, so that a short run tries them all."""
    slices = [
        (seed, name)
        for name, part in PARTS.items()
        for seed in range(len(done.get(name, ())), part.slices)
    ]
    return [(name, seed) for seed, name in sorted(slices, key=lambda it: it[0])]


def _table(done: Mapping[str, Sequence[Mapping[str, int]]]) -> str:
    rows = ["| part | runs done | of | came to |", "|---|---|---|---|"]
    for name, part in PARTS.items():
        slices = done.get(name, ())
        seen: Counter[str] = sum((Counter(one) for one in slices), Counter())
        came_to = ", ".join(f"{many:,} {what}" for what, many in sorted(seen.items()))
        runs = f"{len(slices) * part.runs:,}"
        rows.append(f"| {name} | {runs} | {part.slices * part.runs:,} | {came_to} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())
