"""Trained adults in a room of the young, as a coordinator names them and takes it back.

Each stands in the audit, in the same append: by a random id, never by a member's.
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from moderation.audit import following
from moderation.crew_audit import OPERATOR
from rooms.group import adults
from rooms.group.events import AdultEnded, AdultNamed
from rooms.group.state import Adult, Group
from rooms.ports import Stale
from rooms.refusal import Refusal
from server.backplane import Backplane
from server.operator_error import OperatorError
from server.presence.place import lease_of, place_in
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, GROUP, HOUSE
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import audit_stream, group_stream, shard_of
from server.streams.streams import Streams

_NOBODY = "Nobody in this room has these two words now. They have to be in the room to be named."
_TWICE = "Two people in this room have these two words. One of them can come back with others."
_GUEST = "This is an invited guest. Somebody trained comes as a member."
_NOT_NAMED = "Nobody is named under these two words; kith adult ROOM lists who is."


class TrainedAdults:
    """Who is a trained adult in the house's rooms of the young."""

    def __init__(self, streams: Streams, backplane: Backplane) -> None:
        self._streams = streams
        self._backplane = backplane

    async def named(self, room_id: str) -> Sequence[Adult]:
        """Return who is one now."""
        return adults.named((await self._group(room_id)).state, self._streams.now())

    async def name(self, room_id: str, alias: str) -> None:
        """Name whoever has these two words in the room, on whichever node."""
        log = await self._group(room_id)
        leases = await self._backplane.leases(lease_of(room_id))
        people = {member: place_in(lease).alias for member, lease in leases.items()}
        match adults.called(people, alias):
            case [member]:
                adult_id, words = token_hex(8), people[member]
            case [_, *_]:
                raise OperatorError(_TWICE)
            case _:
                raise OperatorError(_NOBODY)
        while True:
            try:
                event = adults.name(log.state, adult_id, member, words, self._streams.now())
            except Refusal:
                raise OperatorError(_GUEST) from None
            if await self._append(room_id, log, event):
                return

    async def take_back(self, room_id: str, alias: str) -> None:
        """Let whoever was named under these two words be one no more, be they here or not."""
        log = await self._group(room_id)
        ended = adults.take_back(log.state, alias)
        if not ended:
            raise OperatorError(_NOT_NAMED)
        for event in ended:
            while event.adult in log.state.adults:
                await self._append(room_id, log, event)

    async def _append(self, room_id: str, log: Log[Group], event: AdultNamed | AdultEnded) -> bool:
        """Append it with its line in the audit; False if somebody was first."""
        audit = await self._streams.log(AUDIT, audit_stream(shard_of(room_id)))
        now, act, how = self._streams.now(), type(event).__name__, f"room={room_id}"
        acted = following(audit.state.last, now, OPERATOR, act, event.adult, how)
        try:
            told, noted = await self._streams.append(
                Draft(log.stream, event, expect_n=log.head),
                Draft(audit.stream, acted, expect_n=audit.head),
            )
        except Stale:
            return False
        await log.reached(told.n)
        await audit.reached(noted.n)
        return True

    async def _group(self, room_id: str) -> Log[Group]:
        """Return the group of a room of the young; raise `OperatorError` for any other."""
        house = (await self._streams.log(HOUSE, HOUSE_STREAM)).state
        card = house.rooms.get(room_id)
        if card is None:
            raise OperatorError(f"There is no open room {room_id}.")
        if not card.is_young:
            raise OperatorError("Trained adults are named only in rooms for young people.")
        return await self._streams.log(GROUP, group_stream(room_id))


async def carried_out(trained: TrainedAdults, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do what an operator asks about trained adults, and return who is one then."""
    match question:
        case {"what": "list", "room": str(room)}:
            pass
        case {"what": "name", "room": str(room), "alias": str(alias)}:
            await trained.name(room, alias)
        case {"what": "take_back", "room": str(room), "alias": str(alias)}:
            await trained.take_back(room, alias)
        case _:
            raise OperatorError("The server does not know this command; are both of one version?")
    told = await trained.named(room)
    return {"adults": [{"alias": adult.alias, "until": adult.until} for adult in told]}
