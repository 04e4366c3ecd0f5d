"""Meeting formats: the protocol of a meeting as data, one TOML file each."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Literal

import msgspec
from msgspec import Struct


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a meeting and who may speak in it."""

    id: str
    speak: Literal["everyone"]


class Scene(Struct, frozen=True, forbid_unknown_fields=True):
    """An example the format must satisfy; the tests play it."""

    says: str
    step: str
    speaker: str
    may_speak: bool


class Format(Struct, frozen=True, forbid_unknown_fields=True):
    """A meeting's protocol. With `history` a newcomer is shown what is still kept."""

    id: str
    version: int
    history: bool
    steps: list[Step]
    scenes: list[Scene]


def load() -> Mapping[str, Format]:
    """Return every format in this folder by its id."""
    files = (f for f in resources.files(__name__).iterdir() if f.name.endswith(".toml"))
    parsed = (tomllib.loads(file.read_text("utf-8")) for file in files)
    formats = [msgspec.convert(data, Format) for data in parsed]
    return {found.id: found for found in formats}
