"""How fast this node lets people in, as measured, and so when each may come back.

What is measured is how long the loop was held, step by step, not how long somebody waited: a
slow machine counts, and one that others use too, a slow disk does not.
"""

from collections.abc import Awaitable, Generator, Sequence
from math import ceil
from time import perf_counter
from typing import Any, Generic, TypeVar

T = TypeVar("T")

USUAL_S = 0.0004  # one `enter` on a small machine, before anything is measured
REMEMBERED = 512  # about so many of the last ones count
WHOLE = 4.0  # socket, handshake and goodbye beside it, against what is measured here
SHARE = 0.5  # of a core; the other half is for those who are in
CLOSING = 0.5  # letting somebody go, against letting them in
LONGEST_AWAY_S = 20.0  # a start that was slow once need not be so again
LONGEST_S = 45.0  # a crowd that comes too fast is served slower, and none of it is lost


class Arrivals:
    """What it costs to let somebody in."""

    def __init__(self) -> None:
        self._cost_s = USUAL_S

    @property
    def per_s(self) -> float:
        """How many may come in each second while the others talk on."""
        return SHARE / (WHOLE * self._cost_s)

    async def measure(self, coming_in: Awaitable[None]) -> None:
        """Let somebody in, and remember what it took; a refused one is no measure."""
        timed = Timed(coming_in)
        await timed
        self._cost_s += (timed.used_s - self._cost_s) / REMEMBERED

    def back_after(self, sockets: int, away_s: float) -> Sequence[int]:
        """Return for each socket in how many seconds it may come back.

        Nobody finds the door shut: the first wait until the last are gone and a node is there
        again, `away_s` after that; the others come as fast as they can be let in.
        """
        away_s = min(away_s, LONGEST_AWAY_S)
        closing_s = sockets * self._cost_s * WHOLE * CLOSING if away_s else 0.0
        spread_s = min(LONGEST_S, sockets / self.per_s)
        return [ceil(1 + away_s + closing_s + spread_s * n / sockets) for n in range(sockets)]


class Timed(Generic[T]):
    """Work that is awaited once, and how long its steps held the loop."""

    def __init__(self, work: Awaitable[T]) -> None:
        self.used_s = 0.0
        self._work = work

    def __await__(self) -> Generator[Any, Any, T]:
        steps = self._work.__await__()
        thrown: BaseException | None = None
        while True:
            began = perf_counter()
            try:
                waits_for = next(steps) if thrown is None else steps.throw(thrown)
            except StopIteration as done:
                answer: T = done.value
                return answer
            finally:
                self.used_s += perf_counter() - began
            try:
                yield waits_for
                thrown = None
            except BaseException as error:  # noqa: BLE001 - handed on to the work at once
                thrown = error
