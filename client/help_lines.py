"""Help lines on a terminal: numbers as they were given, of the country that was asked for."""

from collections.abc import Mapping

from client import fetch
from client.address import Address
from client.screen import Screen

# The finder that pages fall back on, for when nothing can be fetched.
FINDER = "findahelpline.com"
_WAYS = {"phone": ("help.phone", "number"), "text": ("help.text", "number")} | {
    "chat": ("help.chat", "address")
}
# A server may know of more; what has no words here is left out.
_COSTS = {"free", "unbilled", "charged"}


class HelpLines:
    """Fetches lines when they are asked for, and keeps the last in case the line drops."""

    def __init__(self, address: Address, screen: Screen) -> None:
        self._address = address
        self._screen = screen
        self._kept: dict[str, Mapping[str, object]] = {}

    async def show(self, country: str) -> None:
        """Show a country's lines, or say plainly that they cannot be had now."""
        try:
            self._kept[country] = await fetch.helplines(self._address, country)
        except fetch.NoPage:
            if country not in self._kept:
                self._screen.tell("help.not_now")
                self._screen.tell("card.danger")
                self._screen.tell("help.finder", finder=FINDER)
                return
        self._write(self._kept[country])

    def show_kept(self) -> None:
        """Show again what was shown before."""
        for answer in self._kept.values():
            self._write(answer)

    def _write(self, answer: Mapping[str, object]) -> None:
        self._screen.tell("help.heading", country=_text(answer, "country"))
        emergency = _text(answer, "emergency")
        # A word in its place, such as "local", is no number to call.
        is_number = any(map(str.isdecimal, emergency))
        key = "help.emergency" if is_number else "help.emergency_unknown"
        self._screen.tell(key, number=emergency)
        lines = answer.get("lines")
        found = (
            [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
        )
        for line in found:
            self._write_line(line)
        self._screen.tell("help.not_ours" if found else "help.no_lines")
        if finder := _text(answer, "finder"):
            self._screen.tell("help.finder", finder=finder)

    def _write_line(self, line: Mapping[str, object]) -> None:
        self._screen.item(_text(line, "name"))
        for way, (key, place) in _WAYS.items():
            if value := _text(line, way):
                self._screen.detail(key, **{place: value})
        if hours := _text(line, "hours"):
            self._screen.detail("help.hours", hours=hours)
        if (cost := _text(line, "cost")) in _COSTS:
            self._screen.detail(f"help.cost_{cost}")
        languages = line.get("languages")
        if isinstance(languages, list) and languages:
            self._screen.detail("help.languages", languages=", ".join(map(str, languages)))
        if day := _text(line, "checked_on"):
            self._screen.detail("help.checked", day=day)


def _text(answer: Mapping[str, object], name: str) -> str:
    value = answer.get(name)
    return value if isinstance(value, str) else ""
