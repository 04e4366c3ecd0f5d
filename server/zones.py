"""The zones this machine knows: rules of clocks by name, such as `Europe/Warsaw`."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Names that lie among the zones and mean no place's clocks.
_NO_PLACE = {"localtime", "Factory", "posixrules"}


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACE)


def zone(name: str) -> ZoneInfo | None:
    """Return the zone of this name; None if there is none."""
    if name not in _names():
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None  # its file went, or is broken
