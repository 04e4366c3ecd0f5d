"""Meeting formats: the protocol of a meeting as data, one TOML file each."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from rooms.formats.format import Format, FormatKind
from rooms.formats.reading import FormatFault, parse

__all__ = ["Format", "FormatFault", "FormatKind", "load", "parse"]


@cache
def load() -> Mapping[str, Format]:
    """Return every format in this folder by its id, read once; they are checked by the tests."""
    files = (f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))
    formats = [parse(file.read_text("utf-8")) for file in files]
    return MappingProxyType({found.id: found for found in formats})
