"""What a refusal points at in somebody's words: marked, left out, or taken away."""

from collections.abc import Sequence

from rooms import text as room_text


def marked(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the text in parts, and which of them a refusal points at."""
    parts, at = [], 0
    for start, end in spans:
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]] if spans else []


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with every marked part left out; nothing where nothing is marked."""
    parts = marked(text, spans)
    return "".join("\N{HORIZONTAL ELLIPSIS}" if is_marked else part for part, is_marked in parts)


def without_hidden_signs(text: str) -> str:
    """Return the text without what no room takes; nobody could find it in a box."""
    kept, at = "", 0
    for start, end in room_text.bad_spans(text):
        kept, at = kept + text[at:start], end
    return kept + text[at:]
