"""How long somebody is here already: a group is served by people it has met."""

import asyncio
import math

from rooms.group import newcomers
from server.presence.attending import Attending


class Newcomers:
    """Asks since when members are here; without limits nobody is new."""

    def __init__(self, attending: Attending, *, limited: bool) -> None:
        self._attending = attending
        self.limited = limited

    def wait_s(self, room_id: str, member: str) -> int:
        """Return how much longer (s) a member has to be here before they may serve or object."""
        return newcomers.wait_s(self.here_s(room_id, member)) if self.limited else 0

    def here_s(self, room_id: str, member: str) -> float:
        """Return for how long (s) a member is here."""
        if not self.limited:
            return math.inf
        now = asyncio.get_running_loop().time()
        return self._attending.here_for(room_id, member, now) or 0
