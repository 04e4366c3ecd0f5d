"""Who to call, country by country: the folder is the registry, one file a country.

Every line says where it was found and when that was looked at; none is guessed. Where we
know no line, people get a finder, never another country's number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from importlib import resources

from msgspec import UNSET, Struct, UnsetType

from moderation.helplines.files import Elsewhere, HelpLine, Listing, read

STALE_AFTER = timedelta(days=180)
# Stands for "the number of where you are"; its words are in the catalogues.
LOCAL_EMERGENCY = "local"
# ISO 3166 leaves this code to its users; here it stands for what is no country at all.
NO_COUNTRY = "ZZ"

__all__ = ["LOCAL_EMERGENCY", "NO_COUNTRY", "Country", "HelpLine", "Helplines", "load"]


class Country(Struct, frozen=True, kw_only=True):
    """What somebody in one country is shown; `finder` only where we know no line."""

    country: str
    emergency: str
    lines: tuple[HelpLine, ...]
    finder: str | UnsetType = UNSET


@dataclass(frozen=True)
class Helplines:
    """All countries we know lines of, and what to say to everybody else."""

    listings: tuple[Listing, ...]
    elsewhere: Elsewhere

    @property
    def finder(self) -> str:
        """The page that finds a line in any country."""
        return self.elsewhere.finder

    @cached_property
    def countries(self) -> tuple[Country, ...]:
        """Every country with lines of its own, by its code."""
        return tuple(
            Country(country=known.country, emergency=known.emergency, lines=known.plain())
            for known in self.listings
        )

    @cached_property
    def emergency(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each emergency number with the countries of ours where it is the one to call."""
        where: dict[str, tuple[str, ...]] = {}
        for here in self.countries:
            where[here.emergency] = (*where.get(here.emergency, ()), here.country)
        return tuple(where.items())

    def for_country(self, code: str) -> Country:
        """Return what to show for a country's two letters, in either case."""
        wanted = _two_letters(code)
        if wanted in self._by_code:
            return self._by_code[wanted]
        emergency = self.elsewhere.emergency_in(wanted) or LOCAL_EMERGENCY
        return Country(country=wanted, emergency=emergency, lines=(), finder=self.finder)

    def about(self, code: str, topic: str) -> tuple[HelpLine, ...]:
        """Return a country's lines that are there for this topic."""
        wanted = _two_letters(code)
        known = (listing for listing in self.listings if listing.country == wanted)
        return tuple(line for listing in known for line in listing.about(topic))

    def stale(self, on: date) -> tuple[tuple[str, HelpLine], ...]:
        """Return the lines nobody has looked at for too long, each with its country."""
        lines = ((here.country, line) for here in self.countries for line in here.lines)
        return tuple((code, line) for code, line in lines if on - line.checked_on > STALE_AFTER)

    @cached_property
    def _by_code(self) -> Mapping[str, Country]:
        return {here.country: here for here in self.countries}


def load() -> Helplines:
    """Read every file once; a wrong one stops the start, not somebody who needs it."""
    return Helplines(*read(resources.files("moderation.helplines")))


def _two_letters(code: str) -> str:
    letters = code.isascii() and code.isalpha() and len(code) == len(NO_COUNTRY)
    return code.upper() if letters else NO_COUNTRY
