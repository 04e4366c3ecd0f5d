"""`make bench`: what a delivery costs here, beside other servers and the floor, in the same run.

Figures are told, never tested: the machine is shared, and a gate on time would be a gate on luck.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from bench.figures import beside, machine, shown, table
from bench.floor.building import NotHere
from bench.floor.coming import coming_rows, with_lines
from bench.floor.peers import FANOUT, PEERS, Peer
from bench.floor.works import (
    CIRCLES,
    FULL,
    ONE_HALL,
    Round,
    Rounds,
    Work,
    bursts_at,
    by_turns,
    paced,
    ratio,
    talk_at,
)

SHARE = 0.4  # of what the slowest one carries: then nobody's queue is measured


def main() -> None:
    grammar = argparse.ArgumentParser(description="Measure Kith beside others; tables to read.")
    grammar.add_argument("part", nargs="*", choices=[*PARTS, []], help="what to measure (all)")
    grammar.add_argument("--rounds", type=int, default=7)
    grammar.add_argument("--per-s", type=float, default=1500, help="messages a second in `talk`")
    grammar.add_argument("--only", nargs="*", choices=[*PEERS], help="some of them (all)")
    asked = grammar.parse_args()
    for part in asked.part or list(PARTS):
        print(f"\n### {part}\n\n{machine()}\n", flush=True)
        with beside():
            PARTS[part](_installed(asked.only), asked)


def _installed(only: Sequence[str] | None) -> dict[str, Peer]:
    """Return the peers that are here, or could be brought here."""
    here = {}
    for key, peer in PEERS.items():
        if only and key not in only:
            continue
        try:
            peer.name()
            here[key] = peer
        except NotHere as reason:
            print(f"not measured, since it could not be installed: {key} ({reason})")
    return here


def talk(peers: Mapping[str, Peer], asked: argparse.Namespace) -> None:
    """Rooms of 12: on time, in bursts, and as much as each takes."""
    works = [talk_at(asked.per_s), bursts_at(asked.per_s), FULL]
    _tell(peers, by_turns(peers, works, asked.rounds), works)


def hall(peers: Mapping[str, Peer], asked: argparse.Namespace) -> None:
    """Say something in one room of 1,000."""
    _tell(peers, by_turns(peers, [ONE_HALL], asked.rounds), [ONE_HALL])


def fanout(_peers: Mapping[str, Peer], asked: argparse.Namespace) -> None:
    """Bring accepted messages to all screens, and nothing else."""
    for works in ([talk_at(asked.per_s), bursts_at(asked.per_s)], [ONE_HALL]):
        _tell(FANOUT, by_turns(FANOUT, works, asked.rounds, together=True), works)


def latency(peers: Mapping[str, Peer], asked: argparse.Namespace) -> None:
    """At the same pace for all: 40 % of what the slowest one carries."""
    full = by_turns(peers, [FULL], max(2, asked.rounds // 2))
    slowest = min(median(one.per_s for one in full[name][FULL.name]) for name in peers)
    per_s = SHARE * slowest / CIRCLES.each
    work = paced(f"{per_s:.0f} messages/s", CIRCLES, per_s)
    done = by_turns(peers, [work], asked.rounds)
    _lines(["server", "p50, ms", "p99, ms", "slowest, ms"])
    for name, peer in peers.items():
        seen = [one.seen for one in done[name][work.name]]
        times = ([s.p50_us for s in seen], [s.p99_us for s in seen], [s.most_us for s in seen])
        _line([peer.name(), *(_spread([us / 1000 for us in some]) for some in times)])
    print(f"\n{work.name}; carried by the slowest: {shown(slowest)} deliveries/s")


def coming(peers: Mapping[str, Peer], asked: argparse.Namespace) -> None:
    """Come in, be there, come back."""
    told = {"lines": with_lines()} if "kith" in peers else {}
    print(
        table(list(coming_rows({**peers, **told}, CIRCLES, max(2, asked.rounds // 2)))), flush=True
    )


def _tell(peers: Mapping[str, Peer], done: Rounds, works: Sequence[Work]) -> None:
    """Print one row for each peer: microseconds a delivery, and in brackets against the floor."""
    _lines(["server", *(work.name for work in works), "carried when full", "the load itself"])
    for name, peer in peers.items():
        cells = [_cell(done[name][work.name], done["floor"][work.name]) for work in works]
        full = done[name].get(FULL.name)
        carried = shown(median(one.per_s for one in full)) if full else ""
        load = shown(median(one.load_us for one in done[name][works[0].name]))
        _line([peer.name(), *cells, carried, load])
    print(flush=True)


def _cell(rounds: Sequence[Round], floor: Sequence[Round]) -> str:
    return f"{_spread([one.us for one in rounds])} **{ratio(rounds, floor):.2f}**"


def _spread(values: Sequence[float]) -> str:
    return f"{shown(median(values))} ({shown(min(values))} to {shown(max(values))})"


def _lines(heads: Sequence[str]) -> None:
    _line(heads)
    _line(["---"] * len(heads))


def _line(cells: Sequence[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


PARTS: Mapping[str, Callable[[Mapping[str, Peer], argparse.Namespace], None]] = {
    "talk": talk,
    "hall": hall,
    "fanout": fanout,
    "latency": latency,
    "coming": coming,
}


if __name__ == "__main__":
    sys.exit(main())
