"""In which part of five each line of the corpus is left out."""

import zlib

from bench.corpus import Labelled

PARTS = 5
# These kinds are many kinds in one: they are dealt out line by line, pairs together.
_MIXED = frozenset(("ordinary", "pair", "tricky"))


def part_of(line: Labelled, at: int, by: str) -> int:
    """Return in which part a line is left out, always the same."""
    group = f"{line.source}/{line.kind}"
    if by == "source":
        group = line.source
    elif line.kind in _MIXED:
        group += f"/{line.pair or at}"
    return zlib.crc32(group.encode()) % PARTS
