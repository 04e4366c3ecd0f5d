"""What cannot be, in and around a meeting: each has its clear answer, in words to a person.

The rules themselves are tested beside them, in tests/rooms. A pass used twice, or by another, needs
an evening three days later: `test_guest_walk.py` goes there.
"""

import asyncio
import json
from collections import Counter
from contextlib import AsyncExitStack
from importlib.resources import files
from pathlib import Path
from urllib.request import urlopen

import pytest
from commands import Done, Run, sentence
from kith_process import KithProcess
from meeting import Meeting, open_room
from patience import SOON_S
from wire import Wire, fresh_id

from client.catalogue import english
from client.own_words import reason
from server.commands.control import ask

pytestmark = pytest.mark.slow

WEB = files("client").joinpath("web/locales")
LANGUAGES = ("en", "pl", "de", "es", "ar")
READY_MADE = files("rooms.formats").joinpath("sharing_circle.toml")
MEMBERS = 30
NIGHT = ("--zone", "Europe/Berlin", "--days", "sun", "--at", "02:30", "--first", "2027-10-31")


def words(key: str) -> list[str]:
    """Return what a person reads, in each language."""
    catalogues = [json.loads((WEB / f"{lang}.json").read_text("utf-8")) for lang in LANGUAGES]
    return [catalogue.get(key, "") for catalogue in catalogues]


async def in_round(meeting: Meeting) -> Wire:
    """Bring a sharing circle to its round; return whoever leads it."""
    chair = await meeting.join()
    ask(meeting.process.data, {"do": "begin", "room": meeting.room, "format": "sharing_circle"})
    await chair.ask("lead", up=True)
    for step in ("welcome", "check_in"):
        await chair.ask("next", step=step)
    await chair.expect("step", id="sharing")
    return chair


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "closing"', 'kind = "talk"', "It has no end"),
        ('speak = "everyone"', 'speak = "nobody"', "nobody may speak in it"),
    ],
    ids=["a protocol with no end", "a step nobody may speak in"],
)
def test_a_protocol_that_cannot_be_is_told_in_a_sentence(
    run: Run, tmp_path: Path, old: str, new: str, says: str
):
    file = tmp_path / "ours.toml"
    file.write_text(READY_MADE.read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    assert says in run("format", "check", file).out


def planned(run: Run, house: KithProcess, *options: str) -> Done:
    """Plan a meeting that is called by the night of which there is more than one."""
    add = ("meeting", "add", "night", "--room", "gambling", "--title", "At night")
    return run(*add, *options, "--data", house.data)


def test_a_zone_that_does_not_exist_is_told_in_a_sentence(house: KithProcess, run: Run):
    told = sentence(planned(run, house, *NIGHT, "--zone", "Mars/Olympus"))

    assert "There is no zone of this name. Zones are called like Europe/Warsaw or UTC." in told


def test_a_meeting_on_a_night_that_has_two_half_past_twos_is_at_the_first(
    house: KithProcess, run: Run
):
    assert 0 == planned(run, house, *NIGHT, "--last", "2027-10-31").code
    with urlopen(f"{house.url}/api/meetings", timeout=SOON_S) as answer:  # noqa: S310 - our own
        begins = [one["next"] for one in json.load(answer) if one["id"] == "night"]
    run("meeting", "drop", "night", "--data", house.data)

    assert ["2027-10-31T00:30:00Z"] == begins


async def test_two_who_press_next_at_once_go_one_step_on_and_the_second_is_told(
    meeting: Meeting,
):
    chair = await in_round(meeting)
    phone = await meeting.join(chair.key)
    ids = [fresh_id(), fresh_id()]
    for wire, frame_id in zip((chair, phone), ids, strict=True):
        await wire.send("next", id=frame_id, step="sharing")
    answers = [await chair.answer(ids[0]), await phone.answer(ids[1])]
    late = await meeting.join()

    assert {("ack", None), ("nack", "went_on")} == {(a["t"], a.get("code")) for a in answers}
    assert "goodbye" == late.hello["room"]["step"]
    assert all(words("room.cannot_went_on"))
    assert "The meeting has gone on already." == english().say(reason(english(), "went_on"))


async def test_thirty_who_ask_for_a_turn_in_five_minutes_each_have_a_place_or_are_told_why_not(
    house: KithProcess, gathering: AsyncExitStack
):
    """With turns of three minutes and one of grace, 45 minutes are enough for some of them."""
    hall = Meeting(house, open_room(house.data, capacity=MEMBERS + 1), gathering)
    await in_round(hall)
    wires = [await hall.join() for _ in range(MEMBERS)]
    answers = await asyncio.gather(*(wire.ask("hand", up=True) for wire in wires))

    told = Counter(answer.get("code", "a place") for answer in answers)
    assert {"a place", "no_time_left"} == set(told)
    assert MEMBERS == sum(told.values())
    assert all(words("room.cannot_no_time_left"))
    assert "There is no time for one more turn" in english().say(reason(english(), "no_time_left"))


def test_a_pass_that_opens_nothing_says_why_in_every_language():
    for code in ("pass_used", "pass_unknown", "pass_early", "pass_over"):
        assert all(words(f"group.{code}")), code


async def test_a_holder_who_leaves_and_returns_on_the_other_device_asks_again_and_is_told(
    meeting: Meeting,
):
    chair = await in_round(meeting)
    ada = await meeting.join()
    await ada.ask("hand", up=True)
    await ada.send("leave")
    await chair.expect("turn", why="gone")
    phone = await meeting.join(ada.key)
    refused = await phone.say("where was I")

    assert "not_your_turn" == refused["code"]
    assert all(words("room.no_not_your_turn"))
    assert "ack" == (await phone.ask("hand", up=True))["t"]
