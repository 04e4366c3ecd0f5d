"""`make bench-detect`: what the detectors catch, and what they flag that is harmless.

The text held out was written by other authors than the text learned from, and nobody who works
on the detector reads it. `--seen FOLDER` adds a development suite, if there is one, labelled
as seen.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Labelled, read
from bench.figures import machine, percentile
from bench.shares import Share
from moderation.screening import Screen
from moderation.verdicts import Level, Verdict

_SEEN_LEVELS = {"imminent": Level.S1, "high": Level.S2, "concern": Level.S3, "none": Level.NONE}
_ORDINARY = "ordinary"
# Other work on the machine only ever adds: the least of some looks is nearest to the cost.
_LOOKS = 5


@dataclass(frozen=True)
class Look:
    """A line and what was said of it."""

    line: Labelled
    verdict: Verdict


def look(screen: Screen, lines: Iterable[Labelled]) -> list[Look]:
    """Return every line with its verdict."""
    return [
        Look(
            line,
            screen.look(
                line.text, room_kind=line.room_kind, language=line.language, before=line.before
            ),
        )
        for line in lines
    ]


def share(looks: Iterable[Look], holds: Callable[[Look], bool]) -> Share:
    """Return in how many of these it holds."""
    answers = [holds(one) for one in looks]
    return Share(sum(answers), len(answers))


def flagged(one: Look) -> bool:
    """Return whether a person is asked to look."""
    return one.verdict.level.raises_case


def now(one: Look) -> bool:
    """Return whether a person is asked to look at once."""
    return one.verdict.level.is_now


def told(looks: Sequence[Look], title: str) -> None:
    """Print the table of one suite."""
    print(f"\n### {title}: {len(looks):,} messages\n")
    print("| what | flagged | 95 % | of them S1, S2 | 95 % | messages |\n|---|---|---|---|---|---|")
    for what, some in _rows(looks):
        if some:
            both = (share(some, flagged), share(some, now))
            cells = " | ".join(f"{one.shown} | {one.interval}" for one in both)
            print(f"| {what} | {cells} | {len(some):,} |")
    pairs = _pairs(looks)
    if pairs.of:
        print(f"| minimal pairs, both right | {pairs.shown} | {pairs.interval} | | | {pairs.of} |")


def _rows(looks: Sequence[Look]) -> Iterable[tuple[str, list[Look]]]:
    for level in (Level.S1, Level.S2, Level.S3):
        yield f"recall {level}", [x for x in looks if x.line.level is level]
    urgent = [x for x in looks if x.line.level.is_now]
    harmless = [x for x in looks if x.line.level is Level.NONE]
    tricky = [x for x in harmless if x.line.kind != _ORDINARY]
    yield "ordinary flagged", [x for x in harmless if x.line.kind == _ORDINARY]
    yield "tricky harmless flagged", tricky
    yield "with lines before: S1, S2", [x for x in urgent if x.line.before]
    for language in sorted({x.line.language for x in looks}):
        yield f"{language}: S1, S2", [x for x in urgent if x.line.language == language]
        yield f"{language}: tricky", [x for x in tricky if x.line.language == language]
    for family in sorted({x.line.family for x in urgent} - {""}):
        yield f"{family}: S1, S2", [x for x in urgent if x.line.family == family]


def _pairs(looks: Sequence[Look]) -> Share:
    """Return how many pairs have the dangerous one flagged and the harmless one not."""
    by_pair: dict[tuple[str, int], list[Look]] = defaultdict(list)
    for one in looks:
        if one.line.pair is not None:
            by_pair[one.line.source, one.line.pair].append(one)
    whole = [pair for pair in by_pair.values() if len({x.line.level for x in pair}) > 1]
    right = [all(flagged(x) == x.line.level.raises_case for x in pair) for pair in whole]
    return Share(sum(right), len(right))


def seen_suite(folder: Path) -> list[Labelled]:
    """Return a development suite, in the project's own form."""
    rows = (folder / "crisis_suite_dev.jsonl").read_text(encoding="utf-8").splitlines()
    numbers: dict[str, int] = {}
    return [_seen(json.loads(row), numbers) for row in rows if row]


def _seen(row: dict[str, str], numbers: dict[str, int]) -> Labelled:
    pair = row.get("pair")
    return Labelled(
        row["text"],
        (),
        _SEEN_LEVELS[row["severity"]],
        "",
        row["category"],
        row["language"],
        "general",
        "seen",
        pair=numbers.setdefault(pair, len(numbers)) if pair else None,
    )


def ordinary(path: Path) -> list[Labelled]:
    """Return ordinary messages, one a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [line.strip() for line in lines if line.strip()]
    return [
        Labelled(text, (), Level.NONE, "", _ORDINARY, "en", "general", "seen") for text in texts
    ]


def speed(screen: Screen, lines: Sequence[Labelled]) -> None:
    """Print the processor time of one message, as seen and as the least of five looks."""
    first, least = [], []
    for line in lines:
        spent = [_us(screen, line) for _ in range(_LOOKS)]
        first.append(spent[0])
        least.append(min(spent))
    for how, seen in (("first look", first), ("least of five", least)):
        middle, most = percentile(seen, 0.5), percentile(seen, 0.99)
        print(f"\nCPU per message, {how}, {len(seen):,}: p50 {middle:.0f} us, p99 {most:.0f} us.")


def _us(screen: Screen, line: Labelled) -> float:
    began = time.process_time_ns()
    screen.look(line.text, room_kind=line.room_kind, language=line.language)
    return (time.process_time_ns() - began) / 1000


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seen", type=Path, help="folder with a development suite")
    asked = parser.parse_args()
    screen = Screen.load()
    print(machine())
    kept_aside = read("heldout")
    told(look(screen, kept_aside), "held out from training and tuning")
    if asked.seen:
        told(look(screen, seen_suite(asked.seen)), "development suite, seen")
        chat = ordinary(asked.seen / "ordinary_support_chat_dev.txt")
        told(look(screen, chat), "ordinary support chat, seen")
        speed(screen, chat)
    speed(screen, kept_aside)


if __name__ == "__main__":
    main()
