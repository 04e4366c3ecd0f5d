"""What is refused or held, and which part its author is shown."""

import pytest

from moderation.screening import Hold, Level, Screen

DETAILS = [
    ("text me on 07700 900 123 ok", "07700 900 123"),
    ("my mail is sad.fox@example.com", "sad.fox@example.com"),
    ("mail me at sadfox at gmail dot com", "sadfox at gmail dot com"),
    ("call +49 151 23456789 pls", "+49 151 23456789"),
    ("mój numer 600 700 800", "600 700 800"),
    ("llámame al 612 34 56 78", "612 34 56 78"),
    ("join https://example.com/x now", "https://example.com/x"),
    ("find me, @night_owl77", "@night_owl77"),
    ("she lives at 14 Maple Street", "14 Maple Street"),
    ("wohne in der Lindenstraße 12", "Lindenstraße 12"),
    ("mieszkam na ul. Polnej 7", "ul. Polnej 7"),
    ("vivo en calle Mayor 23", "calle Mayor 23"),
    ("DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00"),
    ("his reg is AB12 CDE", "AB12 CDE"),
    ("Martin Weaver works at the bakery", "Martin Weaver works at"),
]
NO_DETAILS = [
    "call 988 any time, or 116 123",
    "0800 1110111 is free",
    "800 70 2222 all day",
    "i am 34, she is 12, we met in 2019",
    "lost 12,500 on friday and 3 000 on sunday",
    "i owe 150000 euros",
    "day 120 of the 12 steps",
    "on 22.11.2026 at 19:30",
    "2024-11-03 was the last time",
    "it is a 20 minute walk down the road",
    "3 nights on the street",
    "samaritans.org helped me",
    "i went there and then... so what",
    "50 mg in the morning",
    "@everyone thank you",
]
CUT_IN_TWO = [
    (["text me, my number is 07700"], "900123 any time", "900123"),
    (["07700", "900"], "123 456", "123 456"),
    (["mój numer to 600 700"], "800", "800"),
    (["ruf mich an +49 151"], "234 567 89", "234 567 89"),
]
NOT_CUT_IN_TWO = [
    (["i lost 4500"], "2019 was worse"),
    (["day 120"], "19:30 is the meeting"),
    (["call me on 116"], "123 is what samaritans have"),
    (["my number is 07700"], "sorry, not here"),
    (["it was in 2019"], "i am 34 and he is 12"),
    (["7", "8", "9", "10", "11"], "12"),
    (["i lost 12000 on friday, then 12000"], "15000 more today"),
    (["breathe with me 4", "7"], "8"),
]
HELD = [
    ("kill yourself", Hold.ATTACK, Level.S2),
    ("nobody would miss you, just do it already", Hold.ATTACK, Level.S2),
    ("i know where you live and i will find you", Hold.ATTACK, Level.S2),
    ("shut up you stupid cow", Hold.ATTACK, Level.NONE),
    ("how many sleeping pills would it take to die", Hold.METHOD_DETAIL, Level.S2),
    ("40 paracetamol is enough to kill you", Hold.METHOD_DETAIL, Level.S2),
]
CARE_NOT_HELD = [
    "i want to kill myself",
    "i took all my pills and im scared",
    "please dont kill yourself, talk to us",
    "he told me to kill myself",
    "am i worthless, i feel so stupid",
    "he says he will kill me if i leave",
    "its too late",
    "i am better off dead",
    "i really hope you get there, you deserve it",
]


@pytest.mark.parametrize(("text", "part"), DETAILS)
def test_a_personal_detail_is_shown_to_its_author(screen: Screen, text: str, part: str):
    verdict = screen.look(text)

    assert Hold.PERSONAL_DETAIL is verdict.hold
    assert any(part in text[start:end] for start, end in verdict.hold_spans)


@pytest.mark.parametrize("text", NO_DETAILS)
def test_numbers_that_lead_to_nobody_pass(screen: Screen, text: str):
    assert screen.look(text).hold is None


@pytest.mark.parametrize(("text", "hold", "least"), HELD)
def test_what_may_hurt_somebody_is_held(screen: Screen, text: str, hold: Hold, least: Level):
    verdict = screen.look(text)

    assert hold is verdict.hold
    assert verdict.level.is_now or least is Level.NONE


@pytest.mark.parametrize("text", CARE_NOT_HELD)
def test_a_cry_for_help_is_never_held(screen: Screen, text: str):
    assert screen.look(text).hold is None


def test_a_refused_message_still_says_how_urgent_it_is(screen: Screen):
    verdict = screen.look("i want to die tonight, call me on 07700 900 123")

    assert Hold.PERSONAL_DETAIL is verdict.hold
    assert verdict.level.is_now


@pytest.mark.parametrize(("before", "text", "part"), CUT_IN_TWO)
def test_a_number_cut_in_two_is_refused_where_it_ends(
    screen: Screen, before: list[str], text: str, part: str
):
    verdict = screen.look(text, before=before)

    assert Hold.PERSONAL_DETAIL is verdict.hold
    assert [part] == [text[start:end] for start, end in verdict.hold_spans]


@pytest.mark.parametrize(("before", "text"), NOT_CUT_IN_TWO)
def test_numbers_side_by_side_that_lead_to_nobody_pass(
    screen: Screen, before: list[str], text: str
):
    assert screen.look(text, before=before).hold is None
