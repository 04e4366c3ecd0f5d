"""Every language says the same things, calmly."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from server.web.catalogue import PLURALS

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("client/web/locales", "client/web/locales/desk", "client/locales")
LANGUAGES = [
    (folder, path.stem) for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.json"))
]
PLACE = re.compile(r"\{(\w+)\}")
# Calm, no blame, nothing promised that is not kept, and none of the word that blames the dead.
NEVER_SAID = re.compile(r"(?i)!|\b(?:commit|committed|failed|invalid|illegal|error|oops)\b")
SENTENCE_WORDS = 20

Entry = str | Mapping[str, str]


def _entries(folder: str, language: str) -> dict[str, Entry]:
    """The catalogue; a key that stands twice would hide a sentence."""

    def once(pairs: list[tuple[str, Entry]]) -> dict[str, Entry]:
        keys = [key for key, _ in pairs]
        assert sorted(set(keys)) == sorted(keys)
        return dict(pairs)

    text = (ROOT / folder / f"{language}.json").read_text(encoding="utf-8")
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
    assert {(folder, "en") for folder in FOLDERS} <= set(LANGUAGES)


@pytest.mark.parametrize(("folder", "language"), LANGUAGES)
def test_a_language_says_everything_and_nothing_else(folder: str, language: str):
    assert _entries(folder, "en").keys() == _entries(folder, language).keys()


@pytest.mark.parametrize(("folder", "language"), LANGUAGES)
def test_a_language_fills_the_same_places(folder: str, language: str):
    english = _entries(folder, "en")

    unequal = {
        key: (_places(english[key]), _places(entry))
        for key, entry in _entries(folder, language).items()
        if key in english and _places(english[key]) != _places(entry)
    }

    assert unequal == {}


@pytest.mark.parametrize(("folder", "language"), LANGUAGES)
def test_a_language_has_each_plural_it_needs(folder: str, language: str):
    plurals = {k: e for k, e in _entries(folder, language).items() if not isinstance(e, str)}

    missing = {k: _categories(language) - set(e) for k, e in plurals.items()}

    assert {k: m for k, m in missing.items() if m} == {}


@pytest.mark.parametrize(("folder", "language"), LANGUAGES)
def test_a_language_never_leaves_a_sentence_empty(folder: str, language: str):
    assert [
        k for k, e in _entries(folder, language).items() if not all(f.strip() for f in _forms(e))
    ] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_english_is_calm(folder: str):
    upset = {
        k: f for k, e in _entries(folder, "en").items() for f in _forms(e) if NEVER_SAID.search(f)
    }

    assert upset == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_english_is_short(folder: str):
    sentences = {
        f"{key}: {sentence}"
        for key, entry in _entries(folder, "en").items()
        for form in _forms(entry)
        for sentence in re.split(r"(?<=[.?:])\s+", form)
        if len(sentence.split()) > SENTENCE_WORDS
    }

    assert sentences == set()


QUOTED = ("page.leave", "page.help", "page.your_data", "roompage.need")
PAGES = FOLDERS[0]


@pytest.mark.parametrize("language", [code for folder, code in LANGUAGES if folder == PAGES])
@pytest.mark.parametrize("label", QUOTED)
def test_a_sentence_quotes_a_button_as_it_is_written(label: str, language: str):
    english, here = _entries(PAGES, "en"), _entries(PAGES, language)
    quoting = [key for key, entry in english.items() if str(english[label]) in str(entry)]

    assert [key for key in quoting if str(here[label]) not in str(here[key])] == []
