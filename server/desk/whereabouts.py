"""Whether the person of a case is still in the room, on any node: read from the places' leases.

A place outlives its last socket by 90 s, so "still here" may be so late, and never early: who
is on this node's own sockets is known at once.
"""

from collections.abc import Callable, Iterable

from moderation.case import Case, State
from server.presence.places import Places

LOOK_S = 3.0


class Whereabouts:
    """Who of those with an open case has a place in their room."""

    def __init__(self, places: Places, is_near: Callable[[str, str], bool]) -> None:
        self._places = places
        self._is_near = is_near
        self._holding: dict[str, frozenset[str]] = {}
        self._told: dict[str, bool] = {}

    def is_here(self, room: str, member: str) -> bool:
        """Return whether the person is in the room, as last seen."""
        return self._is_near(room, member) or member in self._holding.get(room, ())

    def told(self, case: str, *, here: bool) -> None:
        """Remember what everybody at the desk was told of a case's person."""
        self._told[case] = here

    async def look(self, cases: Iterable[Case]) -> list[Case]:
        """Look again at the rooms of open cases; return those of which what was told is not so."""
        open_ = [case for case in cases if case.state is not State.RESOLVED]
        rooms = {case.room for case in open_}
        self._holding = {room: frozenset(await self._places.holders(room)) for room in rooms}
        self._told = {c.id: self._told[c.id] for c in open_ if c.id in self._told}
        return [c for c in open_ if self._told.get(c.id) is not self.is_here(c.room, c.about)]
