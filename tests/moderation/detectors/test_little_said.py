"""A message that says next to nothing raises nothing, whatever small things stood before it."""

import pytest

from moderation.screening import Screen

COUNTED = ["while", "line", "ok", "message", "day", "then", "still", "linia", "zeile", "prueba"]
ALONE = [
    *("lol 12", "brb 5 min", "gg 15-13", "2-1", "7 of 10", "wordle 3/6", "up 4 at half time"),
    *("3", "99", "1 2 3 4 5 6", "33%", "x = 4", "v2.0", "0", "100"),
    *(
        "k",
        "hm",
        "?",
        "...",
        "!",
        "ok",
        "and",
        "after",
        "wait",
        "there",
        "bis gleich",
        "zw",
        "vale",
    ),
    *("asdf", "qwer tzu", "hjkl 7", "dfgdfg ertert", "blah blah 9", "pqpqpq"),
    *("🙂", "😴", "🍕", "🚂", "🎉🎉🎉", "👍", "💀", "❤️"),
    "",
]
WINDOWS = [
    (["while 1", "while 2"], "while 3"),
    (["1", "2", "3"], "4"),
    (["ok 1", "ok 2", "ok 3", "ok 4"], "ok 5"),
    (["2-0", "3-0"], "4-0"),
    (["lol 12", "brb 5 min"], "back 6"),
    (["asdf", "jkl"], "dfgh 3"),
    (["🙂", "🙂"], "🙂"),
    (["test", "test 2"], "test 3"),
    (["?", "??"], "???"),
]


@pytest.mark.parametrize("text", [*ALONE, *(f"{word} {n}" for word in COUNTED for n in (3, 17))])
def test_a_message_with_nothing_in_it_raises_nothing(screen: Screen, text: str):
    assert not screen.look(text).level.raises_case


@pytest.mark.parametrize(("before", "text"), WINDOWS)
def test_small_things_add_up_to_nothing(screen: Screen, before: list[str], text: str):
    assert not screen.look(text, before=before).level.raises_case


@pytest.mark.parametrize("word", COUNTED)
def test_counting_on_raises_nothing(screen: Screen, word: str):
    before = [f"{word} {n}" for n in range(1, 6)]

    assert not screen.look(f"{word} 6", before=before).level.raises_case


@pytest.mark.parametrize("language", ["en", "de", "es", "pl"])
def test_nothing_in_any_language_s_room_raises_nothing(screen: Screen, language: str):
    said = [text for text in ALONE if screen.look(text, language=language).level.raises_case]

    assert [] == said
