"""A member without script and a member on a socket are in one room, under one set of rules."""

import asyncio
import re

import pytest
from meeting import talk
from plain_member import PlainMeeting, newcomer
from wire import texts

pytestmark = pytest.mark.slow


async def test_both_hear_both_once_and_in_one_order(plain_meeting: PlainMeeting):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    stream = await plain.come_in()

    await wire.say("from a socket")
    await plain.say("from a form")
    await wire.say("from a socket again")

    await stream.until("from a socket again")
    assert ["from a socket", "from a form", "from a socket again"] == stream.lines
    heard = [await wire.until_said(text) for text in stream.lines]
    assert [1, 2, 3] == [frame["n"] for frame in heard]


async def test_a_member_without_script_is_a_person_like_any_other(plain_meeting: PlainMeeting):
    wire = await plain_meeting.join()
    plain = await plain_meeting.visit()
    name = re.search(r'id="alias"><bdi[^>]*>(.*?)</bdi>', (await plain.arrive()).raw)
    stream = await plain.come_in()

    other = await newcomer(wire)
    await plain.say("hello")
    said = await wire.until_said("hello")

    assert name
    assert name[1] == said["alias"]
    assert f"You are in, as {name[1]}." in stream.text
    assert (said["by"], said["alias"]) == (other["id"], other["alias"])


async def test_one_s_own_lines_are_marked_and_others_are_not(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    stream = await plain.come_in()

    await plain.say("mine")
    await wire.say("theirs")
    await stream.until("theirs")

    assert 'id="m1" class="row said mine"' in stream.raw
    assert 'id="m2" class="row said"' in stream.raw
    assert f"<bdi>{wire.alias}</bdi>" in stream.raw


async def test_whoever_comes_later_reads_the_last_thirty_and_may_look_further_back(
    plain_meeting: PlainMeeting,
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    await talk(wire, 95)

    stream = await plain.come_in()
    back = re.search(r'href="[^"]*(/messages\?before=\d+)"', stream.raw)
    assert back
    earlier = await plain.get(back[1])
    further = re.search(r'href="[^"]*(/messages\?before=\d+)"', earlier.raw)
    assert further
    first = await plain.get(further[1])
    none = await plain.get("/messages?before=1")

    assert [f"line {i}" for i in range(66, 96)] == stream.lines
    assert [f"line {i}" for i in range(16, 66)] == earlier.lines
    assert [f"line {i}" for i in range(1, 16)] == first.lines
    assert "Earlier messages" not in first.text
    assert "There is nothing more to read here." in none.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & <b>bold</b>",
        "two\nlines\n\nand a gap",
        "\nan empty line first",
        "  spaces around  ",
        "مرحبا بكم \u2067في الغرفة\u2069",
        "emoji 🫶🏽 and a tab\there",
        "{{ 7 * 7 }} {% raw %}",
        "x" * 2000,
        "𝒳" * 2000,
    ],
)
async def test_words_arrive_exactly_as_they_were_written(plain_meeting: PlainMeeting, text: str):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    stream = await plain.come_in()

    answer = await plain.say(text)

    assert 303 == answer.status
    assert text == (await wire.until_said(text))["text"]
    await stream.until('class="talk"')
    assert [text] == stream.lines


async def test_what_is_said_on_a_socket_never_becomes_part_of_the_page(
    plain_meeting: PlainMeeting,
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    stream = await plain.come_in()
    hostile = '</p></li></ol><script src="/x"></script><style>*{display:none}</style>"\'<!--'

    await wire.say(hostile)
    await wire.say("after")
    await stream.until(">after<")

    assert [hostile, "after"] == stream.lines
    assert "<script" not in stream.raw
    assert stream.raw.count("<style>") == 1


async def test_several_windows_are_one_member_who_hears_each_line_in_each(
    plain_meeting: PlainMeeting,
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    first, second = await plain.come_in(), await plain.come_in()

    await plain.say("once")
    await asyncio.gather(first.until("once"), second.until("once"))

    assert ["once"] == first.lines == second.lines
    assert (await newcomer(wire))["alias"] in first.text
    assert "2 people here" in second.text


async def test_somebody_without_a_stream_can_write_too(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()

    answer = await plain.say("only a form")

    assert 303 == answer.status
    said = await wire.until_said("only a form")
    assert said["by"] == (await newcomer(wire))["id"]


async def test_nobody_is_a_different_person_with_a_stream_and_without(
    plain_meeting: PlainMeeting,
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    await plain.say("before")
    stream = await plain.come_in()
    await plain.say("during")
    stream.stop()
    await plain.say("after")

    said = [await wire.until_said(text) for text in ("before", "during", "after")]

    assert 1 == len({frame["by"] for frame in said})
    assert 1 == len({frame["alias"] for frame in said})


async def test_thanks_reach_a_stream_and_nobody_else(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    stream = await plain.come_in()
    await plain.say("what helped me")
    n = (await wire.until_said("what helped me"))["n"]

    await wire.ask("thank", n=n)

    await stream.until("Somebody was helped by what you said.")
    assert "Only you see this" in stream.text


async def test_thanks_from_a_page_reach_a_socket(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    n = (await wire.say("what helped me"))["n"]
    stream = await plain.come_in()
    about = re.search(r'class="about" href="[^"]*(/line/\d+)"', stream.raw)
    assert about

    page = await plain.get(about[1])
    fields = {name: page.field(name) for name in ("token", "id")}
    thanked = await plain.post(about[1], fields | {"do": "thank"})

    assert "what helped me" in page.text
    assert "They will see that they helped somebody." in thanked.text
    card = await wire.expect("card")
    assert ("thanks", n) == (card["kind"], card["of"])


async def test_thanks_that_wait_are_not_lost_on_a_form(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    await plain.say("what helped me")
    n = (await wire.until_said("what helped me"))["n"]
    await wire.ask("thank", n=n)

    answer = await plain.say("and more")

    assert (200, True) == (answer.status, "Somebody was helped" in answer.text)
    assert "and more" == (await wire.until_said("and more"))["text"]


async def test_a_line_that_was_sent_already_disappears_when_it_is_hidden(
    plain_meeting: PlainMeeting,
):
    wires = [await plain_meeting.join() for _ in range(2)]
    plain = await plain_meeting.visit()
    stream = await plain.come_in()
    await plain.say("Tom from the old bakery")
    n = (await wires[0].until_said("Tom from the old bakery"))["n"]

    for wire in wires:
        await wire.ask("report", n=n, why="details")
    page = await stream.until('rel="stylesheet"')
    sheet = re.search(r'<link rel="stylesheet" href="[^"]*(/hidden/\d+\.css)">', page)
    assert sheet
    look = await plain.get(sheet[1])

    assert f"#m{n}>*{{display:none}}" in look.raw
    assert "text/css" in look.headers["Content-Type"]
    again = await plain.come_in()
    assert [] == again.lines
    assert "This message is gone." in again.text


async def test_two_people_without_script_can_hide_a_line_that_names_somebody(
    plain_meeting: PlainMeeting,
):
    wire = await plain_meeting.join()
    n = (await wire.say("Tom from the old bakery"))["n"]

    for _ in range(2):
        plain = await plain_meeting.visit()
        page = await plain.get(f"/line/{n}")
        fields = {name: page.field(name) for name in ("token", "id")}
        told = await plain.post(f"/line/{n}", fields | {"do": "report", "why": "details"})
        assert "Thank you. A volunteer will look at it." in told.text

    assert n == (await wire.expect("hidden"))["of"]
    gone = await plain.get(f"/line/{n}")
    assert "This message is gone." in gone.text


async def test_asking_for_somebody_is_answered_and_the_words_stay_in_the_box(
    plain_meeting: PlainMeeting,
):
    plain = await plain_meeting.visit()

    answer = await plain.say("half a sentence", do="need")

    assert 200 == answer.status
    assert "A volunteer is asked." in answer.text
    assert "Thank you for telling us." in answer.text
    assert "No volunteer is on duty at this moment." in answer.text
    assert 'href="tel:999"' in answer.raw
    assert "half a sentence" == answer.box


async def test_with_a_stream_open_the_card_stands_among_the_lines(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    stream = await plain.come_in()

    answer = await plain.say("", do="need")

    assert "A volunteer is asked." in answer.text
    await stream.until("Thank you for telling us.")
    assert "Thank you for telling us." not in answer.text


async def test_the_slow_version_tells_the_same(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    await talk(wire, 40)

    page = await plain.get("/messages?slow=1")

    assert [f"line {i}" for i in range(11, 41)] == page.lines
    assert '<meta http-equiv="refresh" content="20">' in page.raw
    assert page.raw.endswith("</div></body></html>\n")
    assert page.text.count((await newcomer(wire))["alias"])


async def test_who_waits_in_the_slow_version_reads_it_on_every_page(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    form = await plain.get("/write")

    await plain.post("/turn", plain.filled(form, "", "wait"))
    alone = [await plain.get("/messages?slow=1") for _ in range(3)]
    await plain_meeting.join()
    came = await plain.get("/messages?slow=1")
    await plain.post("/turn", plain.filled(form, "", "unwait"))
    over = await plain.get("/messages?slow=1")
    after = await plain.get("/messages?slow=1")

    assert [1] * 3 == [page.text.count("This page will tell you.") for page in alone]
    assert "Someone has come." in came.text
    assert ("It will not tell you any more." in over.text, "tell you" in after.text) == (
        True,
        False,
    )


async def test_what_a_socket_hears_of_a_form_is_an_ordinary_line(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    await plain.say("ordinary")

    frames = [await wire.until_said("ordinary")]

    assert ["ordinary"] == texts(frames)
    assert {"t", "n", "at", "by", "alias", "text", "id"} == set(frames[0])
