"""Words for people, from the same JSON catalogues that the browser reads.

One file per language; adding a language is adding a file. A value is a sentence with
`{placeholders}`, or one sentence per plural category, chosen by the placeholder `n`.
`page.language` is the language's own name and `page.direction` its writing direction.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources.abc import Traversable

DEFAULT = "en"
Entry = str | Mapping[str, str]
PLACE = re.compile(r"\{(\w+)\}")


def _one_or_other(n: int) -> str:
    return "one" if n == 1 else "other"


def _spanish(n: int) -> str:
    return "many" if n and n % 1_000_000 == 0 else _one_or_other(n)


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    few = n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)
    return "few" if few else "many"


def _arabic(n: int) -> str:
    if n in (0, 1, 2):
        return ("zero", "one", "two")[n]
    last = n % 100
    if last in range(3, 11):
        return "few"
    return "many" if last >= 11 else "other"  # noqa: PLR2004 - CLDR's own number


# Whole numbers only, after CLDR; the browser's Intl.PluralRules agrees.
PLURALS: Mapping[str, Callable[[int], str]] = {
    "en": _one_or_other,
    "de": _one_or_other,
    "es": _spanish,
    "pl": _polish,
    "ar": _arabic,
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every word of one language."""

    lang: str
    entries: Mapping[str, Entry]

    @property
    def direction(self) -> str:
        """The way the language is written: `ltr` or `rtl`."""
        return self.text("page.direction")

    def text(self, key: str, **values: object) -> str:
        """Return one sentence with its places filled; an unknown key is our bug."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            entry = entry[PLURALS[self.lang](int(str(values["n"])))]
        return PLACE.sub(lambda place: str(values[place[1]]), entry)

    def clock(self, at: datetime) -> str:
        """Return a local time of its own zone in words: weekday, day and hour."""
        day = self.text(f"date.{at.month}", day=at.day)
        weekday = self.text(f"weekday.{at.weekday()}")
        return self.text("when.day", weekday=weekday, day=day, time=f"{at:%H:%M}")

    def has(self, key: str) -> bool:
        """Tell whether there are words for this key."""
        return key in self.entries

    def under(self, *prefixes: str) -> dict[str, Entry]:
        """Return the part a page's script needs: every key that starts so, plurals whole."""
        return {key: entry for key, entry in self.entries.items() if key.startswith(prefixes)}


def filed(name: str) -> str:
    """Return a name as people look for it in a list: accents do not count."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def load_catalogues(folder: Traversable) -> Mapping[str, Catalogue]:
    """Read every language in the folder, the default first."""
    found = (file for file in folder.iterdir() if file.name.endswith(".json"))
    files = {file.name.removesuffix(".json"): file for file in found}
    order = sorted(files, key=lambda lang: (lang != DEFAULT, lang))
    return {lang: Catalogue(lang, json.loads(files[lang].read_text("utf-8"))) for lang in order}
