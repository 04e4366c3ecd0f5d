"""Our group without script: roles, a pause and guests by buttons, and a guest's badge."""

import html
import re
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from guest_walk import DAY_S
from kith_process import KithProcess
from later_house import LaterHouse
from meeting import StartKith
from plain_member import FROM_HERE, Page, PlainMeeting, PlainMember, handle_of
from terminal import talking

from server.commands.control import ask

pytestmark = pytest.mark.slow
DAY_MS = 24 * 3_600_000


@pytest.fixture
async def ada(plain_meeting: PlainMeeting) -> PlainMember:
    return await plain_meeting.visit()


async def press(member: PlainMember, do: str) -> Page:
    """Press a button of the group's page, and see what it says then."""
    page = await member.get("/group")
    sent = await member.post("/group", {"token": page.field("token"), "do": do}, FROM_HERE)
    if sent.status != 303:
        return sent
    return await member.get(
        sent.headers["Location"].removeprefix(f"/t/{member.room.split('/')[-1]}")
    )


async def test_a_role_and_a_pause_without_script(plain_meeting: PlainMeeting, ada: PlainMember):
    await ada.come_in()
    ben = await plain_meeting.join()

    taken = await press(ada, "take opener")
    twice = await press(ada, "take reserve")
    paused = await press(ada, "halt")

    assert "It is yours for four weeks." in taken.text
    assert 'value="lay_down opener"' in taken.raw
    assert (422, True) == (twice.status, "One role each" in twice.text)
    await ben.expect("pause")
    assert "The room is paused for everybody" in paused.text
    stream = await (await plain_meeting.visit()).come_in()
    await stream.until("The room is paused for a moment, for everybody.")
    assert "The room goes on." in (await press(ada, "go_on")).text
    await ben.expect("resume")
    assert "You gave it back." in (await press(ada, "lay_down opener")).text
    assert "not_the_chair" == (await ben.ask("halt", on=True))["code"]
    assert 422 == (await press(ada, "halt")).status


async def test_a_circle_moves_to_a_side_room_without_script(
    plain_meeting: PlainMeeting, ada: PlainMember
):
    seen, ben = await ada.come_in(), await plain_meeting.join()
    await press(ada, "take opener")

    pressed = await press(ada, "aside")
    told = await seen.until("Go to the side room")
    (way,) = re.findall(r'href="/t/([\w-]+)(\?[^"]*in=1)"', told)
    there = await plain_meeting.dial(ben.key)
    await there.enter((await ben.expect("card", kind="side_room"))["next"])
    ada.room = f"{ada.kith.url}/t/{way[0]}"
    inside = await ada.get(html.unescape(way[1]))
    stream = await ada.come_in()
    await there.say("here we are")
    await stream.until("here we are")

    assert "Those who were here are told the way." in pressed.text
    assert (200, True) == (inside.status, "(+)" in inside.text)
    assert 'value="aside"' not in (await ada.get("/group")).raw
    await ada.say("and so am I")
    said = await there.expect("said", text="and so am I")
    before = [member["id"] for member in ben.hello["members"]]
    assert said["by"] in before


async def test_the_young_read_that_they_have_no_side_room_without_script(house: KithProcess):
    async with AsyncExitStack() as stack:
        ada = await (await PlainMeeting.open(house, stack, side="young")).visit()
        await ada.come_in()
        served = await press(ada, "take opener")

        pressed = await press(ada, "aside")  # from a page of before

    assert "has no side room" in served.text
    assert 'value="aside"' not in served.raw
    assert (422, True) == (pressed.status, pressed.text.count("has no side room") > 1)


async def test_a_word_about_a_guest_without_script(plain_meeting: PlainMeeting, ada: PlainMember):
    seen, ben = await ada.come_in(), await plain_meeting.join()
    starts = int(time.time() * 1000) + 4 * DAY_MS
    asked = {"profession": "nurse", "starts": starts, "ends": starts + 3_600_000}
    assert "ack" == (await ben.ask("invite", **asked))["t"]
    told = await ben.find(lambda f: f["t"] == "group" and bool(f["guests"]))
    guest = told["guests"][0]["guest"]

    await seen.until("The group is asked about a guest.")
    shown = await ada.get("/group")
    checked = await press(ada, f"checked {guest}")
    sure = await press(ada, f"sure {guest}")
    gone = await press(ada, f"object {guest}")

    assert "nurse" in shown.text
    assert "Noted. Two members are needed." in checked.text
    assert f"object {guest}" not in shown.raw
    assert "Do you say no?" in sure.text
    assert f"object {guest}" in sure.raw
    assert "Somebody said no, so this guest does not come." in gone.text
    assert f"object {guest}" not in gone.raw
    await ben.find(lambda f: f["t"] == "group" and f["guests"][0].get("objected") is True)


async def test_what_is_refused_is_counted_whatever_was_pressed(start_kith: StartKith):
    kith = start_kith("--admin-port", "0", KITH_LIMITS="off")
    async with AsyncExitStack() as stack:
        ada = await (await PlainMeeting.open(kith, stack)).visit()
        await ada.come_in()
        token = {"token": (await ada.get("/write")).field("token")}

        for _ in range(5):  # fewer than five are not told
            assert 422 == (await press(ada, "halt")).status
            assert 422 == (await ada.post("/slip", token)).status
        async with ada.session.get(kith.admin) as answer:
            numbers = await answer.text()

    assert 'kith_refused_total{code="not_the_chair"} 5.0' in numbers
    assert 'kith_refused_total{code="no_slip"} 5.0' in numbers


async def test_who_the_trained_adults_are_stands_on_the_page_and_in_a_terminal(house: KithProcess):
    async with AsyncExitStack() as stack:
        wanted = {"side": "young", "format": "young_relatives"}
        young = await PlainMeeting.open(house, stack, **wanted)
        oak, ada = await young.join(), await young.visit()
        await ada.come_in()
        async with talking(young.room, house.url) as ben:
            await ben.sees("Here now:")
            question = {"do": "adult", "what": "name", "room": young.room, "alias": oak.alias}
            ask(house.data, question)
            await ben.sees(f"Trained adult: {oak.alias}.")
        shown = await ada.get("/group")

    assert f"<b>Trained adult</b>: <bdi>{oak.alias}</bdi>" in shown.raw
    assert 'value="take opener"' in shown.raw  # who serves by turns is the members' as before


async def test_a_foreign_page_presses_nothing(ada: PlainMember):
    await ada.come_in()

    sent = await ada.post("/group", {"token": "x", "do": "take opener"}, FROM_HERE)

    assert 403 == sent.status
    assert "nobody yet" in (await ada.get("/group")).text


async def test_a_guest_is_asked_for_checked_let_in_and_sent_away_without_script(tmp_path: Path):
    house = LaterHouse(tmp_path, KITH_LIMITS="off")
    house.start()
    async with AsyncExitStack() as stack:
        stack.callback(house.stop)
        meeting = await PlainMeeting.open(house, stack)
        ada, ben = await meeting.visit(), await meeting.visit()
        refused, asked = await asks_for_a_guest(ada)
        (guest,) = re.findall(r'value="checked (\w+)"', (await ben.get("/group")).raw)

        checked = [await press(one, f"checked {guest}") for one in (ada, ben)]
        early = await press(ada, f"pass {guest}")
        house.later(3 * DAY_S + 60)
        for one in (ada, ben):
            one.room = f"{house.url}/t/{await handle_of(house, meeting.title)}"
        offered = await ben.get("/group")
        stream = await ben.come_in()
        made = await press(ben, f"pass {guest}")
        again = await ben.get("/group")
        await press(ada, "take opener")
        away = await press(ada, f"away {guest}")

    assert (422, True) == (refused.status, 'value="23:30"' in refused.raw)
    assert "Please choose a day, both times, and the clocks they go by." in refused.text
    assert "The group is asked. It has three days." in asked.text
    assert ["Noted." in page.text for page in checked] == [True, True]
    assert (422, True) == (early.status, "The group still has time to say no." in early.text)
    assert f'value="pass {guest}"' in offered.raw
    assert f"{house.url}/guest#" in made.text
    assert "It is shown once" in made.text
    assert [False, False] == ["/guest#" in shown for shown in (again.raw, stream.raw)]
    assert "That guest is not expected any more." not in away.text
    assert guest not in away.raw


async def asks_for_a_guest(member: PlainMember) -> tuple[Page, Page]:
    """Fill in the form, first without saying by which clocks; return both answers."""
    form = await member.get("/invite")
    day = datetime.now(UTC).date() + timedelta(days=4)
    fields = {"token": form.field("token"), "id": form.field("id"), "profession": "nurse"}
    fields |= {"day": f"{day}", "from": "23:30", "to": "00:30", "zone": ""}
    refused = await member.post("/invite", fields, FROM_HERE)
    sent = await member.post("/invite", fields | {"zone": "Europe/Warsaw"}, FROM_HERE)
    assert 303 == sent.status
    return refused, await member.get("/group?done=invite")
