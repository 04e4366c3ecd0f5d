"""What to say while the line is down: nothing at first, then the truth, then where help is."""

import asyncio

from client.help_lines import FINDER, HelpLines
from client.screen import Screen

SHORT_S = 3.0  # a short break is nobody's business
LONG_S = 60.0


class Silence:
    """Notices that wait; they are taken back when the line is there again."""

    def __init__(self, screen: Screen, lines: HelpLines) -> None:
        self._screen = screen
        self._lines = lines
        self._was_told = False
        self._notices: list[asyncio.TimerHandle] = []

    def begin(self) -> None:
        """Start the clocks, if they do not run yet."""
        if not self._notices:
            loop = asyncio.get_running_loop()
            self._notices = [
                loop.call_later(SHORT_S, self._tell_short),
                loop.call_later(LONG_S, self._tell_long),
            ]

    def end(self) -> bool:
        """Take back what was not said yet; return whether anything was."""
        for notice in self._notices:
            notice.cancel()
        self._notices.clear()
        was_told, self._was_told = self._was_told, False
        return was_told

    def _tell_short(self) -> None:
        self._was_told = True
        self._screen.tell("away.trying")
        self._screen.tell("away.kept")

    def _tell_long(self) -> None:
        self._screen.tell("away.long")
        self._screen.tell("away.finder", finder=FINDER)
        self._lines.show_kept()
