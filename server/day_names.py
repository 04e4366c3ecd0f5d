"""Names of pages that die with the day, so that no address or history tells a topic."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

from server.crypto.handles import handle_of


class DayNames:
    """Opaque names for ids; those of today and yesterday open."""

    def __init__(
        self, key: bytes, now: Callable[[], int], ids: Callable[[], Collection[str]]
    ) -> None:
        self._key = key
        self._now = now
        self._ids = ids
        self._found: Mapping[str, str] = {}
        self._found_for: tuple[str, int] = ("", 0)

    def of(self, id_: str) -> str:
        """Return today's name."""
        return handle_of(self._key, self._day(), id_)

    def by(self, name: str, version: int) -> str | None:
        """Return whose name this is today, or was yesterday; `version` tells when ids changed."""
        made_for = (self._day(), version)
        if self._found_for != made_for:
            days = (self._day(1), self._day())
            self._found = {handle_of(self._key, d, id_): id_ for d in days for id_ in self._ids()}
            self._found_for = made_for
        return self._found.get(name)

    def _day(self, ago: int = 0) -> str:
        moment = datetime.fromtimestamp(self._now() / 1000, UTC) - timedelta(days=ago)
        return moment.date().isoformat()
