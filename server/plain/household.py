"""What the pages of rooms without script share; made once by `routes.py`."""

from collections.abc import MutableSet
from dataclasses import dataclass

from server.peers import Peers
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
