"""Which text a room takes. It is stored and shown exactly as sent, or refused."""

import re
from collections.abc import Sequence

from rooms.refusal import Code, Refusal

LONGEST = 2_000  # code points (PROTOCOL, "From a member")

# Control characters but tab and line feed; and the marks that turn following text around
# (embeddings and overrides, U+202A..202E). Isolates and plain marks stay: Arabic needs them.
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]+")


def check(text: str) -> None:
    """Raise `Refusal` if a room does not take this text; spans are `[start, end)`."""
    if not text or text.isspace():
        raise Refusal(Code.EMPTY)
    if len(text) > LONGEST:
        raise Refusal(Code.TOO_LONG)
    if text.isprintable():  # most are: no sign that is looked for below can be printed
        return
    if spans := bad_spans(text):
        raise Refusal(Code.BAD_TEXT, spans=spans)


def bad_spans(text: str) -> Sequence[tuple[int, int]]:
    """Return where characters stand that no room takes."""
    return [found.span() for found in _BAD.finditer(text)]
