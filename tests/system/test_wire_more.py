"""`more`: earlier lines that are still kept, in frames that stay under 64 KiB."""

import pytest
from meeting import Meeting, talk
from wire import Frame, Wire, fresh_id, numbers, texts

pytestmark = pytest.mark.slow

LARGEST = "\U0001f9e1" * 2_000  # 8,000 bytes


async def more(wire: Wire, before: int, limit: int = 200) -> Frame:
    await wire.send("more", before=before, limit=limit)
    return await wire.expect("lines")


async def all_before(wire: Wire, before: int, limit: int) -> list[Frame]:
    """Page to the beginning as PROTOCOL says."""
    events: list[Frame] = []
    for _ in range(before):
        lines = await more(wire, before, limit)
        events = lines["events"] + events
        assert lines["from"] < before
        before = lines["from"]
        if lines["from"] <= lines["first_kept"]:
            return events
    raise AssertionError("the beginning was never reached")


async def test_lines_come_rising_and_say_what_they_cover(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 10)

    lines = await more(ada, before=8, limit=3)

    assert [5, 6, 7] == numbers(lines["events"])
    assert ["line 5", "line 6", "line 7"] == texts(lines["events"])
    assert {"t", "events", "from", "first_kept"} == set(lines)
    assert (5, 1) == (lines["from"], lines["first_kept"])


async def test_earlier_lines_are_the_same_frames_as_live_ones(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 3)
    live = await ada.in_order(3)

    assert live == (await more(ada, before=4))["events"]


@pytest.mark.parametrize("limit", [1, 7, 199, 200])
async def test_paging_reaches_the_beginning_whatever_the_step(meeting: Meeting, limit: int):
    ada = await meeting.join()
    await talk(ada, 15 if limit == 1 else 40)
    head = 15 if limit == 1 else 40

    assert list(range(1, head + 1)) == numbers(await all_before(ada, head + 1, limit))


async def test_two_hundred_short_lines_come_at_once(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 205)

    lines = await more(ada, before=206)

    assert (list(range(6, 206)), 6) == (numbers(lines["events"]), lines["from"])


async def test_the_longest_lines_stay_under_64_kib_and_none_is_left_out(meeting: Meeting):
    ada = await meeting.join()
    for _ in range(30):
        assert (await ada.say(LARGEST))["t"] == "ack"

    lines = await more(ada, before=31)  # a larger frame would end this socket
    everything = await all_before(ada, 31, 200)

    assert lines["from"] == numbers(lines["events"])[0] > 20
    assert list(range(1, 31)) == numbers(everything)
    assert {LARGEST} == set(texts(everything))


async def test_the_longest_lines_arrive_in_a_backlog_too(meeting: Meeting):
    ada = await meeting.join()
    for _ in range(60):
        await ada.send("say", id=fresh_id(), text='"' * 2_000)
    await ada.in_order(60)

    ben = await meeting.join(after={"epoch": "", "n": 0})

    assert list(range(1, 61)) == numbers(await ben.in_order(60))


@pytest.mark.parametrize("before", [1, 2, 6, 7, 1_000, 2**53])
async def test_any_number_may_be_asked_for(meeting: Meeting, before: int):
    ada = await meeting.join()
    await talk(ada, 5)

    lines = await more(ada, before=before)

    assert list(range(1, min(before, 6))) == numbers(lines["events"])
    assert (1, 1) == (lines["from"], lines["first_kept"])


async def test_an_empty_room_has_nothing_earlier(meeting: Meeting):
    ada = await meeting.join()

    lines = await more(ada, before=1)

    assert ([], 1, 1) == (lines["events"], lines["from"], lines["first_kept"])


async def test_what_is_earlier_stands_outside_the_live_numbering(meeting: Meeting):
    ada = await meeting.join()
    await talk(ada, 3)
    await ada.in_order(3)

    await more(ada, before=3)
    await ada.say("the fourth")

    assert [4] == numbers(await ada.in_order(1))
