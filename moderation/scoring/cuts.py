"""Where a score becomes a level, by room kind.

In rooms about violence, grief and depression ordinary talk is nearer to danger; there a
score must be higher for the same number of alarms. Set with `bench/detect.py`: at most 2 of
1,000 ordinary messages in the lane that cannot wait, at most 10 in both.
"""

from dataclasses import dataclass

from moderation.scoring.weights import Scores
from moderation.verdicts import Level


@dataclass(frozen=True, slots=True)
class Cuts:
    """The least score of each step for each lane."""

    now: Scores = (9.0, 1.66, 0.0)
    when_you_can: Scores = (1.7, 1.29, -0.73)
    watch: float = 0.5  # so much below "when you can" is still counted


_CUTS = Cuts()
_STRICTER = {"domestic_violence": 0.2, "grief": 0.2, "depression": 0.2}


def level_of(scores: Scores, room_kind: str, cuts: Cuts = _CUTS) -> Level:
    """Return the level of a score in a room of this kind."""
    more = _STRICTER.get(room_kind, 0.0)
    third, second, first = scores
    if first - more > cuts.now[2]:
        return Level.S1
    if second - more > cuts.now[1] or third - more > cuts.now[0]:
        return Level.S2
    pairs = zip(scores, cuts.when_you_can, strict=True)
    nearest = max(score - more - cut for score, cut in pairs)
    if nearest > 0:
        return Level.S3
    return Level.S4 if nearest > -cuts.watch else Level.NONE
