"""A desk with one case on it, the volunteers who come to it, and what they are refused."""

import pytest

from moderation import acts
from moderation.actor import Actor, Claim, Role
from moderation.acts import Decision
from moderation.desk import Desk, evolve
from moderation.events import CaseRaised, DeskEvent
from moderation.refusal import DeskCode, No

VERA, WILL = Actor("vera"), Actor("will")
SHADOW = Actor("shade", Role.SHADOW)
CORA = Actor("cora", Role.COORDINATOR)
CASE = "17-a"
MINUTE = 60_000


class Table:
    """A desk with one case, and a hand that does what is decided."""

    def __init__(self, level: str = "S1", kind: str = "flag", **said: object) -> None:
        self.desk = Desk()
        self.n = 0
        self.at = 0
        raised = CaseRaised(CASE, "gambling", kind, "ada", level=level, of=7, **said)  # type: ignore[arg-type]
        self.happen(raised)

    def happen(self, event: DeskEvent) -> int:
        self.n += 1
        evolve(self.desk, self.n, self.at, event)
        return self.n

    def do(self, decision: Decision) -> int:
        first = self.n + 1
        for event in decision.desk:
            self.happen(event)
        return first

    def claim(self, actor: Actor = VERA) -> Claim:
        return Claim(CASE, self.do(acts.claim(self.desk, CASE, actor)), actor)

    @property
    def case(self):
        return self.desk.cases[CASE]


def refused(code: DeskCode) -> "pytest.RaisesExc[No]":
    return pytest.raises(No, check=lambda no: no.code is code)
