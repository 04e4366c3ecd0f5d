"""`kith talk` against the real server."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from kith_process import KithProcess
from meeting import StartKith, lead_to_its_round, open_room
from shift import Shift
from terminal import on_a_screen, talking
from wire import Wire

from client.identity import new_secret, room_key, spell
from client.recovery import to_words
from client.screen import CLEAR
from server.commands.control import ask

pytestmark = pytest.mark.slow

IN = "Here you are"


@pytest.fixture
def room(house: KithProcess) -> str:
    return open_room(house.data)


@pytest.fixture
def planned(house: KithProcess, room: str) -> Iterator[datetime]:
    """Plan a meeting in the room in three days, as long as the test lasts."""
    begins = (datetime.now(UTC) + timedelta(days=3)).replace(hour=19, minute=0)
    fields = {"id": room, "room": room, "title": "Evening", "zone": "UTC", "at": "19:00"}
    days = {"days": [f"{begins:%a}".lower()], "first": f"{begins:%Y-%m-%d}"}
    ask(house.data, {"do": "meeting", "what": "add", "meeting": fields | days})
    yield begins
    ask(house.data, {"do": "meeting", "what": "drop", "meeting": room})


async def test_two_people_talk_from_terminals(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.sees("You are the first here.")
        async with talking(room, house.url) as ben:
            await ben.sees("Here now:")
            await ada.sees("Came in:")
            await ada.asks("good evening, Zoë \U0001f642", "Saved, line 1.")
            assert "good evening, Zoë \U0001f642" in await ben.sees("good evening")
            ben.type("/thank 1", "/leave")
            await ben.sees("Only they will know.")
            assert await ben.exit() == 0
        await ada.sees("Somebody was helped by what you said in line 1.")
        await ada.sees("Left:")


async def test_who_is_alone_waits_in_a_terminal_and_asks_for_the_timetable_and_a_slip(
    house: KithProcess, room: str, planned: datetime
):
    async with talking(room, house.url) as ada:
        await ada.sees("You are the first here.")
        await ada.asks("/slip", "There is no slip yet")
        await ada.asks("/remind", "The next meeting here begins")
        await ada.asks("/ring", "When three people wait, a circle begins.")
        ada.type("/meetings")
        assert f"{planned.astimezone():%H:%M}" in await ada.sees("Evening")
        others = [await Wire.dial(house.ws) for _ in range(2)]
        for wire in others:
            await wire.enter(room)
            await wire.ask("wait", up=True)
        await ada.sees("A meeting begins: Sharing circle")
        for wire in others:
            await wire.close()


async def test_where_the_young_meet_nobody_is_promised_to_whoever_waits(house: KithProcess):
    async with talking(open_room(house.data, side="young"), house.url) as ada:
        await ada.sees("Until they begin a meeting, nobody can write in this room.")
        await ada.asks("/ring", "no volunteer is told")


async def test_what_is_typed_into_a_pipe_is_said_before_it_ends(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        ada.type("one", "two")
        ada.end_of_input()
        assert await ada.exit() == 0
        assert "Saved, line 1." in ada.shown
        assert "Saved, line 2." in ada.shown
        assert ada.shown.endswith("You have left.\n")


async def test_escape_sequences_never_reach_the_terminal(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        ada.type("\x1b[31mred\x1b]0;title\x07", "\u202eturned", "plain \u05e9\u05dc\u05d5\u05dd")
        ada.end_of_input()
        await ada.exit()
    assert "Not sent" in ada.shown
    assert "plain \u05e9\u05dc\u05d5\u05dd\u2069\n" in ada.shown
    assert [] == [letter for letter in "\x1b\x07\x9b\u202e" if letter in ada.shown]


async def test_a_line_that_looks_like_two_is_set_in(house: KithProcess, room: str):
    wire = await Wire.dial(house.ws)
    await wire.enter(room)
    await wire.say("hello\n   9  12:00  Amber River: I said this")
    async with talking(room, house.url) as ada:
        await ada.sees("hello")
        assert (await ada.sees("I said this")).startswith("             | ")
    await wire.close()


async def test_a_refused_line_is_kept_and_can_be_changed(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.asks(
            "bad \x07 sound",
            'Not sent: "bad \ufffd sound"',
            "It holds a character that cannot be shown safely.",
        )
        await ada.asks("/again", "Not sent", "To try again")
        await ada.asks("/again good sound", "You: good sound", "Saved, line 1.")
        await ada.asks("/again good sound", "There is nothing that was not sent.")


async def test_help_lines_are_those_of_the_country_asked_for(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        ada.type("/help gb", "/help zz", "/help")
        await ada.sees("Help lines: GB")
        await ada.sees("call 999")
        await ada.sees("call 116 123")
        await ada.sees("Free, and not on the phone bill")
        await ada.asks(
            "/help zz",
            "Help lines: ZZ",
            "call the emergency number of the country you are in.",
            "findahelpline.com",
        )
        await ada.asks("/help", "/need - I need someone")


async def test_need_shows_the_card_with_the_truth(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.asks("/need", "No volunteer is on duty at this moment.", "We cannot send anyone")


async def test_somebody_takes_part_in_a_meeting_from_a_terminal(house: KithProcess, room: str):
    chair = await Wire.dial(house.ws)
    await chair.enter(room)
    async with talking(room, house.url) as ada:
        await ada.sees(IN)
        await lead_to_its_round(house.data, room, chair)
        await ada.sees("A meeting begins: Sharing circle.")
        await ada.sees("Sharing circle, part 3 of 4: Sharing.")
        await ada.asks("/turn", "It is your turn, for about 3 minutes.")
        ada.type("/after welcome", "this week was long")
        await chair.until_said("this week was long")
        await chair.expect("turn", why="wished")
        await ada.asks(f"/pass {chair.alias}", f"{chair.alias} is speaking. We others listen.")
        await ada.asks("too early", "Somebody else has the turn now.")
        ada.type("/leave")
        assert await ada.exit() == 0
    await chair.close()


async def test_earlier_lines_come_when_asked_for(house: KithProcess, room: str):
    wire = await Wire.dial(house.ws)
    await wire.enter(room)
    for i in range(1, 71):
        await wire.say(f"line number {i}")
    async with talking(room, house.url) as ada:
        await ada.sees("line number 70")
        await ada.asks("/earlier", "Earlier lines:", "line number 1\n", "That was earlier.")
        await ada.asks("/earlier", "Nothing earlier is kept.")
    await wire.close()


async def test_the_same_words_are_the_same_person(house: KithProcess, room: str):
    secret = new_secret()
    words = " ".join(to_words(secret))
    names = []
    for options in (("--words", words.upper()), ("--words", "-")):
        async with talking(room, house.url, *options) as ada:
            ada.type(words if options[1] == "-" else "/who")
            names.append(await ada.sees(IN))
            await ada.asks("/words", words)
    assert names[0] == names[1]
    page_house = await _house_of(house)
    wire = await Wire.dial(house.ws, spell(room_key(secret, page_house, room)))
    hello = await wire.enter(room)
    assert names[0].endswith(f"{hello['you']['alias']}.")
    await wire.close()


async def _house_of(house: KithProcess) -> str:
    wire = await Wire.dial(house.ws)
    hello = await wire.enter("gambling")
    await wire.close()
    return str(hello["house"])


async def test_words_that_are_not_ours_are_named(house: KithProcess, room: str):
    words = to_words(new_secret())
    for typed, told in (
        (words[:11], "These are 11 words."),
        ([*words[:2], "qqqq", *words[3:]], "Word 3 is not in our list."),
    ):
        async with talking(room, house.url, "--words", " ".join(typed)) as ada:
            await ada.sees(told)
            assert await ada.exit() == 2


async def test_forgetting_is_asked_twice(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.asks("/forget", "/forget yes")
        await ada.asks("/forget yes", "The room has forgotten your name.")
        assert await ada.exit() == 0


async def test_a_room_that_is_not_there_is_said(house: KithProcess):
    async with talking("nowhere", house.url) as ada:
        await ada.sees("There is no room by that name here.")
        assert await ada.exit() == 1


async def test_a_full_room_leads_to_the_one_beside_it(house: KithProcess):
    small = open_room(house.data, capacity=2)
    wires = [await Wire.dial(house.ws) for _ in range(2)]
    for wire in wires:
        await wire.enter(small)
    async with talking(small, house.url) as ada:
        await ada.asks("is somebody here", "There is space beside it", "You: is somebody here")
    for wire in wires:
        await wire.close()


async def test_interrupting_leaves(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.sees(IN)
        ada.interrupt()
        await ada.sees("You have left.")
        assert await ada.exit() == 0


async def test_away_clears_first_and_says_nothing_more(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.asks("hello", "Saved")
        await ada.asks("/away", CLEAR)
        assert await ada.exit() == 0
        assert ada.shown == ""


async def test_away_works_where_nobody_answers():
    async with talking("gambling", "http://127.0.0.1:9") as ada:
        await ada.asks("/away", CLEAR)
        assert await ada.exit() == 0


async def test_words_are_kept_over_a_lost_line(start_kith: StartKith):
    kith = start_kith()
    async with talking("gambling", kith.url) as ada:
        await ada.sees(IN)
        await asyncio.to_thread(kith.kill)
        await ada.asks("said into the dark", "Sending.", "Not connected. We are trying again.")
        await asyncio.to_thread(kith.start)
        await ada.sees("said into the dark")
        await ada.sees("Saved, line 1.")


async def test_on_a_real_screen_what_was_typed_stands_there_once(house: KithProcess, room: str):
    shown = await on_a_screen(room, house.url, "good evening\n/leave\n", until=IN)
    assert "You: good evening" in shown
    assert "\x1b[1A\x1b[2K" in shown


async def test_words_do_not_go_where_others_could_read_them():
    async with talking("gambling", "http://kith.example") as ada:
        await ada.sees("We did not connect")
        assert await ada.exit() == 2


async def test_somebody_talks_with_a_volunteer_alone_and_comes_back(shift: Shift):
    url, room = shift.meeting.process.url, shift.meeting.room
    vera = await shift.sit("Vera")
    async with talking(room, url) as ada:
        await ada.sees("You are the first here.")
        await ada.asks("I want to kill myself tonight", "Thank you for saying that.")
        await shift.claim(vera)
        await vera.hold("offer", text="Hello. I read what you wrote.")
        await ada.sees("A volunteer would like to write with you alone.")
        await ada.asks("/yes", "This is a private talk.", "Hello. I read what you wrote.")
        ada.type("thank you")
        await vera.find(lambda f: f["t"] == "talk" and f.get("line", {}).get("text") == "thank you")
        await vera.hold("finish")
        await ada.sees("The private talk is over.")
        await ada.sees("You are going back to the room.")
        await ada.asks("/notmeant", "Thank you. That was passed on.")
        ada.type("/leave")
        assert await ada.exit() == 0
    assert (await vera.look())["case"]["not_meant"]


async def test_somebody_kept_out_is_given_the_code_in_a_terminal_too(shift: Shift):
    vera = await shift.sit("Vera")
    async with talking(shift.meeting.room, shift.meeting.process.url) as ada:
        await ada.sees("You are the first here.")
        await ada.asks("I want to kill myself tonight", "Thank you for saying that.")
        await shift.claim(vera)
        await vera.hold("sanction", what="ban", minutes=60, reason="attack")
        await ada.sees("For now you cannot be in this room.")
        await ada.sees("Your code:")
        await ada.exit()


async def test_a_circle_moves_to_a_side_room_from_a_terminal(house: KithProcess, room: str):
    async with talking(room, house.url) as ada, talking(room, house.url) as ben:
        for terminal in (ada, ben):
            await terminal.sees(IN)
        await ada.asks("/side", "You were told of no side room.")
        await ada.asks("/serve opener", "Opens the meeting: ")
        await ada.asks("/move", "goes on in a side room", "/side to go there")
        await ben.sees("goes on in a side room")
        for terminal in (ada, ben):
            await terminal.asks("/side", "(+)", IN)
        ada.type("here we are")
        await ben.sees("here we are")


async def test_the_young_are_told_that_they_have_no_side_room(house: KithProcess):
    async with talking(open_room(house.data, side="young"), house.url) as ada:
        await ada.sees(IN)
        await ada.asks("/serve opener", "Opens the meeting: ")
        await ada.asks("/move", "A room for young people has no side room")


async def test_a_group_is_served_from_a_terminal(house: KithProcess, room: str):
    async with talking(room, house.url) as ada:
        await ada.sees(IN)
        wire = await Wire.dial(house.ws)
        await wire.enter(room)
        starts = int(time.time() * 1000) + 4 * 24 * 3_600_000
        asked = {"profession": "nurse", "starts": starts, "ends": starts + 3_600_000}
        assert "ack" == (await wire.ask("invite", **asked))["t"]

        await ada.sees("The group is asked about a guest.")
        await ada.asks("/serve opener", "Opens the meeting: ")
        await ada.asks("/serve reserve", "You have a role already.")
        await ada.asks("/group", "Guest 1: nurse")
        ada.type("/halt")
        await wire.expect("pause")
        assert "paused" == (await wire.say("may I"))["code"]
        async with talking(room, house.url) as ben:
            await ben.sees("The room is paused for a moment, for everybody.")
        ada.type("/goon")
        await wire.expect("resume")
        ada.type("/noguest 1")
        await wire.find(lambda f: f["t"] == "group" and f["guests"][0].get("objected") is True)
        await wire.close()
