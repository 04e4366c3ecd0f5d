"""The twelve words: what the list must be, and that they lead back to the secret."""

import json
from collections import Counter
from pathlib import Path

import pytest

from client import identity, recovery

VECTORS = Path(__file__).parents[1] / "vectors" / "identity.json"
PEOPLE = json.loads(VECTORS.read_text(encoding="utf-8"))

everyone = pytest.mark.parametrize("person", PEOPLE, ids=[one["secret"][:8] for one in PEOPLE])


def test_the_list_has_2048_short_plain_words_in_order():
    words = recovery.word_list()

    assert len(words) == 2048
    assert sorted(set(words)) == list(words)
    assert [w for w in words if not (w.isascii() and w.islower() and 3 <= len(w) <= 8)] == []


def test_most_words_are_told_apart_by_their_first_four_letters():
    starts = Counter(word[:4] for word in recovery.word_list())

    assert sum(1 for n in starts.values() if n == 1) >= 1600


def test_no_word_is_the_plural_of_another():
    words = set(recovery.word_list())

    assert {w for w in words if w + "s" in words or w + "es" in words} == set()


@everyone
def test_a_secret_has_its_twelve_words_and_they_lead_back(person: dict[str, str]):
    secret = bytes.fromhex(person["secret"])

    assert person["recovery_words"] == recovery.to_words(secret)
    assert secret == recovery.from_words(" ".join(person["recovery_words"]))


@everyone
def test_a_program_derives_the_same_room_key_as_a_browser(person: dict[str, str]):
    key = identity.room_key(bytes.fromhex(person["secret"]), person["house"], person["room"])

    assert person["room_key"] == identity.spell(key)
