"""What is grave in whatever order it is said, by language: the folder is the registry.

A rule names what has to be said close together ("so many", "tablets", "in me"), and what makes
something harmless of it. `#` in an entry is any number that is too many.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from moderation.verdicts import Level

# Nobody is told to take so many of anything at once; "9 of them" may be biscuits, or birds.
_YEARS = tuple(map(str, range(1940, 2026)))
_MANY = (*range(10, 51), 55, 56, 60, 64, 65, 70, 75, 80, 84, 90, 100, 120, 150, 200, 300)


@dataclass(frozen=True, slots=True)
class SlotRule:
    """Slots that stand for something grave where all are filled within so many words."""

    level: Level
    family: str
    doubtful: bool
    within: int
    slots: tuple[str, ...]
    unless: tuple[str, ...]
    not_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """One language's rules, and the wordings that fill each slot."""

    language: str
    rules: tuple[SlotRule, ...]
    fillings: Mapping[str, tuple[str, ...]]
    caught: tuple[str, ...]
    let_through: tuple[str, ...]


def load() -> tuple[Slots, ...]:
    """Return every language's slots, in the order of their names."""
    folder = resources.files("moderation.lexicon.slots")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return tuple(_slots(tomllib.loads((folder / name).read_text("utf-8"))) for name in names)


def _slots(found: dict[str, Any]) -> Slots:
    said, many = found["said"], (*map(str, _MANY), *found["many"])
    return Slots(
        found["language"],
        tuple(_rule(rule, said) for rule in found["rule"]),
        {name: tuple(_counted(words, many)) for name, words in found["slots"].items()},
        tuple(found["examples"]["caught"]),
        tuple(found["examples"]["let_through"]),
    )


def _counted(entries: Sequence[str], many: Sequence[str]) -> Iterator[str]:
    for entry in entries:
        if "#" in entry:
            yield from (entry.replace("#", number) for number in many)
        else:
            yield entry


def _rule(rule: dict[str, Any], said: Mapping[str, Sequence[str]]) -> SlotRule:
    def words(name: str) -> tuple[str, ...]:
        return tuple(_counted([w for group in rule.get(name, ()) for w in said[group]], _YEARS))

    return SlotRule(
        Level(rule["level"]),
        rule["family"],
        bool(rule.get("doubtful")),
        rule.get("within", 9),
        tuple(rule["slots"]),
        words("unless"),
        words("not_before"),
    )
