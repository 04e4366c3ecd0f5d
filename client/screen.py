"""What stands on the terminal, line by line; a hidden line can be taken off again."""

import shutil
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from client import safe_text
from client.catalogue import Catalogue
from server.wire.frames import Said

ROWS_KEPT = 300
# Cursor home, clear the screen, clear what can be scrolled back to, and a title that tells nothing.
CLEAR = "\x1b[H\x1b[2J\x1b[3J\x1b]0; \x07"
UP_AND_WIPE = "\x1b[1A\x1b[2K"
SET_IN = " " * 13 + "| "


@dataclass(frozen=True, slots=True)
class Row:
    """Something written; `n` is the line it shows, if it shows one."""

    text: str
    n: int | None = None


class Screen:
    """The one place that writes. `me` is told by the room."""

    def __init__(self, out: TextIO, words: Catalogue, *, is_terminal: bool) -> None:
        self.me = ""
        self._out = out
        self._words = words
        self._is_terminal = is_terminal
        self._is_cleared = False
        self._rows: deque[Row] = deque(maxlen=ROWS_KEPT)

    def tell(self, key: str, **places: str | int) -> None:
        """Write one of our own sentences. What is put into it is made safe."""
        self._write(Row(self._fill(key, places)))

    def item(self, text: str) -> None:
        """Write one line of a list: neither a sentence of ours nor somebody's words here."""
        self._write(Row(f"  {safe_text.line(text)}"))

    def detail(self, key: str, **places: str) -> None:
        """Write a sentence that belongs to the item above it."""
        self._write(Row(f"    {self._fill(key, places)}"))

    def show(self, said: Said) -> None:
        """Write what somebody said."""
        self._write(Row(self._as_row(said), said.n))

    def ring(self) -> None:
        """Have the terminal make its sound, if it has one."""
        if self._is_terminal and not self._is_cleared:
            self._out.write("\a")
            self._out.flush()

    def take_off(self, n: int) -> None:
        """Take line `n` off the screen; where that cannot be done it is only forgotten here."""
        kept = [row for row in self._rows if row.n != n]
        was_there = len(kept) < len(self._rows)
        self._rows = deque(kept, maxlen=ROWS_KEPT)
        if was_there and self._is_terminal and not self._is_cleared:
            self._out.write(CLEAR + "".join(f"{row.text}\n" for row in kept))
            self._out.flush()

    def wipe_typed(self, text: str) -> None:
        """Take what was just typed off; it comes back as a line of the room."""
        if (
            self._is_terminal
            and not self._is_cleared
            and 2 * len(text) < shutil.get_terminal_size().columns
        ):
            self._out.write(UP_AND_WIPE)
            self._out.flush()

    def clear(self) -> None:
        """Leave nothing to see and nothing kept, and write no more."""
        self._rows.clear()
        self._is_cleared = True
        self._out.write(CLEAR)
        self._out.flush()

    def _fill(self, key: str, places: Mapping[str, str | int]) -> str:
        safe = {
            name: safe_text.line(value) if isinstance(value, str) else value
            for name, value in places.items()
        }
        return self._words.say(key, **safe)

    def _write(self, row: Row) -> None:
        if self._is_cleared:
            return
        self._rows.append(row)
        self._out.write(f"{row.text}\n")
        self._out.flush()

    def _as_row(self, said: Said) -> str:
        at = datetime.fromtimestamp(said.at / 1_000).astimezone()
        who = self._words.say("line.you") if said.by == self.me else safe_text.line(said.alias)
        reply = " " + self._words.say("line.reply", n=said.to) if said.to else ""
        first, *others = safe_text.lines(said.text)
        # What follows the first line is set in, so that it cannot pass for another person's.
        rest = "".join(f"\n{SET_IN}{line}" for line in others)
        return f"{said.n:>4}  {at:%H:%M}  {who}{reply}: {first}{rest}"
