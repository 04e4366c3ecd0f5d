"""The shelf: each topic's readings, in every language that readings are written in."""

from importlib import resources

import pytest

from rooms import shelf

SHELVES = shelf.load()
LOCALES = resources.files("client").joinpath("web/locales")
LANGUAGES_OF_PAGES = {f.name[:2] for f in LOCALES.iterdir() if f.name.endswith(".json")}


def test_each_file_is_the_shelf_of_the_topic_it_is_called_after():
    files = [f.name for f in resources.files(shelf).iterdir() if f.name.endswith(".toml")]

    assert sorted(files) == sorted(f"{topic}.toml" for topic in SHELVES)


@pytest.mark.parametrize("topic", SHELVES)
def test_every_piece_is_there_in_every_language(topic: str):
    for piece in SHELVES[topic].pieces:
        assert set(piece.title) == set(piece.text) == LANGUAGES_OF_PAGES, piece.id


def test_a_group_finds_its_own_pieces_first_and_then_those_for_everybody():
    found = [piece.id for piece in shelf.of(SHELVES, "gambling")]

    everybody = [piece.id for piece in SHELVES["general"].pieces]
    assert found[0] == "twenty_minutes"
    assert found[-len(everybody) :] == everybody


def test_a_topic_without_a_shelf_has_the_one_for_everybody():
    assert shelf.of(SHELVES, "unheard-of") == list(SHELVES["general"].pieces)
    assert shelf.of(SHELVES, "general") == list(SHELVES["general"].pieces)


def test_no_piece_shouts_or_blames():
    texts = [text for s in SHELVES.values() for p in s.pieces for text in p.text.values()]

    assert [text for text in texts if "!" in text or "commit" in text.lower()] == []
