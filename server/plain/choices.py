"""What somebody without script may press in a meeting, by the names of the buttons."""

from collections.abc import Iterator

from server.wire.sitting import Sitting

WISHES = ("listen", "welcome", "question")
# Folded away: what stands there must fit beside the talk, or whoever presses loses its end.
RARE = frozenset({*WISHES, "not_me", "last", "lay_down", "stand_in"})


def of_the_piece(known: Sitting) -> Iterator[str]:
    """Yield what one may do with the piece; it does not go to guests."""
    if known.is_guest:
        return
    if known.feedback is not None and known.feedback.of == known.you:
        yield "enough"
    if known.turn is not None and known.turn.holder == known.you:
        yield from ("pass", *WISHES)
    elif known.speak == "holder" and known.you in known.line:
        yield from ("unask", "last") if len(known.line) > 1 else ("unask",)
    elif known.speak == "holder":
        yield from ("ask", "not_me") if known.feedback is None else ("ask",)


def of_the_evening(known: Sitting) -> Iterator[str]:
    """Yield what one may do for the evening."""
    if known.is_guest:
        return
    if known.you == known.chair:
        yield from ("next", "lay_down")
    elif known.is_guided and known.you != known.reserve and not (known.chair and known.reserve):
        yield "stand_in" if known.chair else "lead"
