"""The project's own corpus: short chat messages with what a careful reader would say of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from moderation.verdicts import Level

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "corpus"
RETURN = "⏎"
LANGUAGES = ("de", "es", "pl")
_ROOM = re.compile(r"room=(\w+)")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message of the corpus, with its label, the file it is from, and its pair if it has one."""

    text: str
    before: tuple[str, ...]
    level: Level
    family: str
    kind: str
    language: str
    room_kind: str
    source: str
    pair: int | None = None

    @property
    def whole(self) -> str:
        """What its author wrote in all: the lines before, and this one."""
        return " ".join([*self.before, self.text])


def read(folder: str) -> list[Labelled]:
    """Return all lines of one half of the corpus: `train` or `heldout`."""
    return [line for path in sorted((CORPUS / folder).glob("*.txt")) for line in _file(path)]


def _file(path: Path) -> Iterator[Labelled]:
    head: Sequence[str] = ()
    pair = 0
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("#"):
            continue
        if not line:
            pair += 1
        elif line.startswith("[") and line.endswith("]"):
            head = line[1:-1].split()
            pair += 1
        elif head == ["pair"]:
            label, _, text = line.partition(" | ")
            yield _labelled([*label.split(), "pair"], text, path, pair)
        else:
            yield _labelled(head, line, path, None)


def _labelled(head: Sequence[str], line: str, path: Path, pair: int | None) -> Labelled:
    *before, text = (part.strip() for part in line.split(RETURN))
    level = Level(head[0])
    family, kind = ("", head[1]) if level is Level.NONE else (head[1], head[2])
    room = _ROOM.search(" ".join(head))
    return Labelled(
        text,
        tuple(before),
        level,
        family,
        kind,
        language=next((code for code in LANGUAGES if path.stem.startswith(code)), "en"),
        room_kind=room[1] if room else "general",
        source=path.stem,
        pair=pair,
    )
