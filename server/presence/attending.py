"""Since when somebody is in a room, in memory only, so that they may ask for a slip.

A line that was lost for less than a place is held counts as never lost. Nothing is looked up
here but for the member themselves, and nothing stays when they have gone.
"""

Key = tuple[str, str]


class Attending:
    """Who is here since when, by room and member. Times are the loop's seconds."""

    def __init__(self, held_s: float) -> None:
        self._held_s = held_s
        self._came: dict[Key, float] = {}
        self._away: dict[Key, float] = {}  # in the order of going

    def arrive(self, room: str, member: str, now: float) -> None:
        """Somebody is here, or here again."""
        self._let_go(now)
        self._away.pop((room, member), None)
        self._came.setdefault((room, member), now)

    def carry(self, room: str, to: str, member: str) -> None:
        """Somebody who is here comes to another room, as if they had been there since then."""
        if (room, member) in self._came:
            self._came.setdefault((to, member), self._came[room, member])

    def depart(self, room: str, member: str, now: float) -> None:
        """Their last line was lost; whoever comes back soon was never gone."""
        if (room, member) in self._came:
            self._away[room, member] = now
        self._let_go(now)

    def leave(self, room: str, member: str) -> None:
        """Somebody went for good."""
        self._came.pop((room, member), None)

    def here_for(self, room: str, member: str, now: float) -> float | None:
        """Return for how many seconds somebody has been here."""
        came = self._came.get((room, member))
        return None if came is None else now - came

    def _let_go(self, now: float) -> None:
        while self._away and next(iter(self._away.values())) + self._held_s < now:
            key = next(iter(self._away))
            del self._away[key]
            self._came.pop(key, None)
