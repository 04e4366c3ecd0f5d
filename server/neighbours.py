"""What nodes tell each other that need not survive: a room's people changed, and rough counts.

Signals carry room ids and numbers, never a member. Losing one costs a late line, no more: every
node looks at its rooms again by itself.
"""

from collections.abc import Mapping
from contextlib import suppress
from secrets import token_hex
from time import monotonic
from types import MappingProxyType

import msgspec

from server.backplane import Backplane
from server.directory import Part
from server.presence.places import Places
from server.streams.names import HOUSE_SHARD

PEOPLE_CHANGED = HOUSE_SHARD + "people-changed"
COUNTS = HOUSE_SHARD + "counts"
HEARD_S = 90.0


class Counts(msgspec.Struct, frozen=True, array_like=True):
    """How many people a node knows to be in each room somebody on it is in, and where the
    meetings are that it knows of.
    """

    node: str
    rooms: dict[str, int]
    parts: dict[str, Part] = {}


class Neighbours:
    """The others on the same store, as far as this node hears of them."""

    def __init__(
        self, backplane: Backplane, places: Places, parts: Mapping[str, Part] = MappingProxyType({})
    ) -> None:
        self._backplane = backplane
        self._places = places
        self._parts = parts
        self._node = token_hex(8)
        self._heard: dict[str, tuple[float, Counts]] = {}

    async def listen(self) -> None:
        """Hear the others, until cancelled."""
        async for name, payload in self._backplane.signals():
            # What another version says, or a stranger, is passed over: it costs a late line.
            with suppress(msgspec.MsgspecError, UnicodeDecodeError):
                self._hear(name, payload)

    def _hear(self, name: str, payload: bytes) -> None:
        if name == PEOPLE_CHANGED:
            self._places.look_again(payload.decode())
        elif name == COUNTS:
            counts = msgspec.msgpack.decode(payload, type=Counts)
            self._heard[counts.node] = (monotonic(), counts)

    async def tell(self, changed: list[str]) -> None:
        """Tell the others in which rooms somebody came or went."""
        for room_id in changed:
            await self._backplane.signal(PEOPLE_CHANGED, room_id.encode())

    async def tell_counts(self) -> None:
        """Tell the others how many are in this node's rooms."""
        counts = Counts(self._node, dict(self._places.counts()), dict(self._parts))
        await self._backplane.signal(COUNTS, msgspec.msgpack.encode(counts))

    @property
    def any(self) -> bool:
        """Whether another node was heard of late."""
        return any(node != self._node for node in self._fresh())

    def counts(self) -> dict[str, int]:
        """Return how many people are in each room, as far as any node knows."""
        merged = dict(self._places.counts())
        for told in self._fresh().values():
            for room_id, people in told.rooms.items():
                merged[room_id] = max(merged.get(room_id, 0), people)
        return merged

    def parts(self) -> dict[str, Part]:
        """Return where each meeting is, as far as any node knows; the furthest is the newest."""
        merged: dict[str, Part] = {}
        for told in (*self._fresh().values(), Counts(self._node, {}, dict(self._parts))):
            for room_id, part in told.parts.items():
                merged[room_id] = max(merged.get(room_id, part), part)
        return merged

    def _fresh(self) -> dict[str, Counts]:
        now = monotonic()
        return {node: told for node, (at, told) in self._heard.items() if now - at < HEARD_S}
