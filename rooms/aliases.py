"""The two words somebody goes by in a room: picked by their room key, typed by nobody."""

import tomllib
from dataclasses import dataclass
from importlib import resources

from rooms.hkdf import hkdf_sha256
from rooms.identity import SALT

DEFAULT_LANGUAGE = "en"
# With fewer words, two people too often meet under the same name.
LEAST_WORDS = 512
PICK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Names:
    """One language's two lists; their order and length are part of the protocol."""

    language: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    def words(self, room_key: bytes, index: int) -> str:
        """Return the alias of this number for this key: first word, space, second word."""
        info = f"alias:{index}".encode()
        picks = hkdf_sha256(room_key, salt=SALT, info=info, length=2 * PICK_BYTES)
        first = _pick(self.first, picks[:PICK_BYTES])
        second = _pick(self.second, picks[PICK_BYTES:])
        return f"{first} {second}"


def load(language: str) -> Names:
    """Return the names of a room's language (`pl`, `pl-PL`), or the English ones."""
    primary = language.partition("-")[0].lower()
    return _read(primary if primary in languages() else DEFAULT_LANGUAGE)


def languages() -> frozenset[str]:
    """Return the languages that have names of their own: the folder is the registry."""
    names = [file.name for file in resources.files("rooms.names").iterdir()]
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def _read(language: str) -> Names:
    text = (resources.files("rooms.names") / f"{language}.toml").read_text(encoding="utf-8")
    lists = tomllib.loads(text)
    first, second = (tuple(lists[side].split()) for side in ("first", "second"))
    if min(len(first), len(second)) < LEAST_WORDS:
        raise ValueError(f"names in {language} need {LEAST_WORDS} words on each side")
    return Names(language, first, second)


def _pick(words: tuple[str, ...], four: bytes) -> str:
    return words[int.from_bytes(four, "big") % len(words)]
