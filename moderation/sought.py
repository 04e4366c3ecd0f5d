"""Finding again in kept lines what somebody outside says is theirs. Pure; nothing of it is kept.

What the guard sees in it by itself may be hidden wherever it stands: such a line would have been
refused anyway. What it sees only with a word of ours beside it, a full name above all, is shown to
a volunteer. What it does not see is not looked for: nobody can take ordinary talk off the screens.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from moderation.verdicts import Hold, Span, Verdict

LONGEST = 120
FEWEST_SIGNS, FEWEST_DIGITS, TAIL = 6, 7, 8
# As people write numbers; over a word between them they are other numbers.
_RUN = re.compile(r"\d(?:[^\w]{0,4}\d)*")


class Detail(StrEnum):
    """What kind of detail it is: what the guard knows, and the rest."""

    NUMBER = "number"
    MAIL = "mail"
    ADDRESS = "address"
    NAME = "name"
    PLATE = "plate"
    ACCOUNT = "account"
    OTHER = "other"


_BESIDE = {
    Detail.NUMBER: ("tel ", ""),
    Detail.PLATE: ("plate ", ""),
    Detail.NAME: ("", " lives at"),
}
_NOTHING = ("", "")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for, as it is compared. `is_sure`: where it stands, the line may be hidden."""

    signs: str
    is_sure: bool

    def is_in(self, text: str) -> bool:
        """Return whether a line shows it, however it is spaced."""
        if not self.signs.isdecimal():
            return self.signs in _signs(text)
        return any(self.signs in _signs(run) for run in _RUN.findall(text))


def sought(kind: Detail, detail: str, look: Callable[[str], Verdict]) -> Sought | None:
    """Return what to look for; None where the guard sees nobody's detail in it."""
    for before, after in (_NOTHING, _BESIDE.get(kind, _NOTHING)):
        whole = f"{before}{detail}{after}"
        verdict = look(whole)
        if verdict.hold is Hold.PERSONAL_DETAIL:
            inside = _longest(verdict.hold_spans, len(before), len(before) + len(detail))
            return _as_compared(whole[slice(*inside)], is_sure=whole == detail)
    return None


def _longest(spans: tuple[Span, ...], start: int, end: int) -> Span:
    """Return the longest of what was seen, without the words that are ours."""
    clipped = ((max(start, one), min(end, other)) for one, other in spans)
    return max(clipped, key=lambda span: span[1] - span[0])


def _as_compared(found: str, *, is_sure: bool) -> Sought | None:
    signs = _signs(found)
    if not signs.isdecimal():
        return Sought(signs, is_sure) if len(signs) >= FEWEST_SIGNS else None
    if len(signs) < FEWEST_DIGITS:
        return None
    # With or without a country's number before it. So long a row of digits is no ordinary talk.
    return Sought(signs[-TAIL:], is_sure or len(signs) > TAIL)


def _signs(text: str) -> str:
    """Return letters and digits alone, as everybody's keyboard has them."""
    return "".join(_sign(one) for one in text.casefold() if one.isalnum())


def _sign(one: str) -> str:
    return str(unicodedata.digit(one)) if one.isdecimal() else one
