"""A meeting for somebody without script: told among the messages, with buttons there."""

import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import lead_to_its_round
from plain_member import FROM_HERE, PlainMeeting, PlainMember, Stream
from wire import Wire

pytestmark = pytest.mark.slow


class Circle:
    """Somebody without script in a sharing circle, and somebody with one who leads it."""

    def __init__(self, meeting: PlainMeeting, ada: PlainMember, chair: Wire) -> None:
        self.meeting = meeting
        self.ada = ada
        self.chair = chair

    async def lead_to_its_round(self) -> None:
        await lead_to_its_round(self.meeting.process.data, self.meeting.room, self.chair)

    async def lose_the_chair(self, ear: Wire) -> None:
        """Have the chair away until somebody is told of it, and then back."""
        await self.chair.close()
        await ear.expect("roles", away=True)
        self.chair = await self.meeting.join(self.chair.key)
        await ear.find(lambda frame: frame["t"] == "roles" and "away" not in frame)

    async def press(self, stream: Stream, button: str) -> int:
        """Press the newest button of this name, as a browser would send its form."""
        form = re.findall(r"<form[^>]*/turn.*?</form>", stream.raw, re.DOTALL)[-1]
        assert f'value="{button}"' in form
        fields = dict(re.findall(r'name="(token|step)" value="([^"]*)"', form))
        return (await self.ada.post("/turn", fields | {"do": button}, FROM_HERE)).status


@pytest.fixture
async def circle(desk_house: KithProcess) -> AsyncIterator[Circle]:
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(desk_house, stack)
        yield Circle(meeting, await meeting.visit(), await meeting.join())


async def test_one_hears_asks_shares_and_passes_without_script(circle: Circle):
    stream = await circle.ada.come_in()
    await circle.lead_to_its_round()
    await stream.until("Part 3 of 4: Sharing")
    assert "A meeting begins: Sharing circle" in stream.raw
    assert "This is not treatment" in stream.raw

    assert 204 == await circle.press(stream, "ask")
    await stream.until("It is your turn. Take your time. You can pass.")
    assert 204 == await circle.press(stream, "welcome")
    assert 303 == (await circle.ada.say("this week was long")).status
    assert 204 == await circle.press(stream, "pass")
    await stream.until("The others can answer you now.")
    assert 204 == await circle.press(stream, "enough")
    await stream.until("Nobody is speaking now.", times=2)
    await circle.chair.ask("hand", up=True)
    await stream.until(f"{circle.chair.alias} is speaking. We others listen.")
    refused = await circle.ada.say("too early")

    assert "It is somebody else's turn now" in refused.text
    assert refused.box.strip() == "too early"


async def test_who_comes_later_is_told_where_the_meeting_is_and_why_something_cannot_be(
    circle: Circle,
):
    await circle.lead_to_its_round()
    await circle.chair.ask("hand", up=True)

    stream = await circle.ada.come_in()
    await stream.until("Part 3 of 4: Sharing")
    assert f"{circle.chair.alias} is speaking. We others listen." in stream.raw
    fields = {"token": (await circle.ada.get("/write")).field("token"), "step": "sharing"}
    foreign = await circle.ada.post("/turn", fields | {"do": "ask", "token": "x"}, FROM_HERE)
    await circle.ada.post("/turn", fields | {"do": "pass"}, FROM_HERE)
    await stream.until("It is not your turn now. Nothing has changed.")

    assert 403 == foreign.status


async def test_whoever_has_the_piece_reads_another_page_and_the_line_counts_as_kept(
    circle: Circle,
):
    stream, ear = await circle.ada.come_in(), await circle.meeting.join()
    await circle.lead_to_its_round()
    await stream.until("Part 3 of 4: Sharing")
    await circle.press(stream, "ask")
    await stream.until("It is your turn.")

    stream.stop()
    await circle.ada.get(f"{circle.ada.kith.url}/help")
    for _ in range(2):  # each takes longer than a socket may be away without a word
        await circle.lose_the_chair(ear)
    stream = await circle.ada.come_in()

    assert 204 == await circle.press(stream, "pass")
    await ear.expect("turn", why="passed")
    assert [] == [frame for frame in ear.skipped if frame.get("why") == "line_lost"]


async def test_who_comes_into_a_round_is_not_told_to_begin(circle: Circle):
    await circle.lead_to_its_round()

    stream = await circle.ada.come_in()

    told = await stream.until('role="log"')
    assert "how is today" not in told
    assert "You can begin" not in told


async def test_who_waits_alone_where_the_young_meet_is_promised_nobody(desk_house: KithProcess):
    async with AsyncExitStack() as stack:
        meeting = await PlainMeeting.open(desk_house, stack, side="young")
        await waits_in_vain(await meeting.visit())


async def waits_in_vain(young: PlainMember) -> None:
    stream = await young.come_in()
    await stream.until("Until they begin a meeting, nobody can write in this room.")
    fields = {"token": (await young.get("/write")).field("token"), "do": "wait"}

    assert 204 == (await young.post("/turn", fields)).status

    await stream.until("no volunteer is told")


async def test_who_is_alone_waits_without_script_and_the_third_who_waits_begins_a_circle(
    circle: Circle,
):
    await circle.chair.send("leave")
    await circle.chair.ended()
    stream = await circle.ada.come_in()
    others = [await circle.meeting.join() for _ in range(2)]
    await stream.until("Someone has come.")
    fields = {"token": (await circle.ada.get("/write")).field("token"), "do": "wait"}

    waits = await circle.ada.post("/turn", fields)
    await stream.until("When three people wait, a circle begins.")
    for wire in others:
        await wire.ask("wait", up=True)
    await stream.until("A meeting begins: Sharing circle")

    assert 204 == waits.status


async def test_who_asks_too_soon_for_a_slip_without_script_is_told_why(circle: Circle):
    await circle.ada.come_in()
    token = (await circle.ada.get("/write")).field("token")

    asked = await circle.ada.post("/slip", {"token": token})
    foreign = await circle.ada.post("/slip", {"token": "x"})

    assert 422 == asked.status
    assert "There is no slip now. It needs ten minutes of a meeting." in asked.text
    assert 403 == foreign.status
