"""Whether this node can still write, from a background write: a store that looks healthy may
have stopped writing for good.
"""

from server.backplane import Backplane, Unavailable
from server.notes import Note, note
from server.presence.place import PLACE_S
from server.presence.places import RENEW_S

PROBE_EVERY_S = 5.0
STALE_S = 15.0
# Away for longer, the store may have let places run out that were renewed just before.
LONG_S = PLACE_S - RENEW_S - 2 * PROBE_EVERY_S
SETTLE_S = 10.0  # by then every node has heard of the return, and renewed what it holds


class Health:
    """The result of the last background write. Times are the loop's seconds."""

    def __init__(self, backplane: Backplane) -> None:
        self._backplane = backplane
        self._wrote_at: float | None = None
        self._settled_at = 0.0
        self._away = False

    @property
    def away(self) -> bool:
        """Whether the store is out of reach now, or did not take the last write."""
        return self._away or not self._backplane.reachable()

    async def probe(self, now: float) -> None:
        """Write something; remember whether it went to disk."""
        try:
            await self._backplane.probe()
        except (Unavailable, TimeoutError):
            if not self._away:
                note(Note.STORE_AWAY)
            self._away = True
            return
        if self._away:
            note(Note.STORE_BACK)
        self._away = False
        if self._is_long_ago(now):
            self._settled_at = now + SETTLE_S
        self._wrote_at = now

    def settling(self, now: float) -> bool:
        """Return whether places may have run out whose holders are still here."""
        return now < self._settled_at or self._is_long_ago(now)

    def ready(self, now: float) -> bool:
        """Return whether the last write is recent and succeeded."""
        return not self.away and self._wrote_at is not None and now - self._wrote_at < STALE_S

    def _is_long_ago(self, now: float) -> bool:
        """Return whether the last write was so long ago that places may have run out since."""
        return self._wrote_at is not None and now - self._wrote_at > LONG_S
