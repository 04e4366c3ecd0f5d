"""The awkward cases of a self-help group, A1 to A11, each by its name.

What needs hours or many hands is played by the same rules where time is a number:
`tests/moderation/test_clock.py`, `tests/rooms/test_meeting.py`, `tests/rooms/group/`.
"""

import time
from contextlib import AsyncExitStack

import pytest
from guest_walk import asked_for
from meeting import Meeting, StartKith, lead_to_its_round, open_room
from shift import CRISIS, Shift
from wire import Frame, Wire, fresh_id, texts

from moderation.screening import Screen
from rooms import formats
from server.commands.control import ask
from server.operator_error import OperatorError

pytestmark = pytest.mark.slow

DAY_MS = 24 * 3600 * 1000


async def sharing(meeting: Meeting) -> Wire:
    """Begin a sharing circle and lead it to its round; return whoever leads it."""
    chair = await meeting.join()
    await lead_to_its_round(meeting.process.data, meeting.room, chair)
    await chair.expect("step", id="sharing")
    return chair


async def kinds(wire: Wire) -> set[str]:
    """Return which kinds of frames came by now."""
    return {frame["t"] for frame in await so_far(wire)}


async def so_far(wire: Wire) -> list[Frame]:
    """Return all that came by now, in a meeting, too: up to the answer to what is always asked."""
    await wire.ask("report", n=1 << 40, why="other")
    frames, wire.skipped = wire.skipped, []
    return frames


async def test_a1_nobody_else_in_the_room(meeting: Meeting):
    """The truth at once, help all the same, and nobody who is not there."""
    ada = await meeting.join()

    assert [{"id": ada.member, "alias": ada.alias}] == ada.hello["members"]
    assert (0, 0) == (ada.hello["others"], ada.hello["duty"]["on"])
    assert "ack" == (await ada.say("is anybody here"))["t"]
    assert "ack" == (await ada.ask("need"))["t"]
    assert "help" == (await ada.expect("card"))["kind"]
    ben = await meeting.join()
    await ada.find(
        lambda f: f["t"] == "here" and ben.member in {p["id"] for p in f.get("joined", ())}
    )


async def test_a1_three_who_wait_are_a_circle_and_two_are_not(meeting: Meeting):
    """It leads itself; nobody has to come who is not there."""
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("wait", up=True))["t"]
    assert "meeting" not in await kinds(ben)

    await cem.ask("wait", up=True)

    for wire in (ada, ben, cem):
        begun = await wire.expect("meeting")
        assert ("sharing_circle", None) == (begun["format"], begun.get("chair"))


async def test_a1_two_who_wait_are_asked_whether_a_pair_is_all_right(meeting: Meeting):
    """Each is asked alone; one yes begins nothing, and nobody is told that it was said."""
    ada, ben = await meeting.join(), await meeting.join()
    for wire in (ada, ben):
        assert "ack" == (await wire.ask("wait", up=True))["t"]
    for wire in (ben, ada):
        await wire.ask("wait", up=True)
        await wire.expect("card", kind="pair")

    await ada.ask("wait", up=True, pair=True)
    assert {"here"} >= await kinds(ben)
    await ben.ask("wait", up=True, pair=True)

    for wire in (ada, ben):
        assert "sharing_circle" == (await wire.expect("meeting"))["format"]


async def test_a1_where_the_young_meet_nobody_is_left_as_a_pair(meeting: Meeting):
    """Two trained adults, or it does not open."""
    meeting.room = open_room(meeting.process.data, side="young", format="young_relatives")
    for _ in range(2):
        await meeting.join()

    with pytest.raises(OperatorError):
        ask(
            meeting.process.data,
            {"do": "begin", "room": meeting.room, "format": "young_relatives"},
        )


async def test_a2_arriving_in_the_middle_of_a_meeting(meeting: Meeting):
    """Told where it is, announced to nobody's turn, and not too late to listen."""
    chair = await sharing(meeting)
    await chair.ask("hand", up=True)
    await chair.say("this was before you came")

    late = await meeting.join()

    assert ("sharing", chair.member) == (
        late.hello["room"]["step"],
        late.hello["meeting"]["turn"]["holder"],
    )
    assert [] == texts(await so_far(late))  # what was said before is not theirs
    assert "not_your_turn" == (await late.say("hello all"))["code"]
    assert "ack" == (await late.ask("hand", up=True))["t"]
    assert [late.member] == (await chair.find(lambda f: f["t"] == "turn" and f["line"]))["line"]


async def test_a3_a_crisis_message_when_no_volunteer_is_there(meeting: Meeting):
    """Delivered, answered with a card that says the truth, and told to nobody else."""
    ada, ben = await meeting.join(), await meeting.join()

    assert "ack" == (await ada.say(CRISIS))["t"]
    card = await ada.expect("card")

    assert ("help", 0) == (card["kind"], card["duty"]["on"])
    assert CRISIS == (await ben.until_said(CRISIS))["text"]
    assert {"here", "said"} >= await kinds(ben)


async def test_a4_losing_the_line_in_the_middle_of_a_sentence(meeting: Meeting):
    """The place is kept, the clock stands, and words sent twice are said once."""
    chair, ada, ben = await sharing(meeting), await meeting.join(), await meeting.join()
    await ada.ask("hand", up=True)
    sent = {"id": fresh_id(), "text": "what I wanted to say is"}
    first = await ada.say(**sent)
    await ada.close()

    held = await ben.expect("turn", why="line_lost")
    again = await meeting.join(ada.key)
    await chair.expect("turn", why="line_back")
    resent = await again.say(**sent)

    assert ("held", ada.member) == (held["turn"]["phase"], held["turn"]["holder"])
    assert "ends" not in held["turn"]
    assert first == resent
    assert "ack" == (await again.say("and that is all"))["t"]


async def test_a5_one_member_with_two_devices(meeting: Meeting):
    """One person, one place in line, and what is said stands on both screens."""
    chair, phone = await sharing(meeting), await meeting.join()
    laptop = await meeting.join(phone.key)
    await phone.ask("hand", up=True)
    twice = await laptop.ask("hand", up=True)

    said = await laptop.say("the same voice")

    assert (phone.member, phone.alias) == (laptop.member, laptop.alias)
    assert "your_turn" == twice["code"]
    assert "ack" == said["t"]
    assert said["n"] == (await phone.until_said("the same voice"))["n"]
    await laptop.send("leave")
    assert 1000 == await laptop.ended()
    assert "ack" == (await phone.say("closing one is not leaving"))["t"]
    assert "the same voice" == (await chair.until_said("the same voice"))["text"]


@pytest.mark.parametrize("words", ["I want to kill myself", "I have thought about ending it"])
def test_a6_what_a_minor_says_is_looked_at_sooner(words: str):
    screen = Screen.load()

    said, young = screen.look(words), screen.look(f"I am 14 and {words}")

    assert young.level < said.level  # S1 comes before S2


async def test_a6_a_minor(shift: Shift):
    """Told kindly and sent away by nobody; the line of two is closed, and a volunteer is asked."""
    vera = await shift.sit("Vera")
    ada, ben = await shift.meeting.join(), await shift.meeting.join()
    await ben.ask("sponsor", what="offer")
    await ada.ask("sponsor", what="ask", to=ben.member)
    line = (await ben.expect("card", kind="sponsor_asked"))["line"]
    assert "hello" == (await (await shift.meeting.dial(ben.key)).enter(line))["t"]

    assert "ack" == (await ada.say("hello, i am in 9th grade"))["t"]

    assert 0 < (await ada.expect("card", kind="young"))["duty"]["on"]  # others may be, too
    assert line == (await ben.expect("card", kind="sponsor_ended"))["line"]
    assert "not_for_young" == (await ada.ask("sponsor", what="offer"))["code"]
    assert "not_for_young" == (await ada.ask("sponsor", what="ask", to=ben.member))["code"]
    told = await vera.find(lambda f: shift.is_ours(f) and f["case"]["kind"] == "young")
    assert "S3" == told["case"]["level"]
    assert "ack" == (await ada.say("I have thought about ending it"))["t"]
    sooner = await vera.find(lambda f: shift.is_ours(f) and f["case"]["level"] != "S3")
    assert ("S2", told["case"]["id"]) == (sooner["case"]["level"], sooner["case"]["id"])
    assert (True, True) == (told["case"]["young"], sooner["case"]["young"])
    assert not {"young", "help"} & {f.get("kind") for f in await so_far(ben) if f["t"] == "card"}
    again = await shift.meeting.join(ada.key)
    await again.expect("card", kind="young")


async def test_a6_where_the_young_meet(meeting: Meeting):
    """Nobody writes while no trained adults are with them; no line of two for anybody."""
    meeting.room = open_room(meeting.process.data, side="young")
    ada, ben = await meeting.join(), await meeting.join()

    assert "no_meeting" == (await ada.say("ich bin 15 und traurig"))["code"]
    with pytest.raises(OperatorError, match="trained adults"):
        ask(meeting.process.data, {"do": "begin", "room": meeting.room, "format": "social_hour"})
    assert "card" not in await kinds(ada)
    assert "not_for_young" == (await ben.ask("sponsor", what="offer"))["code"]
    assert "not_for_young" == (await ada.ask("sponsor", what="ask", to=ben.member))["code"]
    assert 2 == formats.load()["young_relatives"].adults


async def test_a6_the_young_meet_with_two_adults_whom_a_coordinator_named(meeting: Meeting):
    """With one it does not open; with two it does, and everybody sees who they are."""
    data = meeting.process.data
    room = meeting.room = open_room(data, side="young", format="young_relatives")
    oak, elm, ash, _ = [await meeting.join() for _ in range(4)]
    begin = {"do": "begin", "room": room, "format": "young_relatives"}

    for wire in (oak, elm):
        with pytest.raises(OperatorError, match="trained adults"):
            ask(data, begin)
        ask(data, {"do": "adult", "what": "name", "room": room, "alias": wire.alias})
    ask(data, begin)

    told = await ash.find(lambda f: f["t"] == "group" and len(f.get("adults", ())) > 1)
    assert {oak.member, elm.member} == {one["id"] for one in told["adults"]}
    assert "young_relatives" == (await ash.expect("meeting"))["format"]


async def test_a7_a_banned_member_returns(shift: Shift):
    """The reason, the end and a code to ask again with; a new key is a new person."""
    ada, vera = await shift.claimed()
    await vera.hold("sanction", what="ban", minutes=60, reason="attack")
    card = await ada.expect("card", kind="sanction")
    assert 4503 == await ada.ended()

    back = await shift.meeting.dial(ada.key)
    told = await back.enter(shift.meeting.room)

    assert ("removed", "attack", card["code"]) == (told["code"], told["reason"], told["appeal"])
    assert told["until"] > time.time() * 1000
    assert 4503 == await back.ended()
    assert "hello" == (await (await shift.meeting.dial()).enter(shift.meeting.room))["t"]


async def test_a8_a_raid(meeting: Meeting):
    """Whoever opens stops it for everybody with one press; who needs someone is still heard."""
    ada = await meeting.join()
    await ada.ask("serve", role="opener", what="take")
    crowd = [await meeting.join() for _ in range(4)]
    for wire in crowd:
        await wire.say("buy followers now, best prices")

    assert "ack" == (await ada.ask("halt", on=True))["t"]
    await crowd[0].expect("pause")
    slower = await crowd[0].expect("door")
    late = await meeting.join()

    assert {"paused"} == {(await wire.say("buy more"))["code"] for wire in [*crowd, late]}
    assert "ack" == (await late.ask("need"))["t"]
    assert "help" == (await late.expect("card"))["kind"]
    assert 20 * 60_000 - 1_000 <= slower["until"] - slower["at"] <= 20 * 60_000


async def test_a8_the_same_words_from_several_wait_at_a_slower_door(
    start_kith: StartKith, gathering: AsyncExitStack
):
    """All are told in one line; who is new waits for one glance, and distress for nobody."""
    kith = start_kith()
    shift = Shift(Meeting(kith, open_room(kith.data), gathering), gathering)
    ben, *crowd = [await shift.meeting.join() for _ in range(5)]
    vera = await shift.sit("Vera")
    spam = "buy followers now, best prices"
    assert ["ack", "ack"] == [(await wire.say(spam))["t"] for wire in crowd[:2]]

    frame = fresh_id()
    held = [await crowd[2].say(spam, id=frame), await crowd[3].say(spam), await ben.say("may I")]

    assert {("slow_door", True)} == {(nack["code"], nack["held"]) for nack in held}
    assert "until" in await ben.expect("door")
    assert "ack" == (await crowd[3].say(CRISIS))["t"]
    case = await vera.find(lambda f: f["t"] == "case" and f["case"]["state"] == "open")
    await vera.claim(case["case"]["id"])
    await vera.hold("decide", message=frame, release=True)
    await ben.until_said(CRISIS)
    ben.skipped.clear()
    await ben.until_said(spam)
    assert "ack" == (await crowd[2].say("I only wanted to say hello"))["t"]


async def test_a8_what_a_raid_left_is_gone_from_every_screen(shift: Shift):
    """No links at all; a volunteer takes words and writer out with one press each."""
    raider, ben = await shift.meeting.join(), await shift.meeting.join()
    late = await shift.meeting.join()
    assert "personal_detail" == (await raider.say("look at www.cheap-followers.com now"))["code"]
    n = (await raider.say("all of you are losers and should pay me"))["n"]
    await ben.until_said("all of you are losers and should pay me")
    vera = await shift.sit("Vera")
    await ben.ask("report", n=n, why="attack")
    await shift.claim(vera)

    await vera.hold("hide", n=n)
    await vera.hold("sanction", what="remove", minutes=60, reason="attack")

    for wire in (ben, late):
        assert n == (await wire.expect("hidden"))["of"]
    assert 4503 == await raider.ended()
    assert "ack" == (await late.say("we go on"))["t"]


async def test_a9_somebody_posts_anothers_phone_number(meeting: Meeting):
    """Refused where it stands and kept nowhere; what slipped through goes when two say so."""
    ada, ben, cem = [await meeting.join() for _ in range(3)]
    text = "her number is +44 20 7946 0958, call her"

    refused = await ada.say(text)
    (start, end), *_ = refused["spans"]

    assert "personal_detail" == refused["code"]
    assert "held" not in refused
    assert "7946" in text[start:end]
    n = (await ada.say("she lives in the blue house by the mill"))["n"]
    for wire in (ben, cem):
        await wire.ask("report", n=n, why="details")
    for wire in (ada, ben, cem):
        assert n == (await wire.expect("hidden"))["of"]


async def test_a10_a_professional_guest(meeting: Meeting):
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
