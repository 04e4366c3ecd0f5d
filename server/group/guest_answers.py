"""A coordinator's word about guests: the check at the institution, instead of two members', and
the yes or no to those whom a group of the young would like to invite.

Each stands in the audit with whoever said so, in the same append: none of the two is there alone.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, assert_never

from moderation.crew_audit import OPERATOR
from rooms.group import guests
from rooms.group.events import GroupEvent
from rooms.group.state import Group, Guest
from rooms.house import House, RoomCard
from rooms.refusal import Code, Refusal
from server.group.audited import append_audited
from server.operator_error import OperatorError
from server.streams.kinds import GROUP, HOUSE
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import group_stream
from server.streams.streams import Streams


class Word(StrEnum):
    """What a coordinator says of a guest."""

    YES = "yes"
    NO = "no"
    CHECKED = "checked"


class GuestAnswers:
    """Who waits for a coordinator in the house's rooms, and the answers."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams

    async def waiting(self) -> Sequence[Mapping[str, Any]]:
        """Return the guests who wait, whoever would come first first."""
        now, found = self._streams.now(), list[dict[str, Any]]()
        for card in (await self._rooms()).values():
            group = (await self._streams.log(GROUP, group_stream(card.id))).state
            room = {"room": card.id, "title": card.title, "language": card.language}
            found += [room | _shown(*one) for one in guests.waiting(group, now).items()]
        return sorted(found, key=lambda one: int(one["starts"]))

    async def answer(self, room_id: str, guest_id: str, by: str, word: Word) -> None:
        """Say it, once; raise `Refusal` where nobody waits for it any more."""
        if room_id not in await self._rooms():
            raise Refusal(Code.NO_SUCH_GUEST)
        log = await self._streams.log(GROUP, group_stream(room_id))
        how = f"what={word} room={room_id}"
        while event := _decided(log.state, guest_id, word, self._streams.now()):
            if await append_audited(self._streams, log, event, by, guest_id, how):
                return

    async def _rooms(self) -> Mapping[str, RoomCard]:
        house: House = (await self._streams.log(HOUSE, HOUSE_STREAM)).state
        return house.rooms


async def answered(answers: GuestAnswers, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do what an operator asks about guests, and return what they are told."""
    match question:
        case {"what": "list"}:
            return {"guests": await answers.waiting()}
        case {"what": "yes" | "no" | "checked" as said, "room": str(room), "guest": str(guest)}:
            try:
                await answers.answer(room, guest, OPERATOR, Word(said))
            except Refusal:
                raise OperatorError("No such guest waits for an answer in this room.") from None
            return {}
        case _:
            raise OperatorError("The server does not know this command; are both of one version?")


def _decided(group: Group, guest_id: str, word: Word, now: int) -> GroupEvent | None:
    match word:
        case Word.YES:
            return guests.approve(group, guest_id, now)
        case Word.NO:
            return guests.decline(group, guest_id, now)
        case Word.CHECKED:
            return guests.check_as_coordinator(group, guest_id, now)
        case _:
            assert_never(word)


def _shown(guest_id: str, guest: Guest) -> dict[str, Any]:
    """Return what a coordinator has to know: when, what the group said, and how many checked."""
    return {
        "guest": guest_id,
        "profession": guest.profession,
        "starts": guest.starts,
        "ends": guest.ends,
        "agreed": guest.agreed_at,
        "checked": guest.checked_at,
        "checks": guests.checks(guest),
        "needs_yes": guest.needs_coordinator,
    }
