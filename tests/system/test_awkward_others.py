"""The awkward cases A10 and A11: an invited professional, and all who are none of the others."""

import pytest
from awkward import kinds, sharing, so_far
from guest_walk import asked_for
from meeting import Meeting
from shift import Shift
from wire import texts

from server.commands.control import ask

pytestmark = pytest.mark.slow


async def test_a10_a_guest_comes_after_the_groups_days_two_checks_and_with_a_pass_of_their_own(
    meeting: Meeting,
):
    """Nobody comes without the group's three days, two who checked, and a pass of their own."""
    ada, ben = await meeting.join(), await meeting.join()
    guest, _starts = await asked_for(ada, ben, "psychologist")

    first = await ada.ask("guest", guest=guest, what="checked")
    twice = await ada.ask("guest", guest=guest, what="checked")
    await ben.ask("guest", guest=guest, what="checked")
    checked = await ada.find(lambda f: f["t"] == "group" and "checked" in f["guests"][0])
    early = await ada.ask("guest", guest=guest, what="pass")
    stranger = await meeting.dial()

    assert ("ack", "checked_already") == (first["t"], twice["code"])
    assert "psychologist" == checked["guests"][0]["profession"]
    assert "not_agreed" == early["code"]
    assert 0 < early["after_s"] <= 72 * 3600
    assert "pass_unknown" == (await stranger.enter(meeting.room, guest="found it"))["code"]
    assert "not_the_chair" == (await ben.ask("guest", guest=guest, what="away"))["code"]


@pytest.mark.parametrize(
    "text",
    [
        "goodbye everyone, thank you for all you did, I won't be here tomorrow",
        "I'm going to kill myself tonight, I have the pills here",
    ],
)
async def test_a11_somebody_says_goodbye_kindly(meeting: Meeting, text: str):
    ada = await meeting.join()

    await ada.say(text)

    assert "help" == (await ada.expect("card"))["kind"]


@pytest.mark.parametrize(
    "text",
    [
        "my brother killed himself ten years ago and I still light a candle",
        "that song with the line about wanting to die is stuck in my head",
    ],
    ids=["grief in the past", "a song"],
)
async def test_a11_what_only_sounds_like_it_calls_nobody(meeting: Meeting, text: str):
    ada = await meeting.join()

    assert "ack" == (await ada.say(text))["t"]
    assert "card" not in await kinds(ada)


async def test_a11_the_chair_is_reported_like_anybody(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    n = (await ada.say("you should all listen to me"))["n"]

    assert "ack" == (await ben.ask("report", n=n, why="other"))["t"]
    assert {"here", "said", "group"} >= await kinds(ada)


async def test_a11_two_who_know_each_other_end_what_is_between_them(meeting: Meeting):
    """Either forgets the room, and its role with it; nobody is told why."""
    ada, ben = await meeting.join(), await meeting.join()
    await ada.ask("serve", role="greeter", what="take")
    await ben.find(lambda f: f["t"] == "group" and bool(f["roles"]))

    await ada.ask("forget")

    assert 1000 == await ada.ended()
    assert [] == (await ben.find(lambda f: f["t"] == "group" and not f["roles"]))["roles"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("has anybody here seen Anna Kowalska? she lives at 12 Mill Street", "personal_detail"),
        ("my wife Anna writes here, call me at +44 20 7946 0958", "personal_detail"),
    ],
)
async def test_a11_a_relative_who_searches_finds_nobody(meeting: Meeting, text: str, code: str):
    """What would point at somebody is refused, and nobody is told that it was asked."""
    ada, ben = await meeting.join(), await meeting.join()

    assert code == (await ada.say(text))["code"]
    assert {"here"} >= await kinds(ben)


async def test_a11_somebody_who_drank_is_heard_like_anybody(meeting: Meeting):
    ada, ben = await meeting.join(), await meeting.join()
    text = "I had six beers and I am a bit drunk, sorry for the typing"

    assert "ack" == (await ada.say(text))["t"]
    assert text == (await ben.until_said(text))["text"]


async def test_a11_a_threat_to_somebody_who_is_not_here_calls_a_volunteer(shift: Shift):
    vera = await shift.sit("Vera")
    ada = await shift.meeting.join()

    await ada.say("I am going to kill my brother tonight, I have his knife")

    told = await vera.find(shift.is_ours)
    assert ("S1", "threat") == (told["case"]["level"], told["case"]["family"])


async def test_a11_the_chair_goes_and_the_reserve_leads_on(meeting: Meeting):
    """Who says that they go is followed at once; whose line is lost, after a minute."""
    ada, ben = await meeting.join(), await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    await ben.ask("serve", role="reserve", what="take")
    ask(meeting.process.data, {"do": "begin", "room": meeting.room, "format": "sharing_circle"})
    await ben.expect("meeting")

    await ada.send("leave")

    led = await ben.find(lambda f: f["t"] == "roles" and f.get("chair") == ben.member)
    assert "reserve" not in led
    assert "ack" == (await ben.ask("next", step="welcome"))["t"]


async def test_a11_somebody_who_copies_gets_what_was_said_to_them_and_no_more(meeting: Meeting):
    """Whoever comes to collect hears what everybody hears; nothing from before, by no way."""
    chair = await sharing(meeting)
    await chair.ask("hand", up=True)
    n = (await chair.say("this was said among us"))["n"]

    journalist = await meeting.join(after={"epoch": "", "n": 0})
    await journalist.send("more", before=n + 1, limit=200)
    kept = await journalist.expect("lines")

    assert [] == kept["events"]
    assert n < kept["from"]
    assert [] == texts(await so_far(journalist))
    again = await meeting.join(after={"epoch": chair.hello["epoch"], "n": n - 1})
    assert [] == texts(await so_far(again))
    asked = await journalist.ask("sponsor", what="ask", to=chair.member)
    assert "no_sponsor" == asked["code"]


async def test_a11_who_collects_words_is_reported_and_gone(shift: Shift):
    """A member's word calls a volunteer, who takes the collector out; nobody sees who reported."""
    collector, ada = await shift.meeting.join(), await shift.meeting.join()
    n = (await collector.say("i am writing a piece about you all, may i quote this"))["n"]
    vera = await shift.sit("Vera")

    await ada.ask("report", n=n, why="other")
    await shift.claim(vera)
    await vera.hold("sanction", what="remove", minutes=60, reason="other")

    assert 4503 == await collector.ended()
    back = await shift.meeting.dial(collector.key)
    assert "removed" == (await back.enter(shift.meeting.room))["code"]
