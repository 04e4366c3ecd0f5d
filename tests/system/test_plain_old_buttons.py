"""Old buttons of a page without script: each is answered calmly, and no words are lost."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import lead_to_its_round
from plain_member import FROM_HERE, PlainMeeting, PlainMember
from wire import Wire

pytestmark = pytest.mark.slow

NO_TURNS = "There are no turns just now. Nothing has changed."
NOT_YOURS = "It is not your turn now. Nothing has changed."
WENT_ON = "The meeting has gone on already."
GONE_GUEST = "That guest is not expected any more."
PIECE = ("ask", "unask", "not_me", "last", "pass", "enough", "listen", "welcome", "question")
NOW, BEFORE = "sharing", "check_in"
TYPED = "what I typed meanwhile"


class Late:
    """Somebody without script whose page is older than what is so."""

    def __init__(self, meeting: PlainMeeting, ada: PlainMember, ben: Wire) -> None:
        self.meeting = meeting
        self.ada = ada
        self.ben = ben

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Send a form of the page, and return what stands on its answer."""
        form = await self.ada.get("/write")
        own = {name: form.field(name) for name in ("token", "id")}
        answer = await self.ada.post(path, own | fields, FROM_HERE)
        return answer.status, answer.text


@pytest.fixture
async def late(desk_house: KithProcess) -> AsyncIterator[Late]:
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(desk_house, stack)
        yield Late(meeting, await meeting.visit(), await meeting.join())


async def test_where_no_meeting_runs_any_more_each_button_of_one_says_so(late: Late):
    stream = await late.ada.come_in()

    for times, do in enumerate((*PIECE, "lead", "stand_in", "lay_down", "next"), 1):
        assert (204, "") == await late.post("/turn", do=do, step=NOW)
        await stream.until(NO_TURNS, times=times)


async def test_buttons_of_an_earlier_part_or_turn_change_nothing_and_say_why(late: Late):
    await lead_to_its_round(late.meeting.process.data, late.meeting.room, late.ben)
    await late.ben.ask("hand", up=True)
    stream = await late.ada.come_in()
    for times, do in enumerate(PIECE, 1):
        await late.post("/turn", do=do, step=BEFORE)
        await stream.until(WENT_ON, times=times)
    for times, do in enumerate(("pass", "enough", "welcome"), 1):
        await late.post("/turn", do=do, step=NOW)
        await stream.until(NOT_YOURS, times=times)

    await late.post("/turn", do="ask", step=NOW)
    for do, says in (
        ("ask", "You are in line already."),
        ("next", "Only whoever opens or stands in can do that."),
        ("lay_down", "Only whoever opens or stands in can do that."),
    ):
        await late.post("/turn", do=do, step=NOW)
        await stream.until(says)
    assert "ack" == (await late.ben.ask("pass"))["t"]  # it is still theirs


async def test_who_has_no_messages_open_is_answered_when_they_look_again(late: Late):
    await late.post("/turn", do="ask", step=NOW)
    slow = await late.ada.get("/messages?slow=1")
    again = await late.ada.get("/messages?slow=1")
    await late.post("/turn", do="ask", step=NOW)
    stream = await late.ada.come_in()

    assert (True, False) == (NO_TURNS in slow.text, NO_TURNS in again.text)
    await stream.until(NO_TURNS)


@pytest.mark.parametrize(
    ("path", "fields", "says"),
    [
        ("/line/99", {"do": "thank"}, "This message is gone."),
        ("/line/99", {"do": "report", "why": "worried"}, "This message is gone."),
        ("/group", {"do": "take opener"}, "Someone else does it just now."),
        ("/group", {"do": "lay_down opener"}, "That is not your role any more."),
        ("/group", {"do": "object gone"}, GONE_GUEST),
        ("/group", {"do": "checked gone"}, GONE_GUEST),
        ("/group", {"do": "alone"}, NO_TURNS),
        ("/group", {"do": "halt"}, "Only whoever opens or stands in can do that."),
        ("/slip", {}, "There is no slip now."),
        ("/alone", {"do": "say", "text": TYPED}, "The private talk is over."),
    ],
)
async def test_what_is_no_longer_so_is_said_on_the_page_itself(
    late: Late, path: str, fields: dict[str, str], says: str
):
    await late.ben.ask("serve", role="opener", what="take")

    status, page = await late.post(path, **fields)

    assert (422, True) == (status, says in page)
    assert fields.get("text", "") in page


async def test_by_the_box_stands_only_what_stays_true_when_another_has_the_turn(late: Late):
    await lead_to_its_round(late.meeting.process.data, late.meeting.room, late.ben)
    said = await late.ada.get("/write?done=saved")
    await late.ben.ask("hand", up=True)
    refused = await late.ada.say(TYPED)

    assert "In a meeting, the messages say who can write." in said.text
    assert '<p id="status" role="status">Your last message is saved.</p>' in said.raw
    assert (422, TYPED) == (refused.status, refused.box)
    assert "It is somebody else's turn now" in refused.text


async def test_words_for_a_talk_are_given_back_to_who_is_nobody_here_any_more(late: Late):
    fields = {"token": "x", "do": "say", "text": TYPED}
    async with PlainMember(late.meeting.process, late.meeting.handle) as nobody:
        answer = await nobody.post("/alone", fields, FROM_HERE)

    assert (403, TYPED) == (answer.status, answer.box)
