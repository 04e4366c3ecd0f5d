"""The score of a message: what the table of features says, and what the net adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from moderation.scoring import heard
from moderation.scoring.heard import Heard
from moderation.scoring.judge import Looked
from moderation.scoring.known import Known
from moderation.scoring.meaning import Meaning
from moderation.scoring.weights import Scores, Weights

# So far below every cut the net has nothing to turn: of 1,000 cries it would have lifted one. Four
# ordinary messages of five end here.
_TOO_FAR = -0.5
_ROUNDING = 0.001


@dataclass(frozen=True)
class Score:
    """Two judges that err on different messages: their log odds are added."""

    weights: Weights
    meaning: Meaning

    @classmethod
    def load(cls) -> Self:
        """Read what was learned."""
        return cls(Weights.load(), Meaning.load())

    def of(self, seen: Looked) -> Scores:
        """Return how much speaks for each step, as log odds."""
        return self.with_net(self.weights.score(seen.features), seen)

    def with_net(self, told: Scores, seen: Looked) -> Scores:
        """Return the same, from what the table says."""
        third, second, first = told
        if third < _TOO_FAR:
            return told
        more = self.meaning.score(seen.reading.words, seen.marks)
        return third + more[0], second + more[1], first + more[2]

    def surely(self, told: Scores, lines: Sequence[Known]) -> Scores | None:
        """Return the score of lines read in one, as high as it may be, if it can be known so.

        `told` is what the table says of them, a rounding apart.
        """
        third, second, first = (score + _ROUNDING for score in told)
        if third < _TOO_FAR:
            return third, second, first
        if third < _TOO_FAR + 2 * _ROUNDING:
            return None
        more = heard.in_one(self.meaning, [self.heard(line) for line in lines])
        return third + more[0], second + more[1], first + more[2]

    def heard(self, line: Known) -> Heard:
        """Return what the net hears in a line; it is asked once."""
        if line.heard is None:
            line.heard = heard.heard(self.meaning, line.words, line.marks)
        return line.heard

    def family(self, seen: Looked) -> str:
        """Return the likeliest family of a message that was flagged."""
        return self.weights.family(seen.features)
