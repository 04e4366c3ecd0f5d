"""The stream: how it ends, what it says then, and that nobody is shut out or held by it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from cut_line import cut_line
from meeting import StartKith, talk
from patience import SOON_S
from plain_member import PlainMeeting, newcomer
from wire import Wire, fresh_id

from server.commands.control import ask

pytestmark = pytest.mark.slow

REFRESH = re.compile(r'<meta http-equiv="refresh" content="(\d+); url=(/t/[^"]*/messages)">')


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def test_it_ends_in_its_time_and_goes_on_by_itself(
    start_kith: StartKith, stack: AsyncExitStack
):
    meeting = await PlainMeeting.open(start_kith(KITH_PLAIN_STREAM_S="1"), stack)
    plain = await meeting.visit()
    stream = await plain.come_in()
    await plain.say("before")

    page = await stream.till_end()
    again = await plain.come_in()

    assert "This list ends here. Nothing is lost." in stream.text
    assert ">Load new messages</a>" in page
    found = REFRESH.search(page)
    assert found
    assert ("3", f"/t/{meeting.handle}/messages") == (found[1], found[2])
    assert page.endswith("</div></body></html>\n")
    assert ["before"] == again.lines


async def test_the_fourth_one_of_a_session_is_refused_politely_until_one_ends(
    plain_meeting: PlainMeeting,
):
    plain, other = await plain_meeting.visit(), await plain_meeting.visit()
    streams = [await plain.come_in() for _ in range(3)]

    fourth = await plain.get("/messages")
    await other.come_in()
    streams[1].stop()
    async with asyncio.timeout(SOON_S):
        while (again := await plain.read()).status == 429:
            pass

    assert 429 == fourth.status
    assert "Three rooms are open in your browser already." in fourth.text
    assert "Load new messages" in fourth.text
    assert 200 == again.status


async def test_one_may_still_write_with_three_streams_open(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    streams = [await plain.come_in() for _ in range(3)]

    await plain.say("to all three")

    for stream in streams:
        await stream.until("to all three")


async def test_when_the_server_restarts_it_says_so(start_kith: StartKith, stack: AsyncExitStack):
    kith = start_kith()
    meeting = await PlainMeeting.open(kith, stack)
    plain = await meeting.visit()
    stream = await plain.come_in()

    code = await asyncio.to_thread(kith.stop)
    page = await stream.till_end()

    assert 0 == code
    assert "We are restarting. It takes a moment." in stream.text
    found = REFRESH.search(page)
    assert found
    assert 1 < int(found[1]) <= 60, "as long as this machine takes to start, and a little"
    assert "our_bug" not in "".join(kith.stderr)


async def test_after_a_power_cut_form_and_name_are_good_and_nothing_is_lost_or_doubled(
    start_kith: StartKith, stack: AsyncExitStack
):
    kith = start_kith()
    meeting = await PlainMeeting.open(kith, stack)
    plain = await meeting.visit()
    stream = await plain.come_in()
    await plain.say("before")
    form = await plain.get("/write")
    sent = await plain.post("/write", plain.filled(form, "was it kept?"))
    await stream.until("was it kept?")

    await asyncio.to_thread(kith.kill)
    await stream.till_end()
    await asyncio.to_thread(kith.start)
    once_more = await plain.post("/write", plain.filled(form, "was it kept?"))
    fresh = await plain.post("/write", plain.filled(form, "after") | {"id": fresh_id()})
    again = await plain.come_in()

    assert "</html>" not in stream.raw, "a page that was cut does not claim to have ended"
    assert [303] * 3 == [sent.status, once_more.status, fresh.status]
    assert ["before", "was it kept?", "after"] == again.lines
    assert 3 == again.raw.count("row said mine")


async def test_whoever_goes_without_a_word_keeps_the_place_and_is_not_counted(
    plain_meeting: PlainMeeting,
):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    for _ in range(8):
        stream = await plain.come_in()
        stream.stop()

    await newcomer(wire)
    stream = await plain.come_in()

    assert 200 == stream.status
    left = [f for f in await wire.so_far() if f["t"] == "here" and f.get("left")]
    assert [] == left


async def test_leaving_the_room_frees_the_place_at_once_and_ends_every_stream(
    plain_meeting: PlainMeeting,
):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    streams = [await plain.come_in() for _ in range(2)]
    other = await newcomer(wire)
    room = await plain.get("?plain=1&agree=on&in=1")

    gone = await plain.post("/leave", {"token": room.field("token")})

    assert (303, "/") == (gone.status, gone.headers["Location"])
    for stream in streams:
        await stream.till_end()
        assert "You have left this room. You are welcome back at any time." in stream.text
        assert REFRESH.search(stream.raw) is None
    while other["id"] not in (await wire.expect("here")).get("left", []):
        pass


async def test_a_foreign_page_can_make_nobody_leave(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    stream = await plain.come_in()
    room = await plain.get("?plain=1&agree=on&in=1")
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    for path in ("/leave", "/forget"):
        await plain.post(path, {"token": room.field("token"), "id": fresh_id()}, foreign)
        await plain.post(path, {"token": "A" * 22, "id": fresh_id()})
    await plain.get(f"{plain.kith.url}/out", Sec_Fetch_Site="cross-site")
    await plain.say("still here")

    await stream.until("still here")


async def test_being_forgotten_says_what_it_means_and_then_is_so(plain_meeting: PlainMeeting):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    await plain.get("?plain=1&name=7")
    stream = await plain.come_in("/messages?name=7")
    other = await newcomer(wire)

    page = await plain.get("/forget")
    fields = {name: page.field(name) for name in ("token", "id")}
    done = await plain.post("/forget", fields)
    await stream.till_end()
    gate = await plain.get(done.headers["Location"].removeprefix(f"/t/{plain_meeting.handle}"))

    assert "Your name in this room is forgotten at once." in page.text
    assert 303 == done.status
    assert "You are forgotten in this room." in gate.text
    while other["id"] not in (await wire.expect("here")).get("left", []):
        pass
    again = await plain.come_in("/messages?name=2")
    assert other["alias"] not in again.text, "the index that was known is known no more"


async def test_a_full_room_says_so_and_names_another_circle(
    start_kith: StartKith, stack: AsyncExitStack
):
    meeting = await PlainMeeting.open(start_kith(), stack, capacity=2)
    wires = [await meeting.join() for _ in range(2)]
    plain = await meeting.visit()

    stream = await plain.read()
    page = await stream.till_end()
    unsaid = await plain.say("let me in")
    circle = re.search(r'href="(/t/[\w-]+\?plain=1)" target="_top">', page)
    assert circle
    beside = await plain.get(plain.kith.url + circle[1])
    await wires[0].send("leave")
    await wires[0].ended()
    again = await plain.come_in()

    assert "The room is full." in stream.text
    assert REFRESH.search(page)
    assert (503, "let me in") == (unsaid.status, unsaid.box)
    assert 200 == beside.status
    assert "You are in, as" in again.text


async def test_a_room_that_closes_says_so(start_kith: StartKith, stack: AsyncExitStack):
    kith = start_kith()
    meeting = await PlainMeeting.open(kith, stack)
    plain = await meeting.visit()
    stream = await plain.come_in()

    ask(kith.data, {"do": "close", "room": meeting.room})
    page = await stream.till_end()

    assert "This room is not open any more." in stream.text
    assert REFRESH.search(page) is None
    for path in ("/messages", "/write", "/line/1"):
        lost = await plain.get(path)
        assert 404 == lost.status
        assert "See all rooms" in lost.text


async def test_an_old_address_says_so_inside_its_frame(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    plain.room = f"{plain.kith.url}/t/{'x' * 22}"

    for path in ("/messages", "/write", "/line/1"):
        lost = await plain.get(path)
        assert (404, "SAMEORIGIN") == (lost.status, lost.headers["X-Frame-Options"])
        assert 'href="/" target="_top"' in lost.raw


async def test_a_reader_who_takes_nothing_holds_nobody_up_and_goes_on_from_there(
    plain_meeting: PlainMeeting, stack: AsyncExitStack
):
    line = await stack.enter_async_context(cut_line(plain_meeting.process.port))
    wire, plain = await plain_meeting.join(), await plain_meeting.visit()
    slow = await plain_meeting.visit(line.port)
    stream, quick = await slow.come_in(), await plain.come_in()

    line.stall()
    said = await talk(wire, 400, "x" * 1900)
    await quick.until('class="talk"', times=400)
    line.go_on()
    await wire.say("the last one")
    await stream.until("the last one")

    numbers = [int(n) for n in re.findall(r'<li id="m(\d+)"', stream.raw)]
    assert [*said, said[-1] + 1] == numbers
    assert "You missed some lines" not in stream.text


async def test_too_many_from_one_place_are_asked_to_wait(
    start_kith: StartKith, stack: AsyncExitStack
):
    meeting = await PlainMeeting.open(start_kith(), stack)
    plain = await meeting.visit()

    answers = [await plain.get("/messages?slow=1") for _ in range(70)]

    refused = [answer for answer in answers if answer.status == 429]
    assert refused
    assert re.search(r"Please wait \d+ seconds?\.", refused[0].text)
    assert [] == [answer for answer in answers if answer.status not in {200, 429}]


@pytest.mark.parametrize("before", ["0", "-1", "x", "1", "9" * 15, "9" * 40, "%00", "1.5"])
async def test_whatever_is_asked_for_is_a_page(plain_meeting: PlainMeeting, before: str):
    plain, wire = await plain_meeting.visit(), await plain_meeting.join()
    await talk(wire, 3)

    stream = await plain.read(f"/messages?before={before}")
    await stream.until("<ol")

    assert 200 == stream.status


async def test_three_hundred_lines_at_once_come_in_one_order(plain_meeting: PlainMeeting):
    plain = await plain_meeting.visit()
    stream = await plain.come_in()
    wires: list[Wire] = [await plain_meeting.join() for _ in range(3)]

    await asyncio.gather(*(talk(wire, 100, f"of {i}:") for i, wire in enumerate(wires)))
    await stream.until('class="talk"', times=300)

    assert 300 == len(set(stream.lines)) == len(stream.lines)
    numbers = [int(n) for n in re.findall(r'<li id="m(\d+)"', stream.raw)]
    assert list(range(1, 301)) == numbers
