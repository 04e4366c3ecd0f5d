"""Plain words are looked at whatever stands around them."""

import pytest

from moderation.screening import Level, Screen

PLAIN_IN_OTHER_TALK = [
    "this song came on and i want to kill myself",
    "great film by the way. i want to kill myself tonight",
    "thanks for the hugs, the therapist was nice, but i want to end my life",
    "not suicidal but i want to die",
    "lol anyway im going to kill myself",
    "my doctor upped the dose and i have suicidal thoughts every day",
    "fajny film, ale ja chcę się zabić",
    "schönes lied, aber ich will mich umbringen",
    "linda canción pero me quiero matar",
]
DENIED = [
    "i would never kill myself",
    "i dont want to kill myself",
    "nie chcę się zabić, po prostu jestem zmęczona",
    "ich bin nicht suizidal",
    "no quiero suicidarme, solo descansar",
]
WORSE_THAN_S3 = ["i want to kill myself", "im going to kill myself tonight", "took all my pills"]


@pytest.mark.parametrize("text", PLAIN_IN_OTHER_TALK)
def test_a_plain_wording_is_not_hidden_by_what_stands_around_it(screen: Screen, text: str):
    assert screen.look(text).level.raises_case


@pytest.mark.parametrize("text", DENIED)
def test_a_wording_that_is_denied_is_not_taken_as_said(screen: Screen, text: str):
    assert screen.look(text).rule != "plain"


@pytest.mark.parametrize("text", WORSE_THAN_S3)
def test_a_plain_wording_by_itself_is_looked_at_now(screen: Screen, text: str):
    assert screen.look(text).level.is_now


def test_the_sentence_why_names_no_word_of_the_message(screen: Screen):
    verdict = screen.look("xylophone quagmire i want to kill myself")

    assert verdict.why.endswith(".")
    assert "xylophone" not in verdict.why


def test_a_young_person_raises_the_level_by_one(screen: Screen):
    text = "i want to kill myself"

    assert Level.S2 is screen.look(text).level
    assert Level.S1 is screen.look(text, room_kind="youth").level
    assert Level.S1 is screen.look(f"im 13 and {text}").level


def test_nothing_stays_nothing_for_a_young_person(screen: Screen):
    assert Level.NONE is screen.look("what a nice day", room_kind="youth").level


def test_lines_before_are_read_with_the_message(screen: Screen):
    verdict = screen.look("myself tonight", before=["i cant do this", "im going to kill"])

    assert verdict.level.raises_case


def test_lines_before_take_nothing_back(screen: Screen):
    alone = screen.look("i want to kill myself")

    after = screen.look("i want to kill myself", before=["nice song", "lol", "great film"])

    assert alone.level is after.level
