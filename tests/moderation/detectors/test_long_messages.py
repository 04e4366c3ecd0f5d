"""What one sentence of a long message says does not drown in the others."""

import pytest

from moderation.reading.pieces import pieces
from moderation.screening import Screen
from moderation.verdicts import Level

MANY = 25
TALK = (
    "I went to the shop and bought bread. My sister called in the afternoon and we talked about"
    " the garden. Dinner was soup again. The dog slept the whole time and the bus was late."
)
LONGER = f"{TALK} {TALK} Work was slow and nobody had much to do."
BARE = LONGER.replace(".", "").lower()
SAID = [
    ("I am going to jump off the bridge tonight.", Level.S1),
    ("I have taken all my pills.", Level.S1),
    ("Mam już tabletki, dziś w nocy się zabiję.", Level.S1),
    ("Ich will nicht mehr leben.", Level.S2),
]


@pytest.mark.parametrize(("said", "level"), SAID)
@pytest.mark.parametrize("around", [("", LONGER), (LONGER, ""), (LONGER, LONGER), (BARE, BARE)])
def test_a_cry_in_a_long_message_is_heard_as_one_by_itself_is(
    screen: Screen, said: str, level: Level, around: tuple[str, str]
):
    before, after = around

    verdict = screen.look(f"{before} {said} {after}".strip())

    assert level is screen.look(said).level
    assert verdict.level.is_now


def test_where_it_stands_is_where_the_author_typed_it(screen: Screen):
    said = "I am going to jump off the bridge tonight."
    text = f"{LONGER} {said} {LONGER}"

    spans = screen.look(text).spans

    place = text.index(said)
    assert spans
    assert all(place <= start < end <= place + len(said) for start, end in spans)


def test_a_long_message_about_a_day_raises_nothing(screen: Screen):
    assert not screen.look(f"{LONGER} {LONGER}").level.raises_case


@pytest.mark.parametrize(
    "text",
    [
        *("a. " * 666, "word " * 400, "x" * 2000, " " * 2000, "one\n\ntwo\n" * 200, LONGER * 4),
        "😭" * 2000,
        "Lebensmüdigkeit… " * 117,
    ],
)
def test_the_pieces_are_the_text_and_not_many(text: str):
    found = list(pieces(text))

    assert text.rstrip() == "".join(piece for _, piece in found).rstrip()
    assert all(text[start : start + len(piece)] == piece for start, piece in found)
    assert 1 <= len(found) <= MANY
