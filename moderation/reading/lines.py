"""Lines that are read together with what follows: each is read once, however often that is.

Chat splits sentences, so a message is also looked at behind its author's last lines. To read them
all anew for each message would cost more than everything else that is done for it.
"""

import re
from collections.abc import Sequence
from itertools import chain

from moderation.reading.reader import SAME, Reading, read

# Letters that stand apart are read as one word: a lone letter at a line's end may begin one that
# the next line ends.
_LONE_END = re.compile(r"(?:^|[^a-z0-9'])[a-z0-9](?:,| [\-*/+|~=])?\Z")
_LONGEST_END = 4


class Line(str):
    """What somebody said; its words are kept from the first time they are asked for.

    `known` is what a detector knows of it, for when it is read together with the next.
    """

    __slots__ = ("_words", "known")

    _words: tuple[str, ...] | None
    known: object

    def __init__(self, text: str) -> None:
        """Keep a text of which nothing is known yet."""
        del text
        self.known = None

    @property
    def words(self) -> tuple[str, ...] | None:
        """The words; None if they might be read otherwise behind or before another line."""
        try:
            return self._words
        except AttributeError:
            self._words = words_anywhere(read(self))
            return self._words


def stand_together(before: Sequence[Line], text: str, most: int) -> bool:
    """Return whether lines whose words nothing beside them changes are the same in one."""
    return sum(map(len, before)) + len(before) - 1 <= most and _alike([*before, text])


def together(before: Sequence[Line], reading: Reading, most: int) -> Reading:
    """Return what `read` makes of the last `most` characters before and this text, in one."""
    told = " ".join(before)
    text = f"{told[-most:]} {reading.text}"
    own = words_anywhere(reading)
    parts = [line.words for line in before]
    if own is None or None in parts or not _alike([*before, reading.text]) or len(told) > most:
        return read(text)
    words = (*chain.from_iterable(filter(None, parts)), *own)
    return Reading(text, "", None, words, f" {' '.join(words)} ")


def _alike(texts: Sequence[str]) -> bool:
    """Return whether those in plain ASCII are read as they would be beside the others."""
    plain = [text for text in texts if text.isascii()]
    if len(plain) in {0, len(texts)}:
        return True
    return all(text.isprintable() and not SAME.search(text) for text in plain)


def _ends_alone(folded: str) -> bool:
    return _LONE_END.search(folded[-_LONGEST_END:]) is not None


def words_anywhere(reading: Reading) -> tuple[str, ...] | None:
    """Return the words if what stands beside the text changes none of them."""
    if reading.origin is not None or reading.was_masked or _ends_alone(reading.folded):
        return None
    return reading.words
