"""Thanks, reports and "I need someone": who sees what, and who does not."""

import pytest
from meeting import Meeting
from wire import Frame, Wire, texts

pytestmark = pytest.mark.slow


async def cards(wire: Wire) -> list[Frame]:
    return [frame for frame in await wire.so_far() if frame["t"] == "card"]


async def test_thanks_reach_their_receiver_alone_and_at_once(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("what helped me")

    ack = await ben.ask("thank", n=1)
    card = await ada.expect("card")

    assert {"t": "ack", "id": ack["id"], "saved": True} == ack
    assert {"t": "card", "kind": "thanks", "of": 1, "duty": {"on": 0}} == card
    assert [] == await cards(ben)
    assert [] == await cards(cem)


async def test_thanks_wait_for_an_absent_receiver_and_are_given_once(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.say("what helped me")
    await ada.send("leave")
    await ada.ended()
    await ben.ask("thank", n=1)

    back = await meeting.join(ada.key)
    card = await back.expect("card")
    await back.send("leave")
    await back.ended()
    again = await meeting.join(ada.key)

    assert ("thanks", 1) == (card["kind"], card["of"])
    assert [] == await cards(again)


async def test_thanks_reach_every_device_of_their_receiver(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    phone = await meeting.join(ada.key)
    await ada.say("what helped me")

    await ben.ask("thank", n=1)

    assert await ada.expect("card") == await phone.expect("card")


async def test_nobody_thanks_themselves(meeting: Meeting):
    ada = await meeting.join()
    await ada.say("mine")

    assert (await ada.ask("thank", n=1))["code"] == "own_line"


async def test_need_is_answered_with_a_card_and_nobody_else_hears_of_it(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()

    ack = await ada.ask("need")
    card = await ada.expect("card")

    assert {"t": "ack", "id": ack["id"], "saved": True} == ack
    assert {"t": "card", "kind": "help", "duty": {"on": 0}} == card
    assert (await ada.say("the first line"))["n"] == 1
    assert ["the first line"] == texts(await ben.in_order(1))
    assert {"said", "here"} >= {frame["t"] for frame in await ben.so_far()}


async def test_a_report_is_seen_by_nobody_in_the_room(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("a line")

    acks = [
        await ben.ask("report", n=1, why=why)
        for why in ("worried", "details", "attack", "selling", "other")
    ]

    assert [{"t": "ack", "id": ack["id"], "saved": True} for ack in acks] == acks
    for wire in (ada, ben, cem):
        assert {"said", "here"} >= {frame["t"] for frame in await wire.so_far()}


async def test_details_seen_by_one_member_hide_nothing(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.say("call me on a number")

    await ben.ask("report", n=1, why="details")
    await ben.ask("report", n=1, why="details")
    newcomer = await meeting.join()

    assert ["call me on a number"] == texts(await newcomer.in_order(1))
    assert (await ada.say("next"))["n"] == 2


async def test_details_seen_by_two_members_leave_every_screen_at_once(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("call me on a number")
    await ada.say("another line")

    await ben.ask("report", n=1, why="details")
    await cem.ask("report", n=1, why="details")
    hidden = [await wire.expect("hidden") for wire in (ada, ben, cem)]

    assert [{"t": "hidden", "n": 3, "at": hidden[0]["at"], "of": 1}] * 3 == hidden


async def test_a_hidden_line_is_in_no_replay(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("call me on a number")
    await ada.say("another line")
    for wire in (ben, cem):
        await wire.ask("report", n=1, why="details")
    await ada.expect("hidden")

    newcomer = await meeting.join()
    resumed = await meeting.join(after={"epoch": ada.hello["epoch"], "n": 0})
    replays = [await wire.in_order(3) for wire in (newcomer, resumed)]
    await newcomer.send("more", before=4, limit=10)
    earlier = (await newcomer.expect("lines"))["events"]

    for frames in (*replays, earlier):
        first = frames[0]
        assert {"t": "erased", "n": 1, "at": first["at"]} == first
        assert ["erased", "said", "hidden"] == [frame["t"] for frame in frames]


async def test_a_hidden_line_can_be_neither_thanked_nor_reported(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("call me on a number")
    for wire in (ben, cem):
        await wire.ask("report", n=1, why="details")
    await ada.expect("hidden")

    assert (await ben.ask("thank", n=1))["code"] == "no_such_line"
    assert (await ben.ask("report", n=1, why="other"))["code"] == "no_such_line"


async def test_reasons_other_than_details_never_hide(meeting: Meeting):
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    await ada.say("a line")

    for wire in (ben, cem):
        for why in ("worried", "attack", "selling", "other"):
            await wire.ask("report", n=1, why=why)

    assert ["a line"] == texts(await (await meeting.join()).in_order(1))
    assert (await ada.say("next"))["n"] == 2


async def test_two_devices_of_one_member_are_one_voice(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    phone = await meeting.join(ben.key)
    await ada.say("call me on a number")

    for wire in (ben, phone):
        await wire.ask("report", n=1, why="details")

    assert (await ada.say("next"))["n"] == 2
