"""What befalls people: some stop reading while the others go on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from stage import Stage

LONG_WORDS = "line of many words " * 100
QUICK_S, VERY_MANY = 0.002, 10**6


@asynccontextmanager
async def stop_reading(stage: Stage, chance: Random) -> AsyncIterator[None]:
    """Half of the people read nothing, while the others say much."""
    people = list(stage.people)
    chance.shuffle(people)
    slow = people[: len(people) // 2]
    for one in slow:
        one.reads.clear()
    for one in people[len(slow) :]:
        one.words, one.pace_s, one.talkative = LONG_WORDS, QUICK_S, VERY_MANY
    try:
        yield
    finally:
        for one in people:
            one.words, one.pace_s = "line", 0.02
        for one in slow:
            one.reads.set()
