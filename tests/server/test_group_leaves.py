"""A group leaves on a file and moves in elsewhere: with what it owns, and with nobody."""

import json
from collections.abc import Mapping
from dataclasses import replace as replace_fields
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from aiohttp import ClientSession
from msgspec.structs import replace
from small_site import GATE, ROOMS, SmallListing, small_site

from moderation.events import CaseRaised
from rooms import formats
from rooms.events import FormatBrought, GroupMoved, MemberKnown, MessagePosted, RoomClosed
from rooms.formats.house_formats import HouseFormats, brought, written
from rooms.group.events import AdultNamed, Role, RoleTaken
from rooms.house import House, evolve
from server.commands import group_file
from server.commands.closed_house import carry_out_alone
from server.commands.group_file import GroupFile
from server.commands.operating import ADDRESS, RoomWanted
from server.crypto.keys import HouseKeys
from server.crypto.slip_key import SlipKey
from server.foundation import foundation
from server.operator_error import OperatorError
from server.settings import load
from server.streams.envelope import Draft
from server.streams.names import HOUSE, desk_stream, group_stream, members_stream, room_stream

OURS = replace(formats.load()["talking_piece"], id="our_circle", version=7)
ROOM = {"id": "grief", "topic": "grief", "side": "self", "language": "de", "title": "Nach Verlust"}
MEETING = {"id": "tue", "room": "grief", "title": "Abend", "zone": "Europe/Berlin", "days": ["tue"]}
PLAN = {**MEETING, "at": "19:00", "format": "our_circle"}
MEMBER, ALIAS, SAID = "CANARYmember", "Canary Bird", "CANARY said this"
KEY = SlipKey.of(HouseKeys("ab" * 16, b"f" * 32, b"h" * 32))


async def asked(data: Path, **question: Any) -> Mapping[str, Any]:  # noqa: ANN401 - as on the socket
    try:
        return await carry_out_alone(load({}, None, data=data), question)
    except ExceptionGroup as of_tasks:
        raise of_tasks.exceptions[0] from None


async def lived_in(data: Path) -> None:
    """Have a house with a group, a format of its own, somebody who serves, and something said."""
    async with foundation(load({}, None, data=data)) as ground:
        now = ground.streams.now()
        for event in (
            Draft(HOUSE, FormatBrought("our_circle", written(OURS))),
            Draft(members_stream("grief"), MemberKnown(MEMBER, 3, 24_322)),
            Draft(room_stream("grief"), MessagePosted(MEMBER, ALIAS, SAID, "c" * 22)),
            Draft(desk_stream("grief"), CaseRaised("1-a", "grief", "need", MEMBER, alias=ALIAS)),
            Draft(group_stream("grief"), RoleTaken(Role.OPENER, MEMBER, ALIAS, now + 10**9)),
            Draft(group_stream("grief"), AdultNamed("x", MEMBER, ALIAS, now + 10**9)),
        ):
            await ground.streams.append(event)
    await asked(data, do="open", rooms=[{**ROOM, "format": "our_circle", "capacity": 9}])
    await asked(data, do="meeting", what="add", meeting=PLAN)


async def came(data: Path, file: str, **more: object) -> Mapping[str, Any]:
    return await asked(
        data, **{"do": "import", "file": file, "as": "", "key": "", "look": False, **more}
    )


async def test_a_group_moves_with_what_it_owns_and_with_nobody(tmp_path: Path):
    old, new = tmp_path / "old", tmp_path / "new"
    await lived_in(old)
    left = await asked(old, do="export", room="grief")
    file = left["file"]

    looked = await came(new, file, look=True)
    rooms = (await asked(new, do="list"))["rooms"]
    took = await came(new, file, **{"as": "grief-2"})
    other = (await asked(new, do="list"))["rooms"][-1]
    again = (await asked(new, do="export", room="grief-2"))["file"]

    assert [] == [word for word in ("CANARY", "Canary", "24322") if word in file]
    assert 3 == len(rooms), "looking opens nothing"
    assert {**ROOM, "id": "grief-2", "format": "our_circle", "capacity": 9} == {
        name: other[name] for name in (*ROOM, "format", "capacity")
    }
    assert "The group's own protocol is kept here as our_circle." in took["told"]
    assert "Roles that were taken, by title: Eröffnet das Treffen." in looked["told"]
    one, two = (group_file.read(text)[0] for text in (file, again))
    assert (one.formats, one.shelf, one.agreement) == (two.formats, two.shelf, two.agreement)
    assert one.formats == (OURS,)
    assert [replace(meeting, room="grief-2") for meeting in one.meetings] == list(two.meetings)
    assert one.agreement[0] == "Ich spreche von mir. Ich höre anderen zu."
    assert one.house != two.house


async def test_what_does_not_fit_is_refused_and_nothing_is_opened(tmp_path: Path):
    said = {}
    unknown = replace(GROUP, room=replace(GROUP.room, format="ballroom"))
    endless = replace(OURS, steps=OURS.steps[:-1])
    clash = replace(GROUP.meetings[0], zone="Mars/North")
    signed = {
        "is open here already": replace(GROUP, room=replace(GROUP.room, id="gambling")),
        "ballroom, which is not with it": unknown,
        "It has no end": replace(GROUP, formats=(endless,)),
        "no zone of this name": replace(GROUP, meetings=(clash,)),
        "at most 50": replace(GROUP, room=replace(GROUP.room, capacity=500)),
        "is not this group's": replace(GROUP, meetings=(replace(clash, room="families"),)),
    }
    for says, group in signed.items():
        try:
            await came(tmp_path, group_file.written(group, KEY))
        except OperatorError as error:
            said[says] = says in str(error)
    with pytest.raises(OperatorError, match="by another house"):
        await came(tmp_path, group_file.written(GROUP, KEY), key="00" * 32)

    assert dict.fromkeys(signed, True) == said
    assert 3 == len((await asked(tmp_path, do="list"))["rooms"])


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://new.example", True),
        ("https://new.example:8443/", True),
        ("http://" + "a" * 56 + ".onion", True),
        ("http://new.example", False),
        ("https://new.example/t/x", False),
        ("new.example", False),
        ("javascript:alert(1)", False),
    ],
)
def test_where_a_group_went_is_an_address_that_protects_who_goes_there(address: str, *, told: bool):
    assert told == bool(ADDRESS.fullmatch(address))


def test_where_a_group_went_is_known_until_it_is_taken_back_or_the_room_closes():
    house = House()
    evolve(house, GroupMoved("grief", "https://new.example"))
    moved = dict(house.moved)
    evolve(house, GroupMoved("grief", ""))
    evolve(house, RoomClosed("grief"))

    assert ({"grief": "https://new.example"}, {}) == (moved, house.moved)


async def test_the_gate_says_where_the_group_went_and_leads_nobody_there():
    moved = replace_fields(ROOMS[0], moved_to="https://new.example")
    async with small_site(SmallListing((moved, *ROOMS[1:]))) as address, ClientSession() as asks:
        page = await (await asks.get(f"{address}{GATE}?lang=de")).text()
        elsewhere = await (await asks.get(f"{address}/t/{1:0>22}")).text()

    assert "Sie trifft sich jetzt unter dieser Adresse:" in page
    assert '<bdi dir="ltr">https://new.example</bdi>' in page
    assert 'href="https://new.example' not in page
    assert "This group has moved" not in elsewhere


GROUP = GroupFile(
    "group",
    1,
    "ab" * 16,
    "https://old.example",
    date(2026, 11, 23),
    RoomWanted(**ROOM, format="our_circle"),
    (OURS,),
    (msgspec.convert(PLAN, group_file.PlannedMeeting),),
    (),
    ("We listen.",),
    (),
)
FILE = group_file.written(GROUP, KEY)


def changed(**fields: object) -> str:
    return json.dumps({**json.loads(FILE), **fields})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a file of a group"),
        ("[]", "not a file of a group"),
        ('{"kith":"backup","version":1}', "not a file of a group"),
        (FILE[:-20], "not a file of a group"),
        (changed(version=2), "newer version"),
        (changed(house="cd" * 16), "changed or damaged"),
        (changed(agreement=["We listen!"]), "changed or damaged"),
        (changed(more=1), "changed or damaged"),
        (changed(key="00" * 32), "changed or damaged"),
        (changed(key="zebra"), "changed or damaged"),
        (changed(signature=5), "changed or damaged"),
    ],
)
def test_a_file_that_is_not_as_it_was_signed_is_refused(text: str, says: str):
    with pytest.raises(OperatorError, match=says):
        group_file.read(text)


def test_a_file_that_is_laid_out_otherwise_says_the_same():
    assert (GROUP, KEY.check.written) == group_file.read(FILE)
    assert (GROUP, KEY.check.written) == group_file.read(json.dumps(json.loads(FILE)))


def test_a_protocol_keeps_its_name_where_nobody_else_has_it():
    ours = formats.load()
    other = replace(ours["talking_piece"], version=9)

    assert OURS == brought(OURS, ours)
    assert ours["talking_piece"] == brought(ours["talking_piece"], ours)
    assert replace(other, id="talking_piece_b") == brought(other, ours)
    house = House(formats={"our_circle": written(OURS)})
    assert OURS == HouseFormats(lambda: house)["our_circle"]
