"""Lines of two as a terminal tells of them: who asked whom and which are open, by numbers."""

from dataclasses import dataclass

from client.screen import Screen
from server.wire.frames import Card

TOLD = {"sponsor_asked": "pair.asked", "sponsor_waits": "pair.waits", "sponsor": "pair.open"}


def is_line(room: str) -> bool:
    """Return whether this is a private line, and no room."""
    return "~" in room


def is_pair(room: str) -> bool:
    """Return whether this is a line with another member, that no volunteer reads."""
    return "~." in room


@dataclass(frozen=True, slots=True)
class Pair:
    """One line: its number here, its id, how far it is, and with whom."""

    number: int
    line: str
    kind: str
    alias: str


class Pairs:
    """One's own lines, as the cards of this visit told of them."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._pairs: dict[str, Pair] = {}
        self._last = 0

    def hear(self, card: Card) -> None:
        """Follow what becomes of them; a card of something else is passed over."""
        line = card.line or ""
        if card.kind == "sponsor_ended" and line in self._pairs:
            del self._pairs[line]
            self._screen.tell("pair.over")
        if card.kind == "line_words" and line in self._pairs:
            waiting = self._pairs[line]
            self._screen.tell("pair.words", who=waiting.alias, n=waiting.number)
        if card.kind not in TOLD:
            return
        before = self._pairs.get(line)
        if before is None:
            self._last += 1
        number = before.number if before else self._last
        pair = self._pairs[line] = Pair(number, line, card.kind, card.alias or "")
        if pair != before:
            self._tell(pair)

    def tell(self) -> None:
        """Say all of them."""
        if not self._pairs:
            self._screen.tell("pair.none")
        for pair in self._pairs.values():
            self._tell(pair)

    def line(self, number: int) -> str:
        """Return the id of the line of this number, or nothing."""
        return next((pair.line for pair in self._pairs.values() if pair.number == number), "")

    def may_open(self, number: int) -> str:
        """Return the id of a line that one can go to: where one waits for an answer, none."""
        open_to_me = (pair for pair in self._pairs.values() if pair.kind != "sponsor_waits")
        return next((pair.line for pair in open_to_me if pair.number == number), "")

    def _tell(self, pair: Pair) -> None:
        self._screen.tell(TOLD[pair.kind], who=pair.alias, n=pair.number)
