"""The formats of one house: those that come with Kith, and those that groups brought along.

A group that moves in keeps its own protocol as it was, also where this house has another one of
the same name: the group's then has a name of its own (`brought`).
"""

from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from rooms.formats import load
from rooms.formats.format import Format
from rooms.house import House

_SUFFIXES = "bcdefghijklmnopqrstuvwxyz"
_LONGEST_NAME = 32


class HouseFormats(Mapping[str, Format]):
    """Every format by its id, as the house is at this moment."""

    def __init__(self, house: Callable[[], House]) -> None:
        self._house = house
        self._ours = load()

    def __getitem__(self, name: str) -> Format:
        text = self._house().formats.get(name)
        return _read(text) if text else self._ours[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._ours, **self._house().formats})

    def __len__(self) -> int:
        return len({*self._ours, *self._house().formats})


class Which(Container[str]):
    """The formats of which something holds, looked up each time it is asked."""

    def __init__(self, formats: Mapping[str, Format], holds: Callable[[Format], bool]) -> None:
        self._formats = formats
        self._holds = holds

    def __contains__(self, name: object) -> bool:
        form = self._formats.get(name) if isinstance(name, str) else None
        return form is not None and self._holds(form)


def brought(form: Format, here: Mapping[str, Format]) -> Format | None:
    """Return what a format is called in a house with these; None where no name is left."""
    names = (form.id, *(f"{form.id[: _LONGEST_NAME - 2]}_{letter}" for letter in _SUFFIXES))
    for name in names:
        named = replace(form, id=name)
        if name not in here or here[name] == named:
            return named
    return None


def written(form: Format) -> str:
    """Return a format as the house keeps it."""
    return msgspec.json.encode(form).decode()


@lru_cache(256)
def _read(text: str) -> Format:
    return msgspec.json.decode(text, type=Format)
