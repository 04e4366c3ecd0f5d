"""A group on one file: what it owns, and nobody in it; signed by the house that it leaves.

What is signed is what the file says, not how it is laid out: whoever reads it with another
program and saves it again has the same file.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct

from rooms.formats import Format
from rooms.group.events import Role
from rooms.shelf import Piece
from rooms.timetable.meeting import Once
from server.commands.meeting_asked import MeetingWanted
from server.commands.operating import RoomWanted
from server.crypto.slip_key import SlipCheck, SlipKey
from server.operator_error import OperatorError

VERSION: Final = 1
_SALT: Final = b"kith.group.v1"
_SIGNED_BY: Final = ("key", "signature")
_FOREIGN = "This is not a file of a group."
_DAMAGED = "This file was changed or damaged after it was signed. Ask for it again."
_NEWER = "This file was written by a newer version of Kith."


class PlannedMeeting(MeetingWanted, frozen=True, forbid_unknown_fields=True):
    """A meeting as `kith meeting add` takes it, and what is different about it once."""

    once: Annotated[tuple[Once, ...], Meta(max_length=100)] = ()


class NamedRole(Struct, frozen=True, forbid_unknown_fields=True):
    """A role by its title. Who has it stays in the old house."""

    role: Role
    title: str


class GroupFile(Struct, frozen=True, forbid_unknown_fields=True):
    """What a group takes with it. There is no field for a person, on purpose."""

    kith: Literal["group"]
    version: int
    house: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    address: Annotated[str, Meta(max_length=200)]
    day: date
    room: RoomWanted
    formats: Annotated[tuple[Format, ...], Meta(max_length=20)]
    meetings: Annotated[tuple[PlannedMeeting, ...], Meta(max_length=50)]
    roles: tuple[NamedRole, ...]
    agreement: tuple[str, ...]
    shelf: tuple[Piece, ...]


def written(group: GroupFile, key: SlipKey) -> str:
    """Return the file's text, signed."""
    told: Mapping[str, Any] = msgspec.to_builtins(group)
    signed = {**told, "key": key.check.written, "signature": key.signature(_SALT, _bytes(told))}
    return msgspec.json.format(msgspec.json.encode(signed), indent=1).decode() + "\n"


def read(text: str) -> tuple[GroupFile, str]:
    """Return what a file says and the key it was signed with; raise `OperatorError`."""
    try:
        told = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError):
        raise OperatorError(_FOREIGN) from None
    if told.get("kith") != "group" or not isinstance(told.get("version"), int):
        raise OperatorError(_FOREIGN)
    if told["version"] > VERSION:
        raise OperatorError(_NEWER)
    key, signature = (str(told.pop(name, "")) for name in _SIGNED_BY)
    check = SlipCheck.of(key)
    if check is None or not check.holds(signature, _SALT, _bytes(told)):
        raise OperatorError(_DAMAGED)
    try:
        return msgspec.convert(told, GroupFile), key
    except msgspec.ValidationError as error:
        raise OperatorError(f"What this group brings cannot be taken in: {error}.") from None


def _bytes(told: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(told, order="sorted")
