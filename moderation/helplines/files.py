"""The files of the help lines as they are written, and what each must say."""

import tomllib
from datetime import date
from enum import StrEnum
from importlib.resources.abc import Traversable

import msgspec
from msgspec import UNSET, Struct, UnsetType

ELSEWHERE = "elsewhere.toml"


class Cost(StrEnum):
    """What somebody pays who calls, or whoever reads the bill sees; left out where it is not known.

    `UNBILLED` is free and does not stand on the telephone bill.
    """

    FREE = "free"
    UNBILLED = "unbilled"
    CHARGED = "charged"


class HelpLine(Struct, frozen=True, kw_only=True):
    """Who answers, how and when, and where that was read. `24/7` is the one fixed word of hours."""

    name: str
    phone: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    chat: str | UnsetType = UNSET
    hours: str
    cost: Cost | UnsetType = UNSET
    languages: tuple[str, ...]
    source: str
    checked_on: date


class Entry(HelpLine, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line with its topics; without any it is there for everybody."""

    topics: tuple[str, ...] = ()

    def plain(self) -> HelpLine:
        """Return the line without what only we need to know."""
        return HelpLine(
            name=self.name,
            phone=self.phone,
            text=self.text,
            chat=self.chat,
            hours=self.hours,
            cost=self.cost,
            languages=self.languages,
            source=self.source,
            checked_on=self.checked_on,
        )


class Listing(Struct, frozen=True, forbid_unknown_fields=True):
    """One country's file: lines for everybody first, then those for one topic."""

    country: str
    emergency: str
    lines: tuple[Entry, ...]

    def plain(self) -> tuple[HelpLine, ...]:
        """Return the lines as people see them, in the order of the file."""
        return tuple(entry.plain() for entry in self.lines)

    def about(self, topic: str) -> tuple[HelpLine, ...]:
        """Return the lines that are there for this topic."""
        return tuple(entry.plain() for entry in self.lines if topic in entry.topics)


class Elsewhere(Struct, frozen=True, forbid_unknown_fields=True):
    """What we can say about countries without a file."""

    finder: str
    emergency: dict[str, tuple[str, ...]]
    lines: tuple[()] = ()

    def emergency_in(self, code: str) -> str | None:
        """Return the emergency number of a country, where we know it."""
        return next((number for number, codes in self.emergency.items() if code in codes), None)


def read(folder: Traversable) -> tuple[tuple[Listing, ...], Elsewhere]:
    """Read the folder; raises `msgspec.ValidationError` where a file is wrong."""
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    elsewhere = msgspec.convert(tomllib.loads(texts.pop(ELSEWHERE)), Elsewhere)
    listings = (msgspec.convert(tomllib.loads(texts[name]), Listing) for name in sorted(texts))
    return tuple(listings), elsewhere
