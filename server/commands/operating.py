"""What an operator does to the house: open, close and list rooms; the first start's rooms."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from rooms.events import GroupMoved, HouseEvent, RoomClosed, RoomOpened, RuleRaised
from rooms.formats import Format
from rooms.formats.house_formats import Which
from rooms.house import House, RoomCard
from server import auditing
from server.auditing import Heads
from server.backup.copying import backed_up
from server.commands.meeting_asked import planned
from server.commands.operator_wishes import titled
from server.foundation import Foundation
from server.group.guest_answers import GuestAnswers, answered
from server.group.trained_adults import TrainedAdults, carried_out
from server.operator_error import OperatorError
from server.streams.envelope import Draft
from server.streams.kinds import HOUSE
from server.streams.log import Log
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import room_stream
from server.timetable.planning import Planning

MOST_PLACES = 50
AT_ONCE = 100  # rooms in one append
ADDRESS = re.compile(r"(https://[a-zA-Z0-9.-]+|http://[a-z2-7]{56}\.onion)(:[0-9]+)?/?")

Word = Annotated[str, Meta(pattern=r"\A[a-z0-9_-]{1,32}\Z")]


class RoomWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A room to open, with the names of `kith room open`."""

    id: Annotated[str, Meta(pattern=r"\A[a-z0-9-]{1,32}\Z")]
    topic: Word
    side: Literal["self", "relatives", "young"]
    language: Annotated[str, Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")]
    title: Annotated[str, Meta(min_length=1, max_length=80)]
    capacity: Annotated[int, Meta(ge=2)] = 12
    format: str = "open_floor"


FIRST_ROOMS = (
    RoomWanted("depression", "depression", "self", "en", "Living with depression"),
    RoomWanted("gambling", "gambling", "self", "en", "Stepping away from gambling"),
    RoomWanted("families", "families", "relatives", "en", "Families and friends"),
)


def wanted(fields: Mapping[str, Any]) -> RoomWanted:
    """Return the room a JSON object or a command line asks for; raise `OperatorError`."""
    return titled(RoomWanted, fields, "This room cannot be opened")


class Operating:
    """The house's use cases. Each returns once everybody can see what was done."""

    def __init__(
        self, ground: Foundation, formats: Mapping[str, Format], heads: Heads, *, limited: bool
    ) -> None:
        self.ground = ground
        self._streams = streams = ground.streams
        self.formats = formats
        self._heads = heads
        self._guests = GuestAnswers(streams)
        self._adults = TrainedAdults(streams, ground.backplane)
        self._now = ground.backplane.now
        self._limited = limited
        self.held = Which(formats, lambda form: form.is_meeting)
        self._planning = Planning(streams, self.held)

    async def house(self) -> House:
        """Return the folded house."""
        return (await self._log()).state

    async def first_start(self) -> None:
        """Open the first rooms if there never was one."""
        if (await self._log()).head == 0:
            await self.open(FIRST_ROOMS)

    async def open(self, rooms: Sequence[RoomWanted]) -> None:
        """Open rooms; all are checked before the first is opened."""
        house = await self.house()
        seen = set(house.rooms)
        for room in rooms:
            self._check(room)
            if room.id in seen:
                raise OperatorError(f"The room {room.id} is open already.")
            seen.add(room.id)
        for start in range(0, len(rooms), AT_ONCE):
            await self._append([opened(room) for room in rooms[start : start + AT_ONCE]])

    async def close(self, room_id: str) -> None:
        """Close a room: nobody comes in, nobody posts; what was said goes in its time."""
        if room_id not in (await self.house()).rooms:
            raise OperatorError(f"There is no open room {room_id}.")
        await self._append([RoomClosed(room_id)])
        raised = Draft(room_stream(room_id), RuleRaised(), raises_rule=True)
        await self._streams.append(raised)

    async def moved(self, room_id: str, to: str) -> None:
        """Have the room's gate say where its group went, or nothing of it again."""
        if room_id not in (await self.house()).rooms:
            raise OperatorError(f"There is no open room {room_id}.")
        if to and not ADDRESS.fullmatch(to):
            raise OperatorError("Give the whole address: https://..., or http://... of an onion.")
        await self._append([GroupMoved(room_id, to)])

    async def list(self) -> Sequence[RoomCard]:
        """Return all open rooms."""
        return list((await self.house()).rooms.values())

    async def audit(self, keys: Path, seen: str) -> Mapping[str, Any]:
        """Return what is wrong with the audit, its count and head; `seen` is a printed anchor."""
        await asyncio.to_thread(self._heads.write)  # an act of this second is no cut end
        return await auditing.verified(self._streams, keys, seen)

    async def backup(self, keys: Path) -> Mapping[str, Any]:
        """Return a backup as text, and what is in it."""
        return await backed_up(self._streams, keys)

    async def report(self, month: str) -> Mapping[str, Any]:
        """Return a month's counts, none under five."""
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
            raise OperatorError("Say the month as a year and a number: 2026-11.")
        return await auditing.report(self._streams, month, self._now())

    async def asked_about(
        self, about: Literal["meeting", "guest", "adult"], question: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Do what is asked of the timetable, of guests who wait for a coordinator, or of adults."""
        if about == "adult":
            return await carried_out(self._adults, question)
        if about == "guest":
            return await answered(self._guests, question)
        return await planned(self._planning, await self.house(), question)

    def check_size(self, room: RoomWanted) -> None:
        """Raise `OperatorError` for a room that is too large to be a circle."""
        if self._limited and room.capacity > MOST_PLACES:
            raise OperatorError(
                f"A room holds at most {MOST_PLACES} people, so that it is a circle."
            )

    def _check(self, room: RoomWanted) -> None:
        self.check_size(room)
        if room.format not in self.formats:
            known = ", ".join(sorted(self.formats))
            raise OperatorError(f"There is no format {room.format}; there are: {known}.")

    async def _append(self, events: Sequence[HouseEvent]) -> None:
        positions = await self._streams.append(*(Draft(HOUSE_STREAM, e) for e in events))
        await (await self._log()).reached(positions[-1].n)

    async def _log(self) -> Log[House]:
        return await self._streams.log(HOUSE, HOUSE_STREAM)


def opened(room: RoomWanted) -> RoomOpened:
    """Return the event that opens a room."""
    return RoomOpened(**msgspec.structs.asdict(room))
