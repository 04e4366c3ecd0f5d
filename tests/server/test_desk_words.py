"""The desk has calm words for every code that can reach a volunteer."""

from importlib.resources import files
from typing import get_args

import pytest

from moderation.actor import Role
from moderation.case import Outcome, Talk
from moderation.crew_events import ShiftKind
from moderation.refusal import DeskCode
from moderation.sanctions import What
from server.web.catalogue import load_catalogues
from server.wire import desk as wire
from server.wire.frames import Report

ENGLISH = load_catalogues(files("client") / "web" / "locales" / "desk")["en"]
FAMILIES = [
    "suicide",
    "self_harm",
    "overdose",
    "violence",
    "child_at_risk",
    "threat",
    "eating",
    "psychosis",
    "relapse",
    "third_person",
    "encouragement",
    "other",
]
KINDS = ["need", "report", "flag", "held", "refused", "unscanned", "appeal", "review"]
SAID = {
    "desk.nack": [code.value for code in DeskCode],
    "desk.outcome": [outcome.value for outcome in Outcome],
    "desk.talk": [talk.value or "none" for talk in Talk],
    "desk.limit": [what.value for what in What],
    "desk.reason": get_args(wire.Reasons),
    "desk.urgency": get_args(wire.Urgency),
    "desk.family": FAMILIES,
    "desk.kind": KINDS,
    "desk.why": KINDS,
    "desk.report": get_args(Report.__annotations__["why"]),
    "desk.you": [role.value for role in Role],
    "crew.role": [role.value for role in Role],
    "crew.kind": [kind.value for kind in ShiftKind],
}


@pytest.mark.parametrize("under", SAID)
def test_every_code_has_words(under: str):
    assert [] == [code for code in SAID[under] if not ENGLISH.has(f"{under}.{code}")]
