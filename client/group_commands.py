"""What a person can write about their group in the terminal: roles, guests, lines of two."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["opener", "timekeeper", "greeter", "reserve"]
ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
NAMES = frozenset({"serve", "noguest", "checked", "ask", "line", "endline"})


@dataclass(frozen=True, slots=True)
class ServeAs:
    """Take a role of the group."""

    role: Role


@dataclass(frozen=True, slots=True)
class AboutGuest:
    """Say no to a guest who is thought of, or that one asked at the institution."""

    number: int
    what: Literal["object", "checked"]


@dataclass(frozen=True, slots=True)
class AskFor:
    """Ask somebody, by their two words, to stand by oneself on a line of two."""

    name: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Go to a line of two; whoever was asked says yes with it."""

    number: int


@dataclass(frozen=True, slots=True)
class EndLine:
    """End a line of two, or say no; 0 is the one that one is on."""

    number: int


ForGroup = ServeAs | AboutGuest | AskFor | EndLine


def read(name: str, rest: str, number: int) -> ForGroup | OpenLine | str:
    """Read a command of one of these names; a key names the sentence that says what would be."""
    match name:
        case "serve":
            role = ROLES.get(rest.lower())
            return ServeAs(role) if role else "group.serve_how"
        case "ask":
            return AskFor(rest) if rest else "pair.ask_how"
        case "line":
            return OpenLine(number) if number else "pair.which"
        case "endline":
            return EndLine(number) if number or not rest else "pair.which"
        case _ if number:
            return AboutGuest(number, "object" if name == "noguest" else "checked")
        case _:
            return "group.guest_how"
