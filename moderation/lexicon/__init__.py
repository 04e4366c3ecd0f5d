"""Words and wordings by language: the folder is the registry, one file a language."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from moderation.lexicon.slots import Slots
from moderation.lexicon.slots import load as load_slots
from moderation.verdicts import Level


@dataclass(frozen=True, slots=True)
class Plain:
    """Wordings nobody can mistake, and what makes something else of them.

    Those that are `doubtful` are said in harmless talk, too: they count where the score doubts it.
    """

    level: Level
    family: str
    doubtful: bool
    phrases: tuple[str, ...]
    not_before: tuple[str, ...]
    not_right_before: tuple[str, ...]
    not_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's wordings, and the words of each concept."""

    language: str
    plain: tuple[Plain, ...]
    concepts: dict[str, tuple[str, ...]]
    caught: tuple[str, ...]
    let_through: tuple[str, ...]
    slots: Slots | None = None


def load() -> tuple[Lexicon, ...]:
    """Return every language's lexicon, in the order of their names."""
    folder = resources.files("moderation.lexicon")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=_name)
    slots = {one.language: one for one in load_slots()}
    return tuple(_read(file, slots) for file in files)


def _name(file: Traversable) -> str:
    return file.name


def _read(file: Traversable, slots: Mapping[str, Slots]) -> Lexicon:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return Lexicon(
        found["language"],
        tuple(_plain(rule, found.get("joined", ())) for rule in found["plain"]),
        {name: tuple(words) for name, words in found["concepts"].items()},
        tuple(found["examples"]["caught"]),
        tuple(found["examples"]["let_through"]),
        slots.get(found["language"]),
    )


def _plain(rule: dict[str, Any], joined: Sequence[str]) -> Plain:
    def words(name: str) -> Sequence[str]:
        found: Sequence[str] = rule.get(name, ())
        return found

    made = (f"{begins} {ends}" for begins in words("begins") for ends in words("ends"))
    phrases = (*words("phrases"), *made)
    return Plain(
        Level(rule["level"]),
        rule["family"],
        bool(rule.get("doubtful")),
        tuple(first + phrase for phrase in phrases for first in ("", *joined)),
        tuple(words("not_before")),
        tuple(words("not_right_before")),
        tuple(words("not_after")),
    )
