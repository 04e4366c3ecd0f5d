"""`kith export`: what a group takes with it when it leaves this house."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import msgspec

from rooms import shelf
from rooms.group.events import Role
from rooms.group.state import Group
from rooms.house import RoomCard
from rooms.timetable.meeting import WEEKDAYS, Meeting
from server.commands import group_file
from server.commands.group_file import GroupFile, NamedRole, PlannedMeeting
from server.commands.operating import Operating, RoomWanted
from server.crypto.slip_key import SlipKey
from server.operator_error import OperatorError
from server.streams.kinds import GROUP, TIMETABLE
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.streams.names import group_stream
from server.web.catalogue import DEFAULT, Catalogue, load_catalogues

NOWHERE = "http://localhost"  # no public address was given
LINES = range(1, 6)  # of the agreement, as the gate shows it


async def leave(operating: Operating, room_id: str, address: str) -> Mapping[str, Any]:
    """Return the group's file, and what is in it in plain sentences."""
    card = (await operating.house()).rooms.get(room_id)
    if card is None:
        raise OperatorError(f"There is no open room {room_id}.")
    if card.circle_of:
        raise OperatorError(f"{room_id} is another circle of {card.circle_of}: export that one.")
    ground = operating.ground
    group = (await ground.streams.log(GROUP, group_stream(room_id))).state
    table = (await ground.streams.log(TIMETABLE, TIMETABLE_STREAM)).state
    meetings = [meeting for meeting in table.meetings.values() if meeting.room == room_id]
    now, words = ground.streams.now(), _words(card.language)
    told = GroupFile(
        kith="group",
        version=group_file.VERSION,
        house=ground.keys.house,
        address="" if address.startswith(NOWHERE) else address,
        day=datetime.fromtimestamp(now / 1000, UTC).date(),
        room=_room(card),
        formats=tuple(
            operating.formats[name]
            for name in dict.fromkeys((card.format, *(meeting.format for meeting in meetings)))
            if name in operating.formats
        ),
        meetings=tuple(_planned(meeting) for meeting in meetings),
        roles=_roles(group, now, words),
        agreement=tuple(words.text(f"gate.agree_{line}") for line in LINES),
        shelf=tuple(shelf.of(shelf.load(), card.topic)),
    )
    return {"file": group_file.written(told, SlipKey.of(ground.keys)), "told": said(told)}


def said(told: GroupFile) -> list[str]:
    """Return in plain sentences what a group's file holds."""
    room, roles = told.room, ", ".join(one.title for one in told.roles)
    kept = (
        (len(told.meetings), "meetings in the timetable"),
        (len(told.formats), "protocols"),
        (len(told.shelf), "readings"),
        (len(told.agreement), "lines of agreement"),
    )
    return [
        f"The group {room.title}: {room.topic}, {room.side}, in {room.language}.",
        ", ".join(f"{many} {what}" for many, what in kept) + ".",
        f"Roles that were taken, by title: {roles or 'none'}.",
    ]


def _room(card: RoomCard) -> RoomWanted:
    fields = {name: getattr(card, name) for name in RoomWanted.__struct_fields__}
    return RoomWanted(**fields)


def _planned(meeting: Meeting) -> PlannedMeeting:
    fields = msgspec.structs.asdict(meeting)
    days = [WEEKDAYS[day] for day in meeting.days]
    return PlannedMeeting(**{**fields, "days": days, "at": f"{meeting.at:%H:%M}"})


def _roles(group: Group, now: int, words: Catalogue) -> tuple[NamedRole, ...]:
    taken: Sequence[Role] = [role for role in Role if group.holder(role, now)]
    return tuple(NamedRole(role, words.text(f"group.{role}")) for role in taken)


def _words(language: str) -> Catalogue:
    """Return the words that the group's pages are in."""
    catalogues = load_catalogues(files("client") / "web" / "locales")
    return catalogues.get(language.partition("-")[0]) or catalogues[DEFAULT]
