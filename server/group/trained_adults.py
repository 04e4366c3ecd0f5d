"""Trained adults in a room of the young, as a coordinator names them and takes it back.

Each stands in the audit, in the same append: by a random id, never by a member's.
"""

from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

from moderation.crew_audit import OPERATOR
from moderation.refusal import DeskCode, No
from rooms.group import adults
from rooms.group.events import AdultEnded, AdultNamed
from rooms.group.state import Adult, Group
from rooms.house import House, RoomCard
from rooms.refusal import Refusal
from server.backplane import Backplane
from server.group.audited import append_audited
from server.operator_error import OperatorError
from server.presence.place import lease_of, place_in
from server.streams.kinds import GROUP, HOUSE
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import group_stream
from server.streams.streams import Streams

_SENTENCES: Mapping[DeskCode, str] = {
    DeskCode.NO_SUCH_ROOM: "There is no open room {room}.",
    DeskCode.NOT_YOUNG: "Trained adults are named only in rooms for young people.",
    DeskCode.NOBODY_HAS_WORDS: "Nobody in this room has these two words now. "
    "They have to be in the room to be named.",
    DeskCode.TWO_HAVE_WORDS: "Two people in this room have these two words. "
    "One of them can come back with others.",
    DeskCode.IS_GUEST: "This is an invited guest. Somebody trained comes as a member.",
    DeskCode.NOT_NAMED: "Nobody is named under these two words; kith adult ROOM lists who is.",
}


class TrainedAdults:
    """Who is a trained adult in the house's rooms of the young. Why not is raised as `No`."""

    def __init__(self, streams: Streams, backplane: Backplane) -> None:
        self._streams = streams
        self._backplane = backplane

    async def rooms(self) -> Sequence[RoomCard]:
        """Return the open rooms of the young."""
        return [card for card in (await self._house()).rooms.values() if card.is_young]

    async def named(self, room_id: str) -> Sequence[Adult]:
        """Return who is one now."""
        return adults.named((await self._group(room_id)).state, self._streams.now())

    async def name(self, room_id: str, alias: str, by: str) -> None:
        """Name whoever has these two words in the room, on whichever node."""
        log = await self._group(room_id)
        leases = await self._backplane.leases(lease_of(room_id))
        people = {member: place_in(lease).alias for member, lease in leases.items()}
        match adults.called(people, alias):
            case [member]:
                adult_id, words = token_hex(8), people[member]
            case [_, *_]:
                raise No(DeskCode.TWO_HAVE_WORDS)
            case _:
                raise No(DeskCode.NOBODY_HAS_WORDS)
        while True:
            try:
                event = adults.name(log.state, adult_id, member, words, self._streams.now())
            except Refusal:
                raise No(DeskCode.IS_GUEST) from None
            if await self._append(room_id, log, event, by):
                return

    async def take_back(self, room_id: str, alias: str, by: str) -> None:
        """Let whoever was named under these two words be one no more, be they here or not."""
        log = await self._group(room_id)
        ended = adults.take_back(log.state, alias)
        if not ended:
            raise No(DeskCode.NOT_NAMED)
        for event in ended:
            while event.adult in log.state.adults:
                await self._append(room_id, log, event, by)

    async def _append(
        self, room_id: str, log: Log[Group], event: AdultNamed | AdultEnded, by: str
    ) -> bool:
        how = f"room={room_id}"
        return await append_audited(self._streams, log, event, by, event.adult, how)

    async def _group(self, room_id: str) -> Log[Group]:
        """Return the group of a room of the young."""
        card = (await self._house()).rooms.get(room_id)
        if card is None:
            raise No(DeskCode.NO_SUCH_ROOM)
        if not card.is_young:
            raise No(DeskCode.NOT_YOUNG)
        return await self._streams.log(GROUP, group_stream(room_id))

    async def _house(self) -> House:
        return (await self._streams.log(HOUSE, HOUSE_STREAM)).state


def shown(adult: Adult) -> Mapping[str, Any]:
    """Return a trained adult as whoever names them sees one: two words, until when (ms)."""
    return {"alias": adult.alias, "until": adult.until}


async def carried_out(trained: TrainedAdults, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do what an operator asks about trained adults, and return who is one then."""
    try:
        return {"adults": [shown(adult) for adult in await _asked(trained, question)]}
    except No as no:
        raise OperatorError(_SENTENCES[no.code].format(room=question["room"])) from None


async def _asked(trained: TrainedAdults, question: Mapping[str, Any]) -> Sequence[Adult]:
    match question:
        case {"what": "list", "room": str(room)}:
            pass
        case {"what": "name", "room": str(room), "alias": str(alias)}:
            await trained.name(room, alias, OPERATOR)
        case {"what": "take_back", "room": str(room), "alias": str(alias)}:
            await trained.take_back(room, alias, OPERATOR)
        case _:
            raise OperatorError("The server does not know this command; are both of one version?")
    return await trained.named(room)
