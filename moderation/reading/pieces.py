"""A long text in pieces, so that what one sentence says does not drown in the others."""

import re
from collections.abc import Iterator

# What is no longer than this is read as one: most lines of a chat are.
LONG = 200
_LEAST = 60  # letters of a piece, if its sentences are shorter
_MOST_PIECES = 20  # about: each is a look of its own


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a piece begins, and the piece: whole sentences, where they have ends."""
    least = max(_LEAST, len(text) // _MOST_PIECES)
    most = 2 * least
    sentences = rf"\s*(?:.{{{least},{most}}}?[.!?;…\n]+|.{{1,{most}}}(?=\s|\Z)|.{{1,{most}}})"
    for found in re.finditer(sentences, text, re.DOTALL):
        yield found.start(), found[0]
