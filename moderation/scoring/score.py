"""The score of a message: what the table of features says, and what the net adds."""

from dataclasses import dataclass
from typing import Self

from moderation.scoring.judge import Looked
from moderation.scoring.meaning import Meaning
from moderation.scoring.weights import Scores, Weights

# So far below every cut the net has nothing to turn: of 1,000 cries it would have lifted one. Four
# ordinary messages of five end here.
_TOO_FAR = -0.5


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
        third, second, first = told = self.weights.score(seen.features)
        if third < _TOO_FAR:
            return told
        more = self.meaning.score(seen.reading.words, seen.marks)
        return third + more[0], second + more[1], first + more[2]

    def family(self, seen: Looked) -> str:
        """Return the likeliest family of a message that was flagged."""
        return self.weights.family(seen.features)
