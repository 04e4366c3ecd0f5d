"""The awkward cases A7 to A9: a ban, a raid, and details of somebody else."""

import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from desk_wire import Volunteer
from later_house import LaterHouse
from meeting import Meeting, StartKith, open_room
from shift import CRISIS, Shift
from wire import fresh_id

pytestmark = pytest.mark.slow


async def test_a7_a_banned_member_who_returns_is_told_why_for_how_long_and_how_to_ask_again(
    shift: Shift,
):
    """The reason, the end and a code to ask again with; a new key is a new person."""
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="ban", minutes=60, reason="attack")
    card = await ada.expect("card", kind="sanction")
    assert 4503 == await ada.ended()

    back = await shift.meeting.dial(ada.key)
    told = await back.enter(shift.meeting.room)

    assert ("removed", "attack", card["code"]) == (told["code"], told["reason"], told["appeal"])
    assert told["until"] > time.time() * 1000
    assert 4503 == await back.ended()
    assert "hello" == (await (await shift.meeting.dial()).enter(shift.meeting.room))["t"]


async def test_a7_a_long_ban_is_looked_at_again_after_thirty_days(
    tmp_path: Path, gathering: AsyncExitStack
):
    """It comes to the desk by itself, with what the person may not do, and can be ended there."""
    house = LaterHouse(tmp_path).start()
    shift = Shift(Meeting(house, open_room(house.data), gathering), gathering)
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="ban", minutes=90 * 24 * 60, reason="attack")
    (ban,) = (await vera.look())["sanctions"]
    boss = await Volunteer.sit(house, "Cora", "coordinator")
    assert "ack" == (await boss.act("sign", case=vera.case, of=ban["of"]))["t"]
    await vera.hold("close", outcome="calmer")

    house.later(31 * 24 * 3600)
    ash = await Volunteer.sit(house, "Ash")
    told = await ash.find(lambda f: f["t"] == "case" and f["case"]["kind"] == "review")
    await ash.claim(told["case"]["id"])
    (again,) = (await ash.look())["sanctions"]
    await ash.act("lift", case=ash.case, of=again["of"])

    assert ban["of"] == again["of"]
    assert "hello" == (await (await shift.meeting.dial(ada.key)).enter(shift.meeting.room))["t"]
    house.stop()


async def test_a8_whoever_opens_stops_a_raid_with_one_press_and_a_need_is_still_heard(
    meeting: Meeting,
):
    """Whoever opens stops it for everybody with one press; who needs someone is still heard."""
    ada = await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    crowd = [await meeting.join() for _ in range(4)]
    for wire in crowd:
        await wire.say("buy followers now, best prices")

    assert "ack" == (await ada.ask("halt", on=True))["t"]
    await crowd[0].expect("pause")
    slower = await crowd[0].expect("door")
    late = await meeting.join()

    assert {"paused"} == {(await wire.say("buy more"))["code"] for wire in [*crowd, late]}
    assert "ack" == (await late.ask("need"))["t"]
    assert "help" == (await late.expect("card"))["kind"]
    assert 20 * 60_000 - 1_000 <= slower["until"] - slower["at"] <= 20 * 60_000


async def test_a8_the_same_words_from_several_wait_at_a_slower_door(
    start_kith: StartKith, gathering: AsyncExitStack
):
    """All are told in one line; who is new waits for one glance, and distress for nobody.

    What waits is let in with one press; who is in distress is not among it, and looked at alone.
    """
    kith = start_kith()
    shift = Shift(Meeting(kith, open_room(kith.data), gathering), gathering)
    ben, *crowd = [await shift.meeting.join() for _ in range(5)]
    vera = await shift.sit("Vera")
    spam = "buy followers now, best prices"
    assert ["ack", "ack"] == [(await wire.say(spam))["t"] for wire in crowd[:2]]

    frame = fresh_id()
    held = [await crowd[2].say(spam, id=frame), await crowd[3].say(spam), await ben.say("may I")]

    assert {("slow_door", True)} == {(nack["code"], nack["held"]) for nack in held}
    assert "until" in await ben.expect("door")
    assert "ack" == (await crowd[3].say(CRISIS))["t"]
    await vera.find(lambda f: shift.is_ours(f) and f["case"].get("together", False))
    await vera.act("glance", room=shift.meeting.room)
    waiting = (await vera.expect("together"))["held"]
    assert [(crowd[2].alias, spam), (ben.alias, "may I")] == [
        (it["alias"], it["text"]) for it in waiting
    ]
    seen = {it["case"]: [it["id"]] for it in waiting}
    assert 2 == (await vera.act("settle", seen=seen, release=True))["many"]
    await ben.until_said(CRISIS)
    ben.skipped.clear()
    await ben.until_said(spam)
    assert "ack" == (await crowd[2].say(spam, id=frame))["t"]
    assert 0 == (await vera.act("settle", seen=seen, release=False))["many"]


async def test_a8_what_a_raid_left_is_gone_from_every_screen(shift: Shift):
    """No links at all; a volunteer takes words and writer out with one press each."""
    raider, ben = await shift.meeting.join(), await shift.meeting.join()
    late = await shift.meeting.join()
    assert "personal_detail" == (await raider.say("look at www.cheap-followers.com now"))["code"]
    n = (await raider.say("all of you are losers and should pay me"))["n"]
    await ben.until_said("all of you are losers and should pay me")
    vera = await shift.sit("Vera")
    await ben.ask("report", n=n, why="attack")
    await shift.claim(vera)

    await vera.hold("hide", n=n)
    await vera.hold("sanction", what="remove", minutes=60, reason="attack")

    for wire in (ben, late):
        assert n == (await wire.expect("hidden"))["of"]
    assert 4503 == await raider.ended()
    assert "ack" == (await late.say("we go on"))["t"]


async def test_a9_anothers_phone_number_is_refused_and_what_slips_through_goes_when_two_say_so(
    meeting: Meeting,
):
    """Refused where it stands and kept nowhere; what slipped through goes when two say so."""
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    text = "her number is +44 20 7946 0958, call her"

    refused = await ada.say(text)
    (start, end), *_ = refused["spans"]

    assert "personal_detail" == refused["code"]
    assert "held" not in refused
    assert "7946" in text[start:end]
    n = (await ada.say("she lives in the blue house by the mill"))["n"]
    for wire in (ben, cem):
        await wire.ask("report", n=n, why="details")
    for wire in (ada, ben, cem):
        assert n == (await wire.expect("hidden"))["of"]
