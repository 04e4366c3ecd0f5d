"""What a round waits for: long enough for a crowded machine, and whoever gives up says why.

A bound here ends a hang and judges nothing but one thing: that there is an end.
"""

import asyncio
from collections.abc import Callable, Sequence

from witness import Witness

COME_S, WARM_S, BACK_S, SETTLE_S, READ_S = 180.0, 180.0, 240.0, 180.0, 180.0
FOR_EACH_S = 0.05  # a crowd has so much more for each of them
ROUND_S = 1200.0
SHOWN = 4


class WaitedInVain(Exception):
    """Something did not come to be; the message says of whom, and how they stand."""


async def all_of(
    people: Sequence[Witness], so: Callable[[Witness], bool], within_s: float, what: str
) -> None:
    """Wait until something is so of everybody."""
    bound_s = within_s + FOR_EACH_S * len(people)
    try:
        async with asyncio.timeout(bound_s):
            await asyncio.gather(*(one.until(lambda one=one: so(one)) for one in people))
    except TimeoutError:
        late = [one for one in people if not so(one)]
        stand = "; ".join(one.stands() for one in late[:SHOWN])
        told = f"{what}: not so of {len(late)} of {len(people)} after {bound_s:.0f} s: {stand}"
        raise WaitedInVain(told) from None
