"""Ids make a resend harmless: PROTOCOL, below "From a member"."""

import pytest
from kith_process import KithProcess
from meeting import Meeting, open_room
from wire import Wire, fresh_id, numbers, texts

pytestmark = pytest.mark.slow


async def test_the_same_words_under_the_same_id_get_the_same_ack_and_no_second_line(
    meeting: Meeting,
):
    ada, ben = await meeting.join(), await meeting.join()

    first = await ada.say("only once", id=(frame_id := fresh_id()))
    again = await ada.say("only once", id=frame_id)
    await ada.say("the next")

    assert first == again
    assert ["only once", "the next"] == texts(await ben.in_order(2))


async def test_other_words_under_a_known_id_are_refused(meeting: Meeting):
    ada = await meeting.join()
    await ada.say("first words", id=(frame_id := fresh_id()))

    answer = await ada.say("other words", id=frame_id)

    assert {"t": "nack", "id": frame_id, "code": "id_reused"} == answer
    assert ["first words"] == texts(await ada.so_far())


async def test_the_same_words_to_another_line_are_another_body(meeting: Meeting):
    ada = await meeting.join()
    await ada.say("the line")
    await ada.say("words", id=(frame_id := fresh_id()))

    assert (await ada.say("words", id=frame_id, to=1))["code"] == "id_reused"


async def test_another_members_equal_id_is_another_message(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    frame_id = fresh_id()

    await ada.say("mine", id=frame_id)
    await ben.say("mine too", id=frame_id)

    lines = await ada.in_order(2)
    assert [(ada.member, frame_id), (ben.member, frame_id)] == [(f["by"], f["id"]) for f in lines]


@pytest.mark.parametrize(
    ("t", "fields"),
    [
        ("need", {}),
        ("thank", {"n": 1}),
        ("report", {"n": 1, "why": "worried"}),
    ],
)
async def test_an_id_used_for_words_is_not_used_for_anything_else(
    meeting: Meeting, t: str, fields: dict[str, object]
):
    ben, ada = await meeting.join(), await meeting.join()
    await ben.say("a line of somebody else")
    await ada.say("words", id=(frame_id := fresh_id()))

    assert (await ada.ask(t, id=frame_id, **fields))["code"] == "id_reused"


@pytest.mark.parametrize(
    ("t", "fields"),
    [("need", {}), ("thank", {"n": 1}), ("report", {"n": 1, "why": "attack"})],
)
async def test_other_acts_are_resent_like_words(
    meeting: Meeting, t: str, fields: dict[str, object]
):
    ben, ada = await meeting.join(), await meeting.join()
    await ben.say("a line")
    frame_id = fresh_id()

    answers = [await ada.ask(t, id=frame_id, **fields) for _ in range(2)]

    assert [{"t": "ack", "id": frame_id, "saved": True}] * 2 == answers
    assert (await ada.say("words", id=frame_id))["code"] == "id_reused"


async def test_a_report_of_another_line_under_a_known_id_is_refused(meeting: Meeting):
    ben, ada = await meeting.join(), await meeting.join()
    await ben.say("a line")
    await ben.say("another")
    await ada.ask("report", id=(frame_id := fresh_id()), n=1, why="worried")

    assert (await ada.ask("report", id=frame_id, n=2, why="worried"))["code"] == "id_reused"
    assert (await ada.ask("report", id=frame_id, n=1, why="other"))["code"] == "id_reused"


async def test_a_refused_id_may_be_tried_again_and_is_decided_anew(meeting: Meeting):
    ada = await meeting.join()

    refused = await ada.say("", id=(frame_id := fresh_id()))
    accepted = await ada.say("now with words", id=frame_id)

    assert ("empty", "ack") == (refused["code"], accepted["t"])


async def test_thanks_for_the_same_line_twice_under_two_ids_are_two_acts(meeting: Meeting):
    ben, ada = await meeting.join(), await meeting.join()
    await ben.say("a line")

    answers = [await ada.ask("thank", n=1) for _ in range(2)]

    assert ["ack", "ack"] == [answer["t"] for answer in answers]


async def test_a_resend_is_known_on_another_socket_of_the_same_key(meeting: Meeting):
    ada = await meeting.join()
    first = await ada.say("words", id=(frame_id := fresh_id()))

    elsewhere = await meeting.join(ada.key)

    assert first == await elsewhere.say("words", id=frame_id)


async def test_many_resends_at_once_store_one_line(meeting: Meeting):
    ada = await meeting.join()
    sockets = [await meeting.join(ada.key) for _ in range(3)]
    frame_id = fresh_id()

    for _ in range(5):
        for socket in sockets:
            await socket.send("say", id=frame_id, text="one line")
    answers = [await socket.expect("ack", id=frame_id) for socket in sockets for _ in range(5)]

    assert [{"t": "ack", "id": frame_id, "n": 1, "saved": True}] * 15 == answers
    assert ["one line"] == texts(await sockets[0].so_far())


async def test_a_resend_after_kill_and_restart_gets_the_first_ack(kith: KithProcess):
    room = open_room(kith.data)
    ada = await Wire.dial(kith.ws)
    await ada.enter(room)
    epoch = ada.hello["epoch"]
    first = await ada.say("was saved", id=(frame_id := fresh_id()))
    need = await ada.ask("need", id=(need_id := fresh_id()))

    kith.kill()
    kith.start()
    back = await Wire.dial(kith.ws, ada.key)
    hello = await back.enter(room, after={"epoch": epoch, "n": 0})

    assert (epoch, True, 1) == (hello["epoch"], hello["resumed"], hello["n"])
    assert first == await back.say("was saved", id=frame_id)
    assert (await back.say("was not", id=frame_id))["code"] == "id_reused"
    assert need == await back.ask("need", id=need_id)
    assert [1] == numbers(await back.so_far())
    await ada.close()
    await back.close()
