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


def titled(kind: type[T], fields: Mapping[str, Any], if_not: str) -> T:
    """Return what a JSON object or a command line asks for; raise `OperatorError`."""
    try:
        wanted = msgspec.convert(dict(fields), kind)
    except msgspec.ValidationError as error:
        raise OperatorError(f"{if_not}: {error}.") from None
    if re.search(r"[\x00-\x1f\x7f]", wanted.title):
        raise OperatorError(f"{if_not}: the title has control characters.")
    return wanted
