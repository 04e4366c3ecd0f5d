"""People outside: their number stands in a room, and nobody asks who they are."""

from html import unescape

import pytest
from aiohttp import ClientSession
from shift import Shift

pytestmark = pytest.mark.slow
FROM_HERE = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
NUMBER = "07700 900 123"
SLIPPED = "her number is 07700 :: 900 :: 123"


async def told(shift: Shift, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str]:
    url = f"{shift.meeting.process.url}/details"
    asked = {"kind": "number", "since": "hour", **form}
    async with (
        ClientSession() as anybody,
        anybody.post(url, data=asked, headers=headers or FROM_HERE) as answer,
    ):
        return answer.status, unescape(await answer.text())


async def handle(shift: Shift) -> str:
    """Return what the form calls the room by: it is in the page, beside the room's title."""
    async with (
        ClientSession() as anybody,
        anybody.get(f"{shift.meeting.process.url}/details") as page,
    ):
        text = await page.text()
    async with (
        ClientSession() as anybody,
        anybody.get(f"{shift.meeting.process.url}/api/rooms/{shift.meeting.room}") as room,
    ):
        title = (await room.json())["title"]
    return text.rpartition(f">{title}</option>")[0].rpartition('value="')[2].partition('"')[0]


async def test_a_number_leaves_the_screens_and_a_volunteer_decides(shift: Shift):
    ada, vera = await shift.meeting.join(), await shift.sit("Vera")
    line = await ada.say(SLIPPED)

    status, page = await told(shift, room=await handle(shift), detail=NUMBER)
    hidden = await ada.expect("hidden")
    case = await vera.find(lambda f: shift.is_ours(f) and f["case"]["kind"] == "report")
    await vera.claim(case["case"]["id"])
    seen = (await vera.look())["messages"]
    await vera.hold("hide", n=line["n"], hide=False)
    shown = await ada.expect("shown")

    assert (200, True) == (status, "We do not say here whether we found it." in page)
    assert (line["n"], line["n"]) == (hidden["of"], shown["of"])
    assert [("outside", SLIPPED)] == [(m["why"], m["text"]) for m in seen]


async def test_without_the_number_a_volunteer_reads_the_newest_lines(shift: Shift):
    ada, vera = await shift.meeting.join(), await shift.sit("Vera")
    await ada.say(SLIPPED)

    _, page = await told(shift, room=await handle(shift))
    case = await vera.find(lambda f: shift.is_ours(f) and f["case"]["kind"] == "outside")
    await vera.claim(case["case"]["id"])
    detail = await vera.look()
    refused = await vera.hold("offer", text="Hello, we would like to talk with you.")

    assert ("S2", False) == (case["case"]["level"], case["case"].get("here", False))
    assert [SLIPPED] == [line["text"] for line in detail["context"]]
    assert "nobody_known" == refused["code"]
    assert "A volunteer is on duty now." in page


async def test_the_answer_is_the_same_whether_it_was_found_or_not(shift: Shift):
    ada = await shift.meeting.join()
    await ada.say(SLIPPED)
    room = await handle(shift)

    pages = {(await told(shift, room=room, detail=d))[1] for d in (NUMBER, "07700 900 555", "you")}

    assert 1 == len(pages)


@pytest.mark.parametrize(
    ("wrong", "status", "word"),
    [
        ({"room": ""}, 422, "choose the room"),
        ({"kind": "everything"}, 422, "once more"),
        ({"detail": "1" * 200}, 422, "once more"),
    ],
)
async def test_what_nobody_could_look_for_raises_nothing(
    shift: Shift, wrong: dict[str, str], status: int, word: str
):
    answer, page = await told(shift, **{"room": await handle(shift), **wrong})

    assert (status, True) == (answer, word in page)


async def test_a_page_of_others_tells_nothing(shift: Shift):
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

    status, page = await told(shift, foreign, room=await handle(shift), detail=NUMBER)

    assert (403, False) == (status, NUMBER in page)
