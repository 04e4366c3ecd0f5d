"""What a person can write in the terminal, read into commands."""

from dataclasses import dataclass
from typing import Literal, get_args

from client import group_commands
from client.group_commands import ForGroup, OpenLine
from server.wire.frames import Why

Plain = Literal[
    "who",
    "need",
    "earlier",
    "leave",
    "away",
    "words",
    "yes",
    "notnow",
    "notmeant",
    "blank",
    "meeting",
    "turn",
    "noturn",
    "last",
    "lead",
    "nolead",
    "alone",
    "notalone",
    "next",
    "ring",
    "noring",
    "slip",
    "meetings",
    "remind",
    "group",
    "noserve",
    "halt",
    "goon",
    "move",
    "side",
    "stand",
    "nostand",
    "lines",
]
Wished = Literal["listen", "welcome", "question"]


@dataclass(frozen=True, slots=True)
class Speak:
    """Say this in the room."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """Try what was not sent once more, with other words if there are any."""

    text: str


@dataclass(frozen=True, slots=True)
class ThankLine:
    """Thank the writer of a line."""

    n: int


@dataclass(frozen=True, slots=True)
class ReportLine:
    """Ask a volunteer to look at a line."""

    n: int
    why: Why


@dataclass(frozen=True, slots=True)
class Help:
    """Show help lines of a country, or without one what can be written."""

    country: str


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Have the room forget; asked twice, since it cannot be undone."""

    sure: bool


@dataclass(frozen=True, slots=True)
class PassOn:
    """Pass the turn on, or give it to somebody by their two words."""

    to: str


@dataclass(frozen=True, slots=True)
class After:
    """Say what may follow one's turn."""

    what: Wished


@dataclass(frozen=True, slots=True)
class Do:
    """A command that needs no more than its name."""

    what: Plain


@dataclass(frozen=True, slots=True)
class Unclear:
    """Not a command; `key` names the sentence that says what would be."""

    key: str


Command = (
    Speak
    | Again
    | ThankLine
    | ReportLine
    | Help
    | ForgetMe
    | PassOn
    | After
    | ForGroup
    | OpenLine
    | Do
    | Unclear
)

_PLAIN: dict[str, Plain] = {what: what for what in get_args(Plain)}
_WISHES: dict[str, Wished] = {what: what for what in get_args(Wished)}
_WHYS: dict[str, Why] = {why: why for why in get_args(Why)}


def read(written: str) -> Command | None:
    """Read one line; `None` if there is nothing on it."""
    if not written.strip():
        return None
    if not written.startswith("/"):
        return Speak(written)
    if written.startswith("//"):
        return Speak(written[1:])
    name, _, rest = written[1:].partition(" ")
    return _named(name.lower(), rest.strip())


def _named(name: str, rest: str) -> Command:
    if name in _PLAIN and not rest:
        return Do(_PLAIN[name])
    match name:
        case "again":
            return Again(rest)
        case "pass":
            return PassOn(rest)
        case "after":
            what = _WISHES.get(rest.lower())
            return After(what) if what else Unclear("turn.after_how")
        case "help":
            return _help(rest)
        case "forget":
            return ForgetMe(rest.lower() == "yes")
        case "thank":
            n = _number(rest)
            return ThankLine(n) if n else Unclear("thank.how")
        case "report":
            return _report(rest)
        case _ if name in group_commands.NAMES:
            found = group_commands.read(name, rest, _number(rest) or 0)
            return Unclear(found) if isinstance(found, str) else found
        case _:
            return Unclear("command.unknown")


def _help(rest: str) -> Command:
    if not rest or (len(rest) == 2 and rest.isascii() and rest.isalpha()):  # noqa: PLR2004 - ISO
        return Help(rest.upper())
    return Unclear("help.two_letters")


def _report(rest: str) -> Command:
    number, _, word = rest.partition(" ")
    why = _WHYS.get(word.strip().lower())
    n = _number(number)
    return ReportLine(n, why) if n and why else Unclear("report.how")


def _number(written: str) -> int:
    """Return a line's number, or 0 if it is none."""
    written = written.strip().lstrip("#")
    return int(written) if written.isdecimal() and len(written) < 16 else 0  # noqa: PLR2004 - 2**53
