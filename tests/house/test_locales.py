"""Every language says the same things, calmly."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from server.catalogue import PLURALS

LOCALES = Path(__file__).resolve().parents[2] / "client/web/locales"
LANGUAGES = sorted(path.stem for path in LOCALES.glob("*.json"))
PLACE = re.compile(r"\{(\w+)\}")
# Calm, no blame, nothing promised that is not kept, and none of the word that blames the dead.
NEVER_SAID = re.compile(r"(?i)!|\b(?:commit|committed|failed|invalid|illegal|error|oops)\b")
SENTENCE_WORDS = 20

Entry = str | Mapping[str, str]


def _entries(language: str) -> dict[str, Entry]:
    """The catalogue; a key that stands twice would hide a sentence."""

    def once(pairs: list[tuple[str, Entry]]) -> dict[str, Entry]:
        keys = [key for key, _ in pairs]
        assert sorted(set(keys)) == sorted(keys)
        return dict(pairs)

    text = (LOCALES / f"{language}.json").read_text(encoding="utf-8")
    entries: dict[str, Entry] = json.loads(text, object_pairs_hook=once)
    return entries


def _forms(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def _places(entry: Entry) -> set[str]:
    return {name for form in _forms(entry) for name in PLACE.findall(form)}


def _categories(language: str) -> set[str]:
    numbers = [*range(200), 1_000_000]
    return {PLURALS[language](n) for n in numbers}


def test_english_is_there():
    assert "en" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_and_nothing_else(language: str):
    assert _entries("en").keys() == _entries(language).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_fills_the_same_places(language: str):
    english = _entries("en")

    unequal = {
        key: (_places(english[key]), _places(entry))
        for key, entry in _entries(language).items()
        if key in english and _places(english[key]) != _places(entry)
    }

    assert unequal == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_each_plural_it_needs(language: str):
    plurals = {k: e for k, e in _entries(language).items() if not isinstance(e, str)}

    missing = {k: _categories(language) - set(e) for k, e in plurals.items()}

    assert {k: m for k, m in missing.items() if m} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_never_leaves_a_sentence_empty(language: str):
    assert [k for k, e in _entries(language).items() if not all(f.strip() for f in _forms(e))] == []


def test_english_is_calm():
    upset = {k: f for k, e in _entries("en").items() for f in _forms(e) if NEVER_SAID.search(f)}

    assert upset == {}


def test_english_is_short():
    sentences = {
        f"{key}: {sentence}"
        for key, entry in _entries("en").items()
        for form in _forms(entry)
        for sentence in re.split(r"(?<=[.?:])\s+", form)
        if len(sentence.split()) > SENTENCE_WORDS
    }

    assert sentences == set()
