"""Reads what an operator asks for, be it a room or a meeting."""

import re
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

import msgspec

from server.operator_error import OperatorError


class Titled(Protocol):
    """Something with a title that people will read."""

    @property
    def title(self) -> str:
        """What it is called."""


T = TypeVar("T", bound=Titled)

# How each is written that has a form: a person reads this, and no pattern.
_HOW = {
    "id": "a to z, 0 to 9 and -, at most 32 of them",
    "topic": "a to z, 0 to 9, - and _, at most 32 of them",
    "side": "self, relatives or young",
    "language": "two or three letters, such as en",
    "title": "1 to 80 letters",
    "capacity": "a number from 2 on",
    "days": "one or more of mon, tue, wed, thu, fri, sat, sun",
    "at": "hours and minutes, such as 19:00",
    "first": "a day, such as 2026-12-01",
    "last": "a day, such as 2026-12-01",
}
_AT = re.compile(r"at `\$\.(\w+)")


def titled(kind: type[T], fields: Mapping[str, Any], if_not: str) -> T:
    """Return what a JSON object or a command line asks for; raise `OperatorError`."""
    try:
        wanted = msgspec.convert(dict(fields), kind)
    except msgspec.ValidationError as error:
        raise OperatorError(f"{if_not}: {_said(error)}.") from None
    if re.search(r"[\x00-\x1f\x7f]", wanted.title):
        raise OperatorError(f"{if_not}: the title has control characters.")
    return wanted


def _said(error: msgspec.ValidationError) -> str:
    """Return what is wrong, as an operator may be told it."""
    found = _AT.search(str(error))
    name = found.group(1) if found else ""
    return f"{name} is written as {_HOW[name]}" if name in _HOW else str(error)
