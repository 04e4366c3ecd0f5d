"""Where to cut, so that harmless lines flagged stay within a budget and most cries are heard."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from bench.corpus import Labelled
from moderation.scoring.weights import Scores
from moderation.verdicts import Level

# How the budget may be dealt out between the three answers.
_SHARES = (0.0, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


def within(answers: Sequence[tuple[Labelled, Scores]], budget: float) -> Scores:
    """Return the least score of each answer that flags a message, for lines not learned from.

    Of all cuts that flag no more of the harmless than the budget, those that flag the most of S1
    and S2. An S1 that is missed is the worst, so S1 counts twice.
    """
    scores = np.array([scores for _, scores in answers])
    levels = np.array([line.level for line, _ in answers])
    harmless = scores[levels == Level.NONE]
    best, found = -1.0, (np.inf, np.inf, np.inf)
    for shares in product(_SHARES, repeat=3):
        cuts = [np.quantile(harmless[:, n], 1 - budget * s) for n, s in enumerate(shares)]
        if (harmless > cuts).any(axis=1).mean() > budget:
            continue
        flagged = (scores > cuts).any(axis=1)
        heard = 2 * flagged[levels == Level.S1].mean() + flagged[levels == Level.S2].mean()
        if heard > best:
            best, found = heard, (float(cuts[0]), float(cuts[1]), float(cuts[2]))
    return found
