"""`kith import`: a group moves in, with its protocol and its timetable, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec.structs import replace

from rooms import shelf
from rooms.events import FormatBrought
from rooms.formats import Format, checking
from rooms.formats.house_formats import brought, written
from rooms.house import House
from rooms.ports import Stale
from rooms.timetable import decide
from rooms.timetable.decide import Unplanned, Why
from rooms.timetable.events import MeetingPlanned
from rooms.timetable.meeting import Meeting
from rooms.timetable.table import Timetable, evolve
from server.commands import group_file, meeting_asked
from server.commands.group_file import GroupFile, PlannedMeeting
from server.commands.group_leaves import said
from server.commands.meeting_asked import meeting_of
from server.commands.operating import Operating, RoomWanted, opened, wanted
from server.operator_error import OperatorError
from server.streams.envelope import Draft
from server.streams.kinds import HOUSE, TIMETABLE
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.timetable.planning import sentence
from server.timetable.zones import zone

OVER = (Why.PAST, Why.NEVER)
UNCHECKED = (
    "That this is that house's key, only its page /slip can tell: compare it, or give --key."
)


@dataclass(frozen=True, slots=True)
class Coming:
    """What would happen here: formats that are new, the room, its meetings, and what is said."""

    house_head: int
    table_head: int
    formats: Sequence[Format]
    room: RoomWanted
    meetings: Sequence[MeetingPlanned]
    told: Sequence[str]


async def come(
    operating: Operating, text: str, as_: str, key: str, *, look: bool
) -> Mapping[str, Any]:
    """Take a group in, unless somebody only looks; return what is told of it."""
    told, signed_with = group_file.read(text)
    if key and key.lower() != signed_with:
        raise OperatorError("This file was signed by another house than the one of this key.")
    while True:
        coming = await _coming(operating, told, as_)
        if look or await _came(operating, coming):
            break
    whose = f"From the house {told.house}" + (f" at {told.address}" if told.address else "")
    signed = f"{whose}, signed on {told.day} with the key {signed_with}."
    checked = [] if key else [UNCHECKED]
    return {"told": [signed, *checked, *said(told), *coming.told], "room": coming.room.id}


async def _coming(operating: Operating, told: GroupFile, as_: str) -> Coming:
    """Decide everything before anything happens; raise `OperatorError`."""
    streams = operating.ground.streams
    in_house = await streams.log(HOUSE, HOUSE_STREAM)
    planned = await streams.log(TIMETABLE, TIMETABLE_STREAM)
    house, heads = in_house.state, (in_house.head, planned.head)
    table = Timetable(dict(planned.state.meetings))  # to try plans on
    names, formats, says = _formats(operating, told)
    room = _room(operating, house, told, as_, names)
    meetings: list[MeetingPlanned] = []
    now, rooms, known = streams.now(), {room.id: room}, {form.id for form in formats}
    for asked in told.meetings:
        meeting = _meeting(asked, told.room.id, room.id, names, table, now)
        forms = known if meeting.format in known else operating.held
        try:
            event = decide.plan(table, meeting, rooms, forms, zone, now)
        except Unplanned as unplanned:
            if unplanned.why in OVER:
                says.append(f"The meeting {asked.title} is over, and is not planned here.")
                continue
            raise OperatorError(f"The meeting {asked.id}: {sentence(unplanned)}") from None
        evolve(table, now, event)
        meetings.append(event)
    says.append(f"It opens the room {room.id} and plans {len(meetings)} meetings here.")
    return Coming(*heads, formats, room, meetings, [*says, *_elsewhere(told)])


def _formats(
    operating: Operating, told: GroupFile
) -> tuple[Mapping[str, str], list[Format], list[str]]:
    """Return what each format is called here, those that are new, and what is said of them."""
    names: dict[str, str] = {}
    new: list[Format] = []
    says: list[str] = []
    for form in told.formats:
        if faults := checking.faults(form):
            raise OperatorError(f"The protocol {form.id} cannot be held: {' '.join(faults)}")
        here = {**operating.formats, **{one.id: one for one in new}}
        found = brought(form, here)
        if found is None:
            raise OperatorError(f"There are too many protocols called {form.id} here.")
        names[form.id] = found.id
        if found.id not in here:
            new.append(found)
            says.append(f"The group's own protocol is kept here as {found.id}.")
    return names, new, says


def _room(
    operating: Operating, house: House, told: GroupFile, as_: str, names: Mapping[str, str]
) -> RoomWanted:
    fields = {name: getattr(told.room, name) for name in RoomWanted.__struct_fields__}
    room = wanted({**fields, "id": as_ or told.room.id})
    if house.find(room.id) is not None:
        raise OperatorError(f"The room {room.id} is open here already. Give another with --as ID.")
    if room.format not in names:
        raise OperatorError(
            f"This group's room has the protocol {room.format}, which is not with it."
        )
    room = replace(room, format=names[room.format])
    operating.check_size(room)
    return room


def _meeting(  # noqa: PLR0913, PLR0917 - a meeting, and what becomes other here
    asked: PlannedMeeting,
    was: str,
    room: str,
    names: Mapping[str, str],
    table: Timetable,
    now: int,
) -> Meeting:
    if asked.room != was or asked.format not in names:
        raise OperatorError(
            f"The meeting {asked.id} is not this group's, or its protocol is missing."
        )
    if any(one.to and one.to.tzinfo for one in asked.once):
        raise OperatorError(f"The meeting {asked.id} is moved to a time that is not of its zone.")
    name = asked.id if asked.id not in table.meetings else f"{room}-{asked.id}"[:32]
    fields = {k: v for k, v in msgspec.to_builtins(asked).items() if k != "once"}
    meeting = meeting_of(meeting_asked.wanted({**fields, "id": name, "room": room}), now)
    return replace(meeting, format=names[asked.format], once=asked.once)


def _elsewhere(told: GroupFile) -> list[str]:
    """Say what of the file this house does not take over."""
    here = {piece.id for piece in shelf.of(shelf.load(), told.room.topic)}
    missing = [piece.id for piece in told.shelf if piece.id not in here]
    says = ["Names are new here: nobody is known by the two words they had in the old house."]
    if told.room.side == "young":
        says.append("Trained adults are named here anew: kith adult.")
    if missing:
        says.append(f"Not on this house's shelf, so only in the file: {', '.join(missing)}.")
    return says


async def _came(operating: Operating, coming: Coming) -> bool:
    """Append all of it in one step; False if somebody changed the house meanwhile."""
    streams = operating.ground.streams
    opens = [*(FormatBrought(one.id, written(one)) for one in coming.formats), opened(coming.room)]
    first, *more = [Draft(HOUSE_STREAM, event) for event in opens]
    plans = [Draft(TIMETABLE_STREAM, event) for event in coming.meetings]
    drafts = [replace(first, expect_n=coming.house_head), *more]
    drafts += [replace(one, expect_n=coming.table_head) for one in plans[:1]] + plans[1:]
    try:
        positions = await streams.append(*drafts)
    except Stale:
        return False
    await (await streams.log(HOUSE, HOUSE_STREAM)).reached(positions[len(opens) - 1].n)
    if plans:
        await (await streams.log(TIMETABLE, TIMETABLE_STREAM)).reached(positions[-1].n)
    return True
