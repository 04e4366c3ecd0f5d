"""Forms: what is refused is given back, what is foreign does nothing, what is sent twice is one."""

import asyncio
import re
from collections.abc import Mapping
from contextlib import AsyncExitStack

import pytest
from meeting import StartKith
from plain_member import FROM_HERE, PlainMeeting
from wire import fresh_id

pytestmark = pytest.mark.slow

FOREIGN: list[Mapping[str, str]] = [
    {"Origin": "https://elsewhere.example"},
    {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]
OURS: list[Mapping[str, str]] = [
    {},
    FROM_HERE,
    {"Origin": "null"},
    {"Sec-Fetch-Site": "same-origin"},
]


@pytest.mark.parametrize(
    ("text", "words", "box"),
    [
        ("", "There were no words in it.", ""),
        (" \n ", "There were no words in it.", " \n "),
        ("x" * 2001, "It is too long. You can send it in two parts.", "x" * 2001),
        ("\nleft\u202eright", "There was a hidden sign in it. We took it out.", "\nleftright"),
        ("bell\x07", "There was a hidden sign in it. We took it out.", "bell"),
    ],
)
async def test_refused_words_are_given_back_and_nothing_is_said(
    plain_meeting: PlainMeeting, text: str, words: str, box: str
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()

    answer = await plain.say(text)

    assert (422, box) == (answer.status, answer.box)
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.raw
    await plain.say("the next one")
    assert 1 == (await wire.until_said("the next one"))["n"]


async def test_no_words_ever_stand_in_an_address(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()

    sent = await plain.say("a secret word")
    refused = await plain.say("a secret word" + "x" * 2000)

    assert f"/t/{plain_meeting.handle}/write?name=0&done=saved" == sent.headers["Location"]
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', refused.raw)
    assert [a for a in addresses if "secret" in a] == []


async def test_what_was_kept_is_said_by_the_form_itself(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    sent = await plain.say("kept")

    page = await plain.get("/write?done=saved")

    assert 303 == sent.status
    assert '<p id="status" role="status">Your last message is saved.</p>' in page.raw
    assert "" == page.box


async def test_a_form_sent_twice_is_one_message(plain_meeting: PlainMeeting):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "once")

    answers = await asyncio.gather(*(plain.post("/write", fields) for _ in range(5)))
    await plain.say("the next one")

    assert [303] * 5 == [answer.status for answer in answers]
    assert [1, 2] == [(await wire.until_said(text))["n"] for text in ("once", "the next one")]


async def test_other_words_under_an_id_that_was_used_are_asked_for_again(
    plain_meeting: PlainMeeting,
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    form = await plain.get("/write")
    await plain.post("/write", plain.filled(form, "first"))

    answer = await plain.post("/write", plain.filled(form, "second"))
    again = await plain.post("/write", plain.filled(answer, answer.box))

    assert (422, "second") == (answer.status, answer.box)
    assert 303 == again.status
    assert 2 == (await wire.until_said("second"))["n"]


async def test_asking_for_somebody_twice_on_one_page_is_one_case(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "", do="need")

    answers = [await plain.post("/write", fields) for _ in range(2)]

    assert [200, 200] == [answer.status for answer in answers]


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_form_from_elsewhere_says_nothing_and_shows_nothing(
    plain_meeting: PlainMeeting, headers: Mapping[str, str]
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "planted")

    answer = await plain.post("/write", fields, headers)
    await plain.say("the next one")

    assert 403 == answer.status
    assert "planted" not in answer.text
    assert 1 == (await wire.until_said("the next one"))["n"]


@pytest.mark.parametrize("headers", OURS)
async def test_a_form_of_ours_is_taken_whatever_a_browser_says_of_it(
    plain_meeting: PlainMeeting, headers: Mapping[str, str]
):
    plain = await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "hello")

    assert 303 == (await plain.post("/write", fields, headers)).status


@pytest.mark.parametrize("token", ["", "A" * 22, "é" * 11])
async def test_without_the_room_s_token_words_are_kept_but_not_said(
    plain_meeting: PlainMeeting, token: str
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "mine") | {"token": token}

    answer = await plain.post("/write", fields)
    again = await plain.post("/write", plain.filled(answer, answer.box))

    assert (403, "mine") == (answer.status, answer.box)
    assert "Please press the button once more." in answer.text
    assert 303 == again.status
    assert 1 == (await wire.until_said("mine"))["n"]


async def test_a_token_of_one_room_opens_no_other(plain_meeting: PlainMeeting):
    plain, stranger = await plain_meeting.visit(), await plain_meeting.visit()
    theirs = (await stranger.get("/write")).field("token")
    other_room = await PlainMeeting.open(plain_meeting.process, AsyncExitStack())
    elsewhere = await plain.get(f"{plain.kith.url}/t/{other_room.handle}/write")
    fields = plain.filled(await plain.get("/write"), "hello")

    for token in (theirs, elsewhere.field("token")):
        assert 403 == (await plain.post("/write", fields | {"token": token})).status


@pytest.mark.parametrize("message_id", ["", "short", "A" * 21 + "B", "A" * 23, "../../etc"])
async def test_an_id_that_is_none_is_replaced(plain_meeting: PlainMeeting, message_id: str):
    plain = await plain_meeting.visit()
    fields = plain.filled(await plain.get("/write"), "mine") | {"id": message_id}

    answer = await plain.post("/write", fields)

    assert (403, "mine") == (answer.status, answer.box)
    assert re.fullmatch(r"[A-Za-z0-9_-]{21}[AQgw]", answer.field("id"))


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("text/plain", b"text=hello", 415),
        ("application/json", b'{"text":"hello"}', 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=a", 415),
        ("application/x-www-form-urlencoded", b"text=" + b"x" * 70_000, 413),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&text=%ff%fe", 400),
        ("application/x-www-form-urlencoded", b"text=" + b"&a=1" * 5_000, 413),
    ],
)
async def test_what_is_no_form_of_ours_is_met_calmly(
    plain_meeting: PlainMeeting, kind: str, body: bytes, status: int
):
    plain = await plain_meeting.visit()

    sent = plain.session.post(f"{plain.room}/write", data=body, headers={"Content-Type": kind})
    async with sent as answer:
        page = await answer.text()

    assert status == answer.status
    assert "SAMEORIGIN" == answer.headers["X-Frame-Options"]
    assert "Traceback" not in page
    assert "<script" not in page


@pytest.mark.parametrize(
    "fields",
    [{"do": "report"}, {"do": "report", "why": "because"}, {"do": "erase"}, {"do": "say"}, {}],
)
async def test_an_act_on_a_line_that_is_none_does_nothing(
    plain_meeting: PlainMeeting, fields: Mapping[str, str]
):
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    n = (await wire.say("a line"))["n"]
    page = await plain.get(f"/line/{n}")
    shown = {name: page.field(name) for name in ("token", "id")}

    answer = await plain.post(f"/line/{n}", shown | fields)

    assert 422 == answer.status
    assert "Please choose why" in answer.text


async def test_one_s_own_line_is_not_thanked_for(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    await plain.say("mine")
    page = await plain.get("/line/1")
    shown = {name: page.field(name) for name in ("token", "id")}

    answer = await plain.post("/line/1", shown | {"do": "thank"})

    assert "Thank them" not in page.text
    assert 422 == answer.status
    assert "That did not work." in answer.text


async def test_a_line_that_is_not_there_is_gone(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()

    for path in ("/line/7", "/line/99999999999999"):
        page = await plain.get(path)
        assert (200, True) == (page.status, "This message is gone." in page.text)
    for path in ("/line/0", "/line/x", "/line/1/2"):
        assert 404 == (await plain.get(path)).status


async def test_whoever_is_too_fast_waits_and_keeps_their_words(start_kith: StartKith):
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(start_kith(), stack)
        plain = await meeting.visit()
        stream = await plain.come_in()
        form = await plain.get("/write")
        for i in range(10):
            await plain.post("/write", plain.filled(form, f"line {i}") | {"id": fresh_id()})

        answers = [
            await plain.post("/write", plain.filled(form, "too fast") | {"id": fresh_id()})
            for _ in range(3)
        ]

        slow = next(answer for answer in answers if answer.status != 303)
        assert (429, "too fast") == (slow.status, slow.box)
        assert re.search(r"Please wait \d+ seconds?\. Your words are still in the box\.", slow.text)
        assert 1 <= int(slow.headers["Retry-After"]) <= 12
        await stream.until("line 9")


async def test_after_a_wait_the_same_id_is_sent_again(start_kith: StartKith):
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(start_kith(), stack)
        plain = await meeting.visit()
        await plain.come_in()
        form = await plain.get("/write")
        answer = await plain.post("/write", plain.filled(form, "line"))
        while answer.status == 303:
            fields = plain.filled(form, "line") | {"id": fresh_id()}
            answer = await plain.post("/write", fields)

        assert fields["id"] == answer.field("id")
