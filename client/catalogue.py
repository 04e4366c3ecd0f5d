"""The terminal's words for people, from its own small catalogue."""

import json
from collections.abc import Mapping
from importlib import resources

Entry = str | Mapping[str, str]


class Catalogue:
    """One language's sentences, with places to fill and, where a number counts, its forms."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def say(self, key: str, **places: str | int) -> str:
        """Return a sentence; `n` chooses its form."""
        entry = self._entries[key]
        if not isinstance(entry, str):
            entry = entry["one" if places.get("n") == 1 else "other"]
        return entry.format(**places)


def english() -> Catalogue:
    """Read the English sentences."""
    text = (resources.files("client") / "locales/en.json").read_text(encoding="utf-8")
    return Catalogue(json.loads(text))
