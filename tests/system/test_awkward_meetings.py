"""The awkward cases A1 to A5: who is alone, comes late, cries for help, or loses the line.

What needs hours or many hands is played by the same rules where time is a number:
`tests/moderation/test_clock.py`, `tests/rooms/test_meeting.py`, `tests/rooms/group/`.
"""

import pytest
from awkward import kinds, sharing, so_far
from meeting import Meeting, open_room
from shift import CRISIS
from wire import fresh_id, texts

from server.commands.control import ask
from server.operator_error import OperatorError

pytestmark = pytest.mark.slow


async def test_a1_who_is_alone_is_told_so_at_once_and_helped_all_the_same(meeting: Meeting):
    """The truth at once, help all the same, and nobody who is not there."""
    ada = await meeting.join()

    assert [{"id": ada.member, "alias": ada.alias}] == ada.hello["members"]
    assert (0, 0) == (ada.hello["others"], ada.hello["duty"]["on"])
    assert "ack" == (await ada.say("is anybody here"))["t"]
    assert "ack" == (await ada.ask("need"))["t"]
    assert "help" == (await ada.expect("card"))["kind"]
    ben = await meeting.join()
    await ada.find(
        lambda f: f["t"] == "here" and ben.member in {p["id"] for p in f.get("joined", ())}
    )


async def test_a1_three_who_wait_are_a_circle_and_two_are_not(meeting: Meeting):
    """It leads itself; nobody has to come who is not there."""
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("wait", up=True))["t"]
    assert "meeting" not in await kinds(ben)

    await cem.ask("wait", up=True)

    for wire in (ada, ben, cem):
        begun = await wire.expect("meeting")
        assert ("sharing_circle", None) == (begun["format"], begun.get("chair"))


async def test_a1_two_who_wait_are_asked_whether_a_pair_is_all_right(meeting: Meeting):
    """Each is asked alone; one yes begins nothing, and nobody is told that it was said."""
    ada, ben = await meeting.join(), await meeting.join()
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("wait", up=True))["t"]
    for wire in (ben, ada):
        await wire.ask("wait", up=True)
        await wire.expect("card", kind="pair")

    await ada.ask("wait", up=True, pair=True)
    assert {"here"} >= await kinds(ben)
    await ben.ask("wait", up=True, pair=True)

    for wire in (ada, ben):
        assert "sharing_circle" == (await wire.expect("meeting"))["format"]


async def test_a1_where_the_young_meet_nobody_is_left_as_a_pair(meeting: Meeting):
    """Two trained adults, or it does not open."""
    meeting.room = open_room(meeting.process.data, side="young", format="young_relatives")
    for _ in range(2):
        await meeting.join()

    with pytest.raises(OperatorError):
        ask(
            meeting.process.data,
            {"do": "begin", "room": meeting.room, "format": "young_relatives"},
        )


async def test_a2_who_comes_in_the_middle_is_told_where_it_is_and_may_ask_for_a_turn(
    meeting: Meeting,
):
    """Told where it is, announced to nobody's turn, and not too late to listen."""
    chair = await sharing(meeting)
    await chair.ask("hand", up=True)
    await chair.say("this was before you came")

    late = await meeting.join()

    assert ("sharing", chair.member) == (
        late.hello["room"]["step"],
        late.hello["meeting"]["turn"]["holder"],
    )
    assert [] == texts(await so_far(late))  # what was said before is not theirs
    assert "not_your_turn" == (await late.say("hello all"))["code"]
    assert "ack" == (await late.ask("hand", up=True))["t"]
    assert [late.member] == (await chair.find(lambda f: f["t"] == "turn" and f["line"]))["line"]


async def test_a3_a_cry_for_help_with_no_volunteer_there_is_delivered_and_answered_truly(
    meeting: Meeting,
):
    """Delivered, answered with a card that says the truth, and told to nobody else."""
    ada, ben = await meeting.join(), await meeting.join()

    assert "ack" == (await ada.say(CRISIS))["t"]
    card = await ada.expect("card")

    assert ("help", 0) == (card["kind"], card["duty"]["on"])
    assert CRISIS == (await ben.until_said(CRISIS))["text"]
    assert {"here", "said"} >= await kinds(ben)


async def test_a4_whose_line_is_lost_in_a_sentence_keeps_the_place_and_says_it_once(
    meeting: Meeting,
):
    """The place is kept, the clock stands, and words sent twice are said once."""
    chair, ada, ben = await sharing(meeting), await meeting.join(), await meeting.join()
    await ada.ask("hand", up=True)
    sent = {"id": fresh_id(), "text": "what I wanted to say is"}
    first = await ada.say(**sent)
    await ada.close()

    held = await ben.expect("turn", why="line_lost")
    again = await meeting.join(ada.key)
    await chair.expect("turn", why="line_back")
    resent = await again.say(**sent)

    assert ("held", ada.member) == (held["turn"]["phase"], held["turn"]["holder"])
    assert "ends" not in held["turn"]
    assert first == resent
    assert "ack" == (await again.say("and that is all"))["t"]


async def test_a5_one_member_with_two_devices_is_one_person_with_one_place_in_line(
    meeting: Meeting,
):
    """One person, one place in line, and what is said stands on both screens."""
    chair, phone = await sharing(meeting), await meeting.join()
    laptop = await meeting.join(phone.key)
    await phone.ask("hand", up=True)
    twice = await laptop.ask("hand", up=True)

    said = await laptop.say("the same voice")

    assert (phone.member, phone.alias) == (laptop.member, laptop.alias)
    assert "your_turn" == twice["code"]
    assert "ack" == said["t"]
    assert said["n"] == (await phone.until_said("the same voice"))["n"]
    await laptop.send("leave")
    assert 1000 == await laptop.ended()
    assert "ack" == (await phone.say("closing one is not leaving"))["t"]
    assert "the same voice" == (await chair.until_said("the same voice"))["text"]
