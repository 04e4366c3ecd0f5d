"""How the detector's score does on kinds of text, or authors, left out of its learning.

`python -m bench.cross --by kind` leaves out whole kinds of each file, `--by source` whole files;
there the net learns from no made-up lines: their teachers left out kinds. It is the score alone,
without the plain wordings; the cuts are those that ship. Takes minutes a fold: `--folds 1` does one
of five.
"""

import argparse
from collections.abc import Sequence

from bench.budget import within
from bench.corpus import Labelled, read
from bench.figures import machine
from bench.net import Start
from bench.parts import PARTS, part_of
from bench.shares import Share
from bench.taught import NOTHING, Taught
from bench.train import learned, score_of, seen
from moderation import lexicon
from moderation.scoring.cuts import level_of
from moderation.scoring.judge import Judge
from moderation.scoring.weights import Scores
from moderation.verdicts import Level


def left_out(
    lines: Sequence[Labelled], judge: Judge, by: str, folds: int
) -> list[tuple[Labelled, Scores]]:
    """Return lines and how a score that was learned without their part scores them."""
    looked = seen(lines, judge)
    parts = [part_of(line, at, by) for at, line in enumerate(lines)]
    taught = Taught.load(lines, Start.load(judge.marks)) if by == "kind" else None
    answers: list[tuple[Labelled, Scores]] = []
    for part in range(folds):
        rest = [i for i, own in enumerate(parts) if own != part]
        some = [lines[i] for i in rest], [looked[i] for i in rest]
        made = taught.without(part, parts) if taught else NOTHING
        score = score_of(*learned(*some, judge, made))
        own = [i for i, own in enumerate(parts) if own == part]
        answers += [(lines[i], score.of(looked[i])) for i in own]
    return answers


def told(answers: Sequence[tuple[Labelled, Level]]) -> None:
    """Print the table."""
    print("\n| what | flagged | 95 % | messages |\n|---|---|---|---|")
    for level in (Level.S1, Level.S2, Level.S3, Level.NONE):
        _row(level.value, [said for line, said in answers if line.level is level])
    for language in sorted({line.language for line, _ in answers}):
        urgent = [said for line, said in answers if line.level.is_now and line.language == language]
        _row(f"{language}: S1, S2", urgent)


def _row(what: str, said: Sequence[Level]) -> None:
    if said:
        share = Share(sum(level.raises_case for level in said), len(said))
        print(f"| {what} | {share.shown} | {share.interval} | {len(said):,} |")


def main() -> None:
    """Leave out part after part and print what was said of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--by", choices=("kind", "source"), default="kind")
    parser.add_argument("--budget", type=float, default=0.06, help="share of harmless flagged")
    parser.add_argument("--folds", type=int, default=PARTS, help="how many of the five to do")
    asked = parser.parse_args()
    print(machine())
    answers = left_out(read("train"), Judge.alone(lexicon.load()), asked.by, asked.folds)
    told([(line, level_of(scores, line.room_kind, line.language)) for line, scores in answers])
    print(f"\nWithin the budget: {within(answers, asked.budget)}")


if __name__ == "__main__":
    main()
