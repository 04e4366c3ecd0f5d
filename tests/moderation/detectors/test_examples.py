"""Every detector and every lexicon does what its own examples say."""

from typing import Protocol

import pytest

from moderation import lexicon
from moderation.detectors import attack, crisis, flooding, method_detail, personal_detail, selling
from moderation.message import Message, message
from moderation.scoring.phrases import Wordings
from moderation.scoring.score import Score
from moderation.screening import Finding, Level, Screen

LEXICA = lexicon.load()
WORDINGS = Wordings()


class Detector(Protocol):
    def look(self, message: Message) -> Finding | None: ...


DETECTORS: list[tuple[object, Detector]] = [
    (crisis, crisis.Crisis(LEXICA, WORDINGS, Score.load())),
    (
        personal_detail,
        personal_detail.PersonalDetail(("988", "116 123", "0800 1110111"), ("samaritans.org",)),
    ),
    (method_detail, method_detail.MethodDetail(WORDINGS)),
    (attack, attack.Attack(WORDINGS)),
    (selling, selling.Selling(WORDINGS)),
    (flooding, flooding.Flooding()),
]
WORDINGS.ready()


def _examples(kind: str) -> list[tuple[Detector, str]]:
    return [(one, text) for module, one in DETECTORS for text in getattr(module, kind)]


@pytest.mark.parametrize(("detector", "text"), _examples("CAUGHT"))
def test_a_detector_sees_what_it_says_it_catches(detector: Detector, text: str):
    found = detector.look(message(text, WORDINGS))

    assert found is not None
    assert found.level is not Level.NONE or found.hold is not None


@pytest.mark.parametrize(("detector", "text"), _examples("LET_THROUGH"))
def test_a_detector_says_nothing_about_what_it_lets_through(detector: Detector, text: str):
    found = detector.look(message(text, WORDINGS))

    assert found is None or (not found.level.raises_case and found.hold is None)


SLOTS = [one.slots for one in LEXICA if one.slots]


@pytest.mark.parametrize("text", [text for one in SLOTS for text in one.caught])
def test_what_fills_a_language_s_slots_is_looked_at_now(screen: Screen, text: str):
    assert screen.look(text).level.is_now


@pytest.mark.parametrize("text", [text for one in SLOTS for text in one.let_through])
def test_what_only_looks_like_it_raises_nothing(screen: Screen, text: str):
    assert not screen.look(text).level.raises_case


@pytest.mark.parametrize("text", [text for one in LEXICA for text in one.caught])
def test_a_lexicon_s_caught_examples_raise_a_case(screen: Screen, text: str):
    assert screen.look(text).level.raises_case


@pytest.mark.parametrize("text", [text for one in LEXICA for text in one.let_through])
def test_a_lexicon_s_harmless_examples_raise_nothing(screen: Screen, text: str):
    assert not screen.look(text).level.raises_case


def test_every_plain_wording_is_caught_by_itself(screen: Screen):
    rules = [rule for one in LEXICA for rule in one.plain if not rule.doubtful]
    phrases = [phrase for rule in rules for phrase in rule.phrases]

    assert [] == [phrase for phrase in phrases if not screen.look(phrase).level.raises_case]


def test_every_language_that_is_scored_knows_the_same_concepts():
    concepts = [set(one.concepts) for one in LEXICA if one.concepts]

    assert ["ar", "de", "en", "es", "pl"] == [one.language for one in LEXICA]
    assert ["ar"] == [one.language for one in LEXICA if not one.concepts]
    assert all(concepts[0] == others for others in concepts)
