"""Arabic has plain wordings alone; its letters are typed in many ways, and mean the same."""

import pytest

from moderation.screening import Level, Screen

SAID = "أريد أن أموت"
TYPED_OTHERWISE = {
    "without hamza": "اريد ان اموت",
    "with small signs": "أُرِيدُ أَنْ أَمُوتَ",
    "drawn out": "أريد أن أمـــوت",
    "said long": "أريد أن أموووووت",
    "with a Persian keyboard": "أرید أن أموت",
    "in forms for print": "ﺃﺭﻳﺪ ﺃﻥ ﺃﻣﻮﺕ",
    "joined to what was before": "تعبت وأريد أن أموت",
    "among English": "hello everyone أريد أن أموت",
}


@pytest.mark.parametrize("text", TYPED_OTHERWISE.values(), ids=TYPED_OTHERWISE)
def test_it_is_read_however_it_is_typed(screen: Screen, text: str):
    assert screen.look(SAID).level is Level.S2
    assert screen.look(text).level is Level.S2


def test_the_words_are_marked_where_they_stand(screen: Screen):
    verdict = screen.look(f"مرحبا، {SAID} والله")

    assert ((7, 19),) == verdict.spans


def test_a_wording_is_heard_over_two_lines(screen: Screen):
    assert screen.look("أموت").level is Level.NONE
    assert screen.look("أموت", before=["أريد أن"]).level is Level.S2


@pytest.mark.parametrize("not_said", ["لا أريد أن أموت", "أموت من الضحك", "قال أريد أن أموت"])
def test_words_around_make_another_wording_of_it(screen: Screen, not_said: str):
    assert not screen.look(not_said).level.raises_case


def test_a_young_person_raises_the_level(screen: Screen):
    assert screen.look(SAID, room_kind="youth").level is Level.S1
