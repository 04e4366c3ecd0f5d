"""Names people go by: what every list of words must be, and what is made of them."""

import itertools
import os
import re
import tomllib
from importlib import resources
from unicodedata import is_normalized

import pytest

from rooms import aliases

# The letters of each language: first words, then second words.
SMALL = {"en": "a-z", "pl": "a-ząćęłńóśźż", "de": "a-zäöüßé", "es": "a-záéíóúüñ", "ar": "ء-ي"}
CAPITAL = {"de": "A-ZÄÖÜ"}
LONGEST = 13
# Arabic letters that differ in their dots or their hamza alone.
DOTS = str.maketrans("تثنيئجخذزشضظغقأإآؤة", "بببببححدرسصطعفاااوه")
LANGUAGES = sorted(aliases.languages())

in_every_language = pytest.mark.parametrize("language", LANGUAGES)


def one_letter_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def could_be_mistaken(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Only words that agree in their first or in their second half can be one letter apart."""
    halves: dict[tuple[bool, str, int], list[str]] = {}
    for word in words:
        for length in {len(word) // 2, (len(word) - 1) // 2, (len(word) + 1) // 2}:
            halves.setdefault((True, word[:length], length), []).append(word)
            halves.setdefault((False, word[-length:], length), []).append(word)
    near = {pair for group in halves.values() for pair in itertools.combinations(group, 2)}
    return [pair for pair in sorted(near) if one_letter_apart(*pair)]


@in_every_language
def test_there_are_words_enough_and_each_stands_once(language: str):
    names = aliases.load(language)

    for side in (names.first, names.second):
        assert len(side) >= aliases.LEAST_WORDS
        assert len(side) == len(set(side))
    assert not set(names.first) & set(names.second)


@in_every_language
def test_a_word_is_short_and_of_its_languages_letters(language: str):
    names = aliases.load(language)
    small = SMALL[language]
    first = re.compile(f"[{small}]{{3,{LONGEST}}}")
    second = re.compile(f"[{CAPITAL.get(language, small)}][{small}]{{2,{LONGEST - 1}}}")

    assert [w for w in names.first if not first.fullmatch(w)] == []
    assert [w for w in names.second if not second.fullmatch(w)] == []


@pytest.mark.parametrize("language", [known for known in LANGUAGES if known != "ar"])
def test_no_two_words_of_a_list_are_one_letter_apart(language: str):
    names = aliases.load(language)

    assert could_be_mistaken(names.first) + could_be_mistaken(names.second) == []


def test_no_two_arabic_words_of_a_list_differ_in_dots_or_a_last_letter_only():
    names = aliases.load("ar")

    for side in (names.first, names.second):
        assert len(side) == len({word.removesuffix("ة").translate(DOTS) for word in side})


@in_every_language
def test_a_list_says_whose_it_is_and_holds_nothing_else(language: str):
    file = resources.files("rooms.names") / f"{language}.toml"
    lists = tomllib.loads(file.read_text(encoding="utf-8"))

    assert list(lists) == ["language", "first", "second"]
    assert language == lists["language"]


def test_a_name_is_a_word_of_each_list_and_one_space():
    names = aliases.load("en")

    first, second = names.words(os.urandom(32), 0).split(" ")

    assert first in names.first
    assert second in names.second


def test_every_number_gives_a_name_also_beyond_the_sixteen_that_are_offered():
    names = aliases.load("en")

    given = {names.words(bytes(32), index) for index in range(256)}

    assert len(given) > 250


@in_every_language
def test_words_are_composed_so_that_one_name_is_one_spelling(language: str):
    names = aliases.load(language)

    assert [w for w in names.first + names.second if not is_normalized("NFC", w)] == []


def test_a_language_is_found_by_its_first_part():
    assert aliases.load("pl-PL") == aliases.load("pl")


@pytest.mark.parametrize("language", ["en-GB", "EN", "tlh", "", "../en"])
def test_a_language_without_words_of_its_own_has_the_english_ones(language: str):
    assert aliases.load(language) == aliases.load("en")
