"""What somebody without script sees of care: cards, a private talk, sanctions, the code."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import StartKith
from plain_member import FROM_HERE, Page, PlainMeeting, PlainMember, Stream
from shift import CRISIS, Shift
from volunteer import Volunteer

pytestmark = pytest.mark.slow
RELOADS = 'http-equiv="refresh" content="10"'
OPENING = "Hello. I read what you wrote."


class Plain:
    """Somebody without script in a room that volunteers look after."""

    def __init__(self, shift: Shift, ada: PlainMember) -> None:
        self.shift = shift
        self.ada = ada

    async def post(self, path: str, do: str, **fields: str) -> Page:
        """Press a button of the page at `path`."""
        form = await self.ada.get("/write")
        sent = {"token": form.field("token"), "id": form.field("id"), "do": do, **fields}
        return await self.ada.post(path, sent, FROM_HERE)

    async def in_distress(self) -> Stream:
        stream = await self.ada.come_in()
        assert (await self.ada.say(CRISIS)).status in {200, 303}  # 200 brings the card itself
        await stream.until("Only you see this")
        return stream

    async def offered(self, vera: Volunteer) -> Stream:
        """Be in distress, and see that a volunteer would like to write."""
        stream = await self.in_distress()
        await self.shift.claim(vera)
        await vera.hold("offer", text=OPENING)
        await stream.until("A volunteer would like to write with you alone.")
        return stream


@pytest.fixture
async def plain(desk_house: KithProcess) -> AsyncIterator[Plain]:
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(desk_house, stack)
        yield Plain(Shift(meeting, stack), await meeting.visit())


async def test_the_help_card_takes_an_answer(plain: Plain):
    vera = await plain.shift.sit("Vera")
    stream = await plain.in_distress()
    await plain.shift.claim(vera)

    told = await plain.post("/meant", "not_meant")

    assert "That is not what I meant" in stream.raw
    assert (200, True) == (told.status, "The volunteers can see that you said so." in told.text)
    assert (await vera.look())["case"]["not_meant"]


async def test_a_private_talk_without_script(plain: Plain):
    vera = await plain.shift.sit("Vera")
    stream = await plain.offered(vera)

    question = await plain.ada.get("/alone")
    yes = await plain.post("/alone", "yes")
    page = await plain.ada.get("/alone")
    talk = await plain.ada.get("/alone/said")
    said = await plain.post("/alone", "say", text="thank you")
    await vera.find(lambda f: f["t"] == "talk" and f.get("line", {}).get("text") == "thank you")
    await vera.hold("write", text="Is somebody with you?")
    later = await plain.ada.get("/alone/said")
    await plain.post("/alone", "end")
    await vera.expect("talk", state="ended")
    over = await plain.ada.get("/alone")
    nothing = await plain.ada.get("/alone/said")

    assert ("Not now" in question.text, OPENING in question.text) == (True, False)
    assert (303, 303) == (yes.status, said.status)
    assert ('id="said"' in page.text, RELOADS in page.text) == (True, False)
    assert (OPENING in talk.text, RELOADS in talk.text) == (True, True)
    assert (OPENING in nothing.text, RELOADS in nothing.text) == (False, False)
    assert f"{vera.name}, volunteer" in talk.text
    assert "thank you" in later.text
    assert "Is somebody with you?" in later.text
    assert "The private talk is over." in over.text
    assert "thank you" not in stream.raw


async def test_not_now_without_script(plain: Plain):
    vera = await plain.shift.sit("Vera")
    await plain.offered(vera)

    await plain.post("/alone", "not_now")

    await vera.expect("talk", state="ended")


async def test_a_form_of_others_answers_nothing(plain: Plain):
    vera = await plain.shift.sit("Vera")
    await plain.offered(vera)

    answer = await plain.ada.post("/alone", {"token": "x", "do": "yes"}, FROM_HERE)

    assert 403 == answer.status
    assert "no_line" == (await vera.hold("write", text="hello"))["code"]


async def test_who_was_removed_reads_why_until_when_and_the_code(plain: Plain):
    vera = await plain.shift.sit("Vera")
    stream = await plain.in_distress()
    await plain.shift.claim(vera)

    await vera.hold("sanction", what="ban", minutes=60, reason="attack")
    page = await stream.till_end()
    again = await plain.ada.read()
    refused = await again.till_end()

    code = re.search(r"Your code: ([a-z2-7]{16})", page)
    assert code
    assert "words that hurt somebody" in page
    assert code[1] in refused
    assert 'href="/appeal"' in refused
    for path in ("/group", "/line/1", "/alone"):
        assert code[1] in (await plain.ada.get(path)).text
    assert code[1] in (await plain.post("/group", "halt")).text


async def test_whoever_is_too_fast_in_a_private_talk_keeps_their_words(start_kith: StartKith):
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(start_kith(), stack)
        plain = Plain(Shift(meeting, stack), await meeting.visit())
        vera = await plain.shift.sit("Vera")
        await plain.offered(vera)
        await plain.post("/alone", "yes")

        said = await plain.post("/alone", "say", text="wait, please")
        while said.status == 303:
            said = await plain.post("/alone", "say", text="wait, please")

        assert (429, "wait, please") == (said.status, said.box)
        assert re.search(r"Please wait \d+ seconds?\.", said.text)


async def test_details_are_marked_and_left_out_in_one_press(plain: Plain):
    reader = await plain.shift.meeting.join()
    stream = await plain.ada.come_in()

    refused = await plain.ada.say("call me on 07700 900123 tonight")
    fields = {name: refused.field(name) for name in ("token", "id", "blanked")}
    sent = await plain.ada.post("/write", fields | {"text": "", "do": "blank"}, FROM_HERE)

    assert "<mark>07700 900123</mark>" in refused.raw
    assert 303 == sent.status
    assert "call me on \u2026 tonight" == (await reader.expect("said"))["text"]
    assert "07700" not in stream.raw


async def test_what_is_held_may_be_left_or_be_sent_without_the_part(plain: Plain):
    reader = await plain.shift.meeting.join()
    vera = await plain.shift.sit("Vera")
    await plain.ada.come_in()

    held = await plain.ada.say("oh well, you should just kill yourself")
    fields = {name: held.field(name) for name in ("token", "id", "blanked", "replaces")}
    await plain.shift.claim(vera)
    before = (await vera.look())["messages"][0]["held"]
    await plain.ada.post("/write", fields | {"text": "", "do": "blank"}, FROM_HERE)
    said = await reader.expect("said")

    assert "Leave it with a volunteer" in held.text
    assert "held" == before
    assert "\u2026" in said["text"]
    assert "kill" not in said["text"]
    assert "withdrawn" == (await vera.look())["messages"][0]["held"]
