"""Two nodes go round: while one asks the store about a case, somebody else may have been first."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from moderation import acts
from moderation.actor import Actor, Claim
from moderation.acts import Decision
from moderation.desk import Desk, evolve
from moderation.events import CaseDropped, CaseEscalated, CaseRaised, DeskEvent
from server.desk.claims import LOST_MS
from server.desk.round import DeskRound

CASE = "17-a"
VERA, WILL = Actor("vera"), Actor("will")


class House:
    """A desk with one case that vera holds; the store is asked, and meanwhile things happen."""

    def __init__(self, meanwhile: tuple[DeskEvent, ...], *, then_claims: bool) -> None:
        self.desk = Desk()
        self.n = 0
        self.happen(CaseRaised(CASE, "gambling", "need", "ada"))
        self._claim(VERA)
        self._meanwhile = meanwhile
        self._then_claims = then_claims

    async def is_lost(self, _case: str, _holder: str) -> bool:
        for event in self._meanwhile:
            self.happen(event)
        if self._then_claims:
            self._claim(WILL)
        return True

    async def do(self, _case: str, _by: str, decide: Callable[[Desk], Decision]) -> int:
        for event in decide(self.desk).desk:
            self.happen(event)
        return self.n

    async def release(self, *_: str) -> None:
        """Nothing is leased here."""

    release_severe = release

    def desks(self) -> list[Desk]:
        return [self.desk]

    def now(self) -> int:
        return 2 * LOST_MS

    def _claim(self, actor: Actor) -> None:
        for event in acts.claim(self.desk, CASE, actor).desk:
            self.happen(event)

    def happen(self, event: DeskEvent) -> None:
        self.n += 1
        evolve(self.desk, self.n, 0, event)


async def goes_round(house: House) -> None:
    """Let a node that has run for long go round once."""
    nothing = SimpleNamespace()
    store = SimpleNamespace(now=lambda: 0)
    seats = (nothing, nothing, nothing, store, nothing, nothing, nothing, lambda _holder: True)
    round_ = DeskRound(house, house, house, *seats)  # type: ignore[arg-type] - what a drop needs
    store.now = house.now
    await round_.tick()


@pytest.mark.parametrize(
    ("meanwhile", "then_claims"),
    [
        ((CaseDropped(CASE, 2, "vera"),), False),
        ((CaseDropped(CASE, 2, "vera"),), True),
        ((CaseEscalated(CASE, 2, "vera"),), False),
    ],
)
async def test_a_case_is_not_taken_from_who_has_it_by_then_nor_dropped_twice(
    meanwhile: tuple[DeskEvent, ...], *, then_claims: bool
):
    house = House(meanwhile, then_claims=then_claims)
    expected = house.n + len(meanwhile) + then_claims

    await goes_round(house)

    assert expected == house.n


async def test_a_case_whose_holder_was_lost_is_free_again():
    house = House((), then_claims=False)

    await goes_round(house)

    assert ("open", "") == (house.desk.cases[CASE].state.value, house.desk.cases[CASE].holder)
    assert house.desk.cases[CASE].dropped


def test_nobody_holds_a_case_that_is_free():
    house = House((), then_claims=False)
    fence = house.desk.cases[CASE].fence
    house.happen(CaseDropped(CASE, fence, "vera"))

    with pytest.raises(acts.No):
        acts.held_by(house.desk, Claim(CASE, fence, Actor("")))
