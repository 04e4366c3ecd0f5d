"""Words a room does not take, each with its code; everything else exactly as sent."""

import unicodedata

import pytest
from meeting import Meeting
from wire import fresh_id, texts

pytestmark = pytest.mark.slow

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"  # joined by ZERO WIDTH JOINER


@pytest.mark.parametrize("text", ["", " ", "\n", " \t\n ", "\u00a0", "\u3000\u2003 \u2028"])
async def test_nothing_or_only_white_space_is_empty(meeting: Meeting, text: str):
    ada = await meeting.join()

    answer = await ada.say(text, id=(frame_id := fresh_id()))

    assert {"t": "nack", "id": frame_id, "code": "empty"} == answer


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\U0001f642", "\u0301", '"', "\\", "\n"])
async def test_two_thousand_code_points_are_taken_and_one_more_is_too_long(
    meeting: Meeting, letter: str
):
    ada = await meeting.join()
    longest = "x" + letter * 1_999

    taken = await ada.say(longest)
    refused = await ada.say(longest + letter)

    assert ("ack", "too_long") == (taken["t"], refused["code"])
    assert [longest] == texts(await ada.so_far())


@pytest.mark.parametrize(
    "bad",
    [
        *("\x00", "\x01", "\x08", "\x0b", "\x0c", "\r", "\x1b", "\x1f", "\x7f"),
        *("\x80", "\x85", "\x9b", "\x9f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    ],
    ids=lambda bad: f"U+{ord(bad):04X}",
)
async def test_control_characters_and_overrides_are_refused_with_their_place(
    meeting: Meeting, bad: str
):
    ada = await meeting.join()

    answer = await ada.say(f"\U0001f642b{bad}d{bad}{bad}", id=(frame_id := fresh_id()))

    assert {
        "t": "nack",
        "id": frame_id,
        "code": "bad_text",
        "spans": [[2, 3], [4, 6]],
    } == answer
    assert [] == texts(await ada.so_far())


@pytest.mark.parametrize(
    "text",
    [
        "two\nlines\tand a tab",
        " leading and trailing \n",
        "\u2066isolated\u2069 \u2067right\u2069 \u2068first\u2069",
        f"a family {FAMILY}",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian needs its non-joiner
        "\u200f\u0634\u0643\u0631\u0627\u200e",
        "e\u0301 and \u00e9 stay what they are",
        "\ufb01\u2460\uff21 \u212b",
        "\ufeff\u200b\u00ad\u2060 seen or not",
        "\u2028\u2029 lines of another kind",
        '<b onclick="x">&amp;</b> \\u0000 \\n "quoted"',
        "\ufffd\ufffe\uffff\U0010ffff",
    ],
)
async def test_text_comes_back_exactly_as_it_was_sent(meeting: Meeting, text: str):
    ada, ben = await meeting.join(), await meeting.join()

    await ada.say(text)
    heard = (await ben.expect("said"))["text"]
    back = await meeting.join(ben.key, after={"epoch": ben.hello["epoch"], "n": 0})
    kept = (await back.expect("said"))["text"]

    assert [text, text] == [heard, kept]
    assert unicodedata.name(text[-1], "none") == unicodedata.name(kept[-1], "none")


async def test_a_refused_line_costs_nobody_their_number(meeting: Meeting):
    ada = await meeting.join()

    for text in ("", "x" * 2_001, "\x00"):
        await ada.say(text)

    assert (await ada.say("the first"))["n"] == 1


async def test_an_answer_to_a_line_that_never_was_is_refused(meeting: Meeting):
    ada = await meeting.join()

    assert (await ada.say("to what?", to=5))["code"] == "no_such_line"


@pytest.mark.parametrize(("t", "fields"), [("hand", {"up": True}), ("hand", {}), ("pass", {})])
async def test_an_open_floor_has_no_turns(meeting: Meeting, t: str, fields: dict[str, object]):
    ada = await meeting.join()

    answer = await ada.ask(t, id=(frame_id := fresh_id()), **fields)

    assert {"t": "nack", "id": frame_id, "code": "no_turns"} == answer


@pytest.mark.parametrize("t", ["thank", "report"])
async def test_a_line_that_is_not_there_cannot_be_thanked_or_reported(meeting: Meeting, t: str):
    ada = await meeting.join()
    why = {"why": "other"} if t == "report" else {}

    answers = [await ada.ask(t, n=n, **why) for n in (1, 7, 2**53)]

    assert ["no_such_line"] * 3 == [answer["code"] for answer in answers]
