"""A guest's pass, looked up: which room it opens, and when. Asking changes nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from rooms.group.guests import EARLY_MS
from rooms.group.state import Guest
from server.directory import RoomView
from server.group.agreements import Agreements
from server.group.asked import digest_of
from server.streams.keyed_secrets import KeyedSecrets

LONGEST_PASS = 64
Standing = Literal["open", "early", "used", "over"]


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass opens (from and to in ms), and how it stands now."""

    code: str = field(repr=False)
    room: RoomView
    starts: int
    ends: int
    standing: Standing


class Passes:
    """Knows the passes of all groups."""

    def __init__(
        self, agreements: Agreements, secrets: KeyedSecrets, now: Callable[[], int]
    ) -> None:
        self._agreements = agreements
        self._secrets = secrets
        self._now = now

    async def find(self, code: str, rooms: Iterable[RoomView]) -> Pass | None:
        """Return the pass with this code, if it is one for any of these rooms."""
        marked = ((room, f"{self._secrets.invited_to(room.id)}.") for room in rooms)
        room = next((room for room, mark in marked if code.startswith(mark)), None)
        if room is None or len(code) > LONGEST_PASS:
            return None
        digest, group = digest_of(code), await self._agreements.group(room.id)
        guest = next((one for one in group.guests.values() if one.digest == digest), None)
        if guest is None:
            return None
        return Pass(code, room, guest.starts, guest.ends, _standing(guest, self._now()))


def _standing(guest: Guest, now: int) -> Standing:
    if guest.ended is not None or now >= guest.ends:
        return "over"
    if guest.member:
        return "used"
    return "early" if now < guest.starts - EARLY_MS else "open"
