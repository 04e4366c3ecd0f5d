"""What the table says is the same whether it is added up at once, group by group, or in parts."""

from collections.abc import Sequence

import numpy as np
import pytest

from bench.corpus import read
from moderation import lexicon
from moderation.reading import read as read_words
from moderation.scoring.features import Features
from moderation.scoring.in_one import InOne
from moderation.scoring.judge import Judge
from moderation.scoring.kinds import BITS
from moderation.scoring.known import Known
from moderation.scoring.weights import MOST_ADDED, Weights

JUDGE = Judge.alone(lexicon.load())
WEIGHTS = Weights.load()
IN_ONE = InOne(JUDGE, WEIGHTS)
LONG = " ".join(["qo xu vi"] * 106)  # so many words make few letters, and name nothing
ORDINARY = [line.text for line in read("train")[::101]]
# Each kind at its largest or smallest: nothing may run from one step into the next.
EXTREMES = [(127, 127, 127), (-127, -127, -127), (127, -127, 127), (-127, 127, -127), (0, -1, 0)]


def table_of(row: Sequence[int]) -> Weights:
    """Return a table that says the same of every feature."""
    packed = sum(value << 21 * step for step, value in enumerate(row))
    table = np.full(2**BITS, packed, dtype=np.int64)
    ones = (1.0, 1.0, 1.0)
    return Weights(table, ones, (0.0, 0.0, 0.0), ones, ones, WEIGHTS.families, ())


def expected(row: Sequence[int], features: Features) -> tuple[float, ...]:
    """Return the score if every feature says this."""
    return tuple(sum(count * value / count**0.5 for count in features.counts) for value in row)


@pytest.mark.parametrize("row", EXTREMES)
@pytest.mark.parametrize("words", [9, 500, MOST_ADDED])
def test_no_step_runs_into_the_next_however_long_the_text(row: Sequence[int], words: int):
    weights = table_of(row)
    features = JUDGE.look(read_words("good evening all " * (words // 3))).features

    assert expected(row, features) == pytest.approx(weights.score(features))


@pytest.mark.parametrize("row", EXTREMES)
def test_no_step_runs_into_the_next_in_lines_read_in_one(row: Sequence[int]):
    in_one = InOne(JUDGE, table_of(row))
    lines: list[Known] = []
    for _ in range(5):
        line = in_one.look(JUDGE.look(read_words(LONG)), lines, "en").known
        assert isinstance(line, Known)
        lines.append(line)

    told = in_one.look(JUDGE.look(read_words("qo xu vi")), lines, "en")

    together = JUDGE.look(read_words(" ".join([LONG] * 5 + ["qo xu vi"])))
    assert MOST_ADDED * 0.9 < max(together.features.counts) <= MOST_ADDED
    assert expected(row, together.features) == pytest.approx(told.in_one)


def test_what_is_more_than_can_be_added_up_at_once_is_not_known():
    seen = JUDGE.look(read_words("good evening all " * (MOST_ADDED // 9)))

    told = IN_ONE.look(seen, [], "en")

    assert told.known is None
    assert WEIGHTS.score(seen.features) == told.alone


def test_a_line_has_by_itself_the_score_of_all_its_features():
    for text in ORDINARY:
        seen = JUDGE.look(read_words(text))

        assert WEIGHTS.score(seen.features) == IN_ONE.look(seen, [], None).alone, text
