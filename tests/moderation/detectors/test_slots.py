"""What is grave is heard in whatever order it is said; the same words in other talk are not."""

import pytest

from moderation import lexicon
from moderation.reading import Line
from moderation.screening import Level, Screen

IN_ANY_ORDER = [
    "took 30 of them an hour ago",
    "an hour ago i took 30 of them",
    "they are inside me, all forty tablets",
    "drank half a bottle of drain cleaner",
    "loaded it. the shotgun. its on my lap",
    "on my lap, dads shotgun, and its loaded",
    "hose on the exhaust and the garage shut",
    "shut the garage, hose is on the exhaust",
    "too deep this time, the cut, blood all over the floor",
    "my flatmate is unconscious with empty packets all round",
    "there are empty packets and my flatmate is unconscious",
    "hab 40 stück geschluckt vor einer stunde und bin so müde",
    "so müde, vor einer stunde 40 stück geschluckt",
    "der schlauch ist im auto, motor läuft",
    "me tragué las pastillas, todas",
    "todas las pastillas, me las tragué",
    "połknęłam wszystkie tabletki mamy",
    "tabletki mamy, wszystkie, połknęłam",
]
OTHER_TALK = [
    "years ago i took 30 of them, i am glad i am here",  # past
    "my doctor said one tablet a day with food",  # prescribed
    "took 2 paracetamol for a headache an hour ago",  # care taken
    "hab vor einer stunde zwei ibu genommen, kopf geht wieder",
    "me tomé dos paracetamoles hace una hora y ya mejor",
    "wziąłem dwie tabletki na głowę godzinę temu, już lepiej",
    "in the film he drank drain cleaner",  # story
    "had 6 pints then a kebab",  # drinks
    "a kid in my class asked what unalive means",  # named, not wished
    "i have never had the shotgun loaded",  # denied
    "hose on the exhaust says the mechanic, 200 quid",
    "has anyone taken 30 tablets a month of this, my pharmacist asks",
    "loaded the glue gun, its on the table",
    "put the washing line up, rope tied to the tree",
    "i am at the bridge, sunset is lovely, wind is up",
]


@pytest.mark.parametrize("text", IN_ANY_ORDER)
def test_what_is_grave_is_heard_in_any_order(screen: Screen, text: str):
    assert screen.look(text).level.is_now


@pytest.mark.parametrize("text", OTHER_TALK)
def test_the_same_words_in_other_talk_raise_nothing(screen: Screen, text: str):
    assert not screen.look(text).level.raises_case


def test_two_tablets_for_a_headache_hide_nothing_plain(screen: Screen):
    assert screen.look("took 2 paracetamol for a headache. i want to kill myself").level.is_now


def test_two_tablets_for_a_headache_take_nothing_from_a_line_that_says_more(screen: Screen):
    more = "i am on the edge of the roof tonight and nobody knows"

    assert screen.look(f"took 2 paracetamol for a headache and {more}").level.is_now


def test_slots_are_filled_over_two_known_lines(screen: Screen):
    before = Line("its the antifreeze")
    alone = screen.look(before)

    verdict = screen.look(Line("drank it all with lemonade"), before=[before])

    assert not alone.level.raises_case
    assert Level.S1 is verdict.level


def test_every_rule_asks_for_slots_that_somebody_can_fill():
    for one in (lexicon_.slots for lexicon_ in lexicon.load() if lexicon_.slots):
        asked = {name for rule in one.rules for name in rule.slots}
        assert asked == set(one.fillings), one.language
