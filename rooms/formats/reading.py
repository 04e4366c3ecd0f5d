"""A format out of its file's text: strict, and every fault in a sentence."""

import re
import tomllib
from collections.abc import Sequence

import msgspec

from rooms.formats.format import Format


class FormatFault(Exception):
    """A file is not a format: what is wrong with it, in sentences."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = tuple(sentences)


def parse(text: str) -> Format:
    """Return the format a file tells of; raises `FormatFault`. Rules: `checking.py`."""
    try:
        return msgspec.convert(tomllib.loads(text), Format)
    except tomllib.TOMLDecodeError as error:
        raise FormatFault([f"This is not TOML: {_whole(str(error))}"]) from None
    except msgspec.ValidationError as error:
        raise FormatFault([_sentence(str(error))]) from None


def _sentence(error: str) -> str:
    """Say where the fault is as somebody counts who reads the file."""
    what, _, path = error.partition(" - at `$")
    where = re.sub(r"\[(\d+)\]", lambda found: f" {int(found[1]) + 1}", path.strip("`"))
    where = where.replace("[...]", "").replace(".", " ").strip()
    what = what.replace("Object missing required", "A required").replace("Object contains", "An")
    what = re.sub(r"^(A required field `\w+`)$", r"\1 is missing", what)
    what = re.sub(r"^(An unknown field `\w+`)$", r"\1 stands there", what)
    return f"In {where}: {_whole(what)}" if where else _whole(what)


def _whole(words: str) -> str:
    return words.rstrip(".") + "."
