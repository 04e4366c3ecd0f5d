"""Who has a line in a room just now, on any node: `rooms.ports.Company` over places.

A place outlives its line by 90 seconds; a talking piece must not. So a place says on which node
its holder is, and since when on none; and each node shows every other second that it lives.
"""

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from rooms.meeting.here import Here
from server.backplane import Backplane
from server.presence.place import ANY, PLACE_S, Holders, Place
from server.presence.places import Places
from server.streams.names import NODES

NODE_S = 6.0
SHOW_S = 2.0


class Away(NamedTuple):
    """From when until when (ms) a node was not seen."""

    since: int
    until: int


NEVER = Away(0, 0)


class Company:
    """The people with a line in each room."""

    def __init__(self, places: Places, backplane: Backplane, last_used: int) -> None:
        self._places = places
        self._backplane = backplane
        self._alive: set[str] | None = None
        self._gone: dict[str, int] = {}  # looked for in vain, and when (ms)
        self._shown_at = last_used
        self._away = self._all_away = NEVER

    async def show(self) -> None:
        """Show the other nodes that this one lives, and see which of them do.

        Each says when it was away last. If all were at once, nobody had a line anywhere; a node
        that was not has kept the lines meanwhile.
        """
        node, now = self._places.node, self._backplane.now()
        was_away = self._was_away(now)
        if was_away:
            self._away = Away(self._shown_at, now)
        lease = await self._backplane.lease(NODES, node, _away_text(self._away), NODE_S, ANY)
        if was_away:
            others = (_away_in(text) for other, text in lease.holders.items() if other != node)
            self._all_away = _at_once(self._away, others) or self._all_away
        self._alive, self._shown_at = {node, *lease.holders}, now

    async def here(self, room_id: str) -> Here:
        """Return who has a line in the room."""
        if self._was_away(self._backplane.now()):
            await self.show()
        now = self._backplane.now()
        holders = dict(await self._places.holders(room_id))
        for member, place in self._places.connected(room_id).items():
            if not self._has_line(holders.get(member), now):
                await self._places.take(room_id, member, place, ANY)
            holders[member] = place._replace(node=self._places.node, away=0)
        await self._look_for(holders)
        return self._of(holders, now)

    async def _look_for(self, holders: Holders) -> None:
        """Look once for each node that we have not heard of: it may have begun a moment ago.

        One that ended is known as long as its last places are held; nobody names it after that.
        """
        now = self._backplane.now()
        self._gone = {n: at for n, at in self._gone.items() if now < at + PLACE_S * 1000}
        unheard = {place.node for place in holders.values() if place.node}
        unheard -= self._gone.keys() | (self._alive or set())
        if unheard:
            await self.show()
            self._gone |= dict.fromkeys(unheard.difference(self._alive or ()), now)

    def _was_away(self, now: int) -> bool:
        """Return whether nobody could say anything since we were last seen: the house began anew,
        or the store was not there.
        """
        return self._alive is None or now > self._shown_at + NODE_S * 1000

    def _of(self, holders: Holders, now: int) -> Here:
        in_order = sorted(holders.items(), key=lambda held: (held[1].since, held[1].alias))
        people = {m: p.alias for m, p in in_order if self._has_line(p, now)}
        lost = {m: p.away or now - round(NODE_S * 1000) for m, p in in_order if m not in people}
        return Here(now, people, lost, self._all_away.since, self._all_away.until)

    def _has_line(self, place: Place | None, now: int) -> bool:
        if place is None or (place.away and now >= place.away + place.grace):
            return False
        return place.node in (self._alive or ())


def _at_once(mine: Away, others: Iterable[Away]) -> Away | None:
    """Return when all were away at the same time, or None."""
    all_of_them = [mine, *others]
    since, until = max(a.since for a in all_of_them), min(a.until for a in all_of_them)
    return Away(since, until) if since < until else None


def _away_text(away: Away) -> str:
    return msgspec.json.encode(away).decode()


def _away_in(text: str) -> Away:
    return msgspec.json.decode(text, type=Away) if text else NEVER
