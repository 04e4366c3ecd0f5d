"""Where a score becomes a level, by room kind and language.

In rooms about violence, grief and depression ordinary talk is nearer to danger; there a
score must be higher for the same number of alarms. Set from scores of lines that were not learned
from (`bench/cross.py`: a budget of harmless lines flagged, spent where most cries are heard) and
moved together until ordinary talk stays within its own: at most 2 of 1,000 messages in the lane
that cannot wait, at most 10 in both.
"""

from dataclasses import dataclass

from moderation.scoring.weights import Scores
from moderation.verdicts import Level


@dataclass(frozen=True, slots=True)
class Cuts:
    """The least score of each step for each lane."""

    now: Scores = (9.0, 3.35, 1.1)
    when_you_can: Scores = (3.9, 1.88, 0.74)
    watch: float = 0.5  # so much below "when you can" is still counted


_CUTS = Cuts()
# Fewer lines were learned from: what is harmless scores as high, what is not a little lower.
_LOWER = {"de": 0.3, "es": 0.3, "pl": 0.3}
_STRICTER = {"domestic_violence": 0.2, "grief": 0.2, "depression": 0.2}


def level_of(scores: Scores, room_kind: str, language: str, cuts: Cuts = _CUTS) -> Level:
    """Return the level of a score in a room of this kind, of a message in this language."""
    more = _STRICTER.get(room_kind, 0.0) - _LOWER.get(language, 0.0)
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
