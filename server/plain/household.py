"""What the pages of rooms without script share; made once by `routes.py`."""

from collections.abc import MutableSet
from dataclasses import dataclass

from rooms.refusal import Refusal
from server.connection.peers import Peers
from server.faults import Refused, refusal_of
from server.plain.acts import Acts
from server.plain.callers import Callers
from server.plain.cookie import Jar
from server.plain.sessions import Sessions
from server.plain.sheets import Sheets
from server.plain.stream import Pace
from server.services import Services
from server.serving import Leaving


@dataclass(frozen=True, slots=True)
class Household:
    """The use cases, and the plain rooms' own parts. `links` are told when the node ends."""

    services: Services
    sheets: Sheets
    callers: Callers
    acts: Acts
    sessions: Sessions
    peers: Peers
    jar: Jar
    links: MutableSet[Leaving]
    pace: Pace

    @property
    def saved(self) -> str:
        """How words that were taken are told of: they are `saved`, on a disk, or `sent`."""
        return "saved" if self.services.backplane.durable else "sent"

    def refusal_of(self, error: Refused) -> Refusal:
        """Return what an error is told as, and count it."""
        refusal = refusal_of(error)
        self.services.counters.refusal(refusal.code)
        return refusal
