"""Roles, guests, a pause and lines of two, over the wire."""

import time

import pytest
from meeting import Meeting
from wire import Frame, Wire, fresh_id, texts

from server.commands.control import ask

pytestmark = pytest.mark.slow

DAY_MS = 24 * 3600 * 1000


async def group(wire: Wire, **wanted: int) -> Frame:
    """The group as it was told when it had so many of each."""

    def has(frame: Frame) -> bool:
        return frame["t"] == "group" and all(len(frame[k]) == n for k, n in wanted.items())

    return await wire.find(has)


async def test_everybody_sees_who_has_a_role_and_so_does_who_comes_later(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()

    await ada.ask("serve", role="opener", what="take")
    told = [await group(wire, roles=1) for wire in (ada, ben, await meeting.join())]

    assert told[0] == told[1] == told[2]
    assert ("opener", ada.member, ada.alias) == tuple(
        told[0]["roles"][0][key] for key in ("role", "id", "alias")
    )
    assert "role_taken" == (await ben.ask("serve", role="opener", what="take"))["code"]


async def test_taking_a_role_again_with_the_same_id_is_answered_as_the_first_time(
    meeting: Meeting,
):
    ada, frame_id = await meeting.join(), fresh_id()
    asked = {"id": frame_id, "role": "greeter", "what": "take"}

    assert await ada.ask("serve", **asked) == await ada.ask("serve", **asked)
    assert "id_reused" == (await ada.ask("serve", **asked | {"role": "opener"}))["code"]
    assert "one_role" == (await ada.ask("serve", role="opener", what="take"))["code"]


async def test_a_role_passes_on_and_ends_when_its_holder_forgets_the_room(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    await ada.ask("serve", role="opener", what="offer", to=ben.member)
    assert "ack" == (await ben.ask("serve", role="opener", what="take"))["t"]

    await ben.ask("forget")

    assert [] == (await group(ada, roles=0))["roles"]


async def test_the_chair_pauses_the_room_for_everybody_and_a_volunteer_is_called(
    meeting: Meeting,
):
    ada, ben = await meeting.join(), await meeting.join()
    assert "not_the_chair" == (await ada.ask("halt", on=True))["code"]
    await ada.ask("serve", role="opener", what="take")

    assert "ack" == (await ada.ask("halt", on=True))["t"]
    assert "help" == (await ada.expect("card"))["kind"]
    paused = await ben.expect("pause")
    refused = await ben.say("may I")
    later = await meeting.join()

    assert paused["until"] == later.hello["paused"] > paused["at"]
    assert "paused" == refused["code"]
    assert 0 < refused["after_s"] <= 600
    assert "ack" == (await ben.ask("need"))["t"]
    await ada.ask("halt", on=False)
    await ben.expect("resume")
    assert "ack" == (await ben.say("thank you"))["t"]
    assert "paused" not in (await meeting.join()).hello


async def test_whoever_has_the_role_opens_the_meeting_and_may_lead_it_on(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    await ben.ask("serve", role="reserve", what="take")

    ask(meeting.process.data, {"do": "begin", "room": meeting.room, "format": "sharing_circle"})
    begun = await ben.expect("meeting")

    assert (ada.member, ben.member) == (begun["chair"], begun["reserve"])
    assert "ack" == (await ada.ask("next", step="welcome"))["t"]
    assert "ack" == (await ben.ask("halt", on=True))["t"]
    assert "paused" == (await ada.ask("next", step="check_in"))["code"]


async def test_one_objection_ends_the_thought_of_a_guest(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    starts = int(time.time() * 1000) + 4 * DAY_MS
    invited = {"profession": "nurse", "starts": starts, "ends": starts + 3_600_000}
    await ada.ask("invite", **invited)
    guest = (await group(ben, guests=1))["guests"][0]

    early = await ada.ask("guest", guest=guest["guest"], what="pass")
    await ben.ask("guest", guest=guest["guest"], what="object")

    assert ("nurse", starts) == (guest["profession"], guest["starts"])
    assert "not_agreed" == early["code"]
    await ada.find(lambda f: f["t"] == "group" and f["guests"][0].get("objected") is True)
    assert (
        "too_soon" == (await ada.ask("invite", **invited | {"starts": starts - 2 * DAY_MS}))["code"]
    )


async def test_after_a_no_the_same_is_not_asked_again_while_it_stands(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    starts = int(time.time() * 1000) + 4 * DAY_MS
    invited = {"profession": "nurse", "starts": starts, "ends": starts + 3_600_000}
    await ada.ask("invite", **invited)
    guest = (await group(ben, guests=1))["guests"][0]["guest"]
    await ben.ask("guest", guest=guest, what="object")

    again = await ada.ask("invite", **invited)

    assert "said_no" == again["code"]
    assert 2 * DAY_MS < again["after_s"] * 1000 <= 3 * DAY_MS
    assert "ack" == (await ada.ask("invite", **invited | {"profession": "doctor"}))["t"]


async def test_a_pass_that_was_never_made_opens_nothing(meeting: Meeting):
    stranger = await meeting.dial()

    answer = await stranger.enter(meeting.room, guest="made-up")

    assert ("nack", "pass_unknown") == (answer["t"], answer["code"])
    assert 4502 == await stranger.ended()


async def sponsored(ada: Wire, ben: Wire) -> str:
    """Let Ben stand by Ada; return the line, which both are asked onto."""
    await ben.ask("sponsor", what="offer")
    offers = await group(ada, sponsors=1)
    assert [ben.member] == [person["id"] for person in offers["sponsors"]]
    assert "ack" == (await ada.ask("sponsor", what="ask", to=ben.member))["t"]
    asked = await ben.expect("card", kind="sponsor_asked")
    assert ada.alias == asked["alias"]
    return str(asked["line"])


async def test_a_line_opens_when_both_want_it_and_nobody_else_hears_of_it(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    line = await sponsored(ada, ben)
    before = await meeting.dial(ada.key)
    assert "not_answered" == (await before.enter(line))["code"]

    ben_on_it = await meeting.dial(ben.key)
    await ben_on_it.enter(line)
    opened = await ada.expect("card", kind="sponsor")
    assert (line, ben.alias) == (opened["line"], opened["alias"])
    ada_on_it = await meeting.dial(ada.key)
    await ada_on_it.enter(line)
    await ada_on_it.say("can we talk")

    assert "can we talk" == (await ben_on_it.until_said("can we talk"))["text"]
    stranger = await meeting.dial(cem.key)
    assert "no_such_room" == (await stranger.enter(line))["code"]
    assert {"here", "group"} >= {frame["t"] for frame in await cem.so_far()}


async def test_the_guards_are_on_where_two_talk(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    line = await sponsored(ada, ben)
    ben_on_it = await meeting.dial(ben.key)
    await ben_on_it.enter(line)

    detail = await ben_on_it.say("write to me at someone@example.org")
    threat = await ben_on_it.say("go kill yourself, nobody needs you")

    assert "personal_detail" == detail["code"]
    assert ("attack", None) == (threat["code"], threat.get("held"))
    assert "ack" == (await ben_on_it.say("i want to kill myself tonight"))["t"]
    assert "help" == (await ben_on_it.expect("card", kind="help"))["kind"]


@pytest.mark.parametrize("who", [0, 1])
async def test_either_ends_the_line_and_its_words_are_gone(meeting: Meeting, who: int):
    ada, ben = await meeting.join(), await meeting.join()
    line = await sponsored(ada, ben)
    on_it = [await meeting.dial(wire.key) for wire in (ben, ada)]
    for wire in on_it:
        await wire.enter(line)
    await on_it[0].say("only for you")

    assert "ack" == (await (ada, ben)[who].ask("sponsor", what="end", line=line))["t"]
    for wire in (ada, ben):
        assert line == (await wire.expect("card", kind="sponsor_ended"))["line"]
    for wire in on_it:
        assert 1000 == await wire.ended()
    again = await meeting.dial(ada.key)
    assert "no_such_room" == (await again.enter(line))["code"]


async def test_a_line_is_reported_like_a_room(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    line = await sponsored(ada, ben)
    ada_on_it, ben_on_it = await meeting.dial(ada.key), await meeting.dial(ben.key)
    await ben_on_it.enter(line)
    await ada_on_it.enter(line)
    n = (await ben_on_it.say("send me money first"))["n"]

    assert "ack" == (await ada_on_it.ask("report", n=n, why="selling"))["t"]
    assert "no_such_line" == (await ada_on_it.ask("thank", n=n))["code"]
    assert [] == texts(await ada.so_far())
