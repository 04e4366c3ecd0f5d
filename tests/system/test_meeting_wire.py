"""A meeting over the real wire: the piece, a line that drops, a server that dies."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import pytest
from kith_process import KithProcess
from meeting import Meeting, lead_to_its_round, open_room
from wire import Wire

from server.commands.control import ask
from server.operator_error import OperatorError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    process = KithProcess(tmp_path_factory.mktemp("house"), KITH_LIMITS="off").start()
    yield process
    process.stop()


@pytest.fixture
async def circle(shared: KithProcess) -> AsyncIterator[Meeting]:
    """Give a room of its own on a running server."""
    async with AsyncExitStack() as stack:
        yield Meeting(shared, open_room(shared.data), stack)


async def sharing(circle: Meeting, *others: Wire) -> Wire:
    """Begin a sharing circle and lead it to its round; return whoever leads it."""
    chair = await circle.join()
    await lead_to_its_round(circle.process.data, circle.room, chair)
    for wire in (chair, *others):
        await wire.expect("step", id="sharing")
    return chair


async def holding(circle: Meeting) -> tuple[Wire, Wire]:
    """Lead a sharing circle to its round; return who holds the piece, and who waits for it."""
    ada, ben = await circle.join(), await circle.join()
    await sharing(circle, ada, ben)
    await ada.ask("hand", up=True)
    await ben.ask("hand", up=True)
    return ada, ben


async def test_the_piece_goes_round_and_all_see_the_same(circle: Meeting):
    ada, ben = await circle.join(), await circle.join()
    chair = await sharing(circle, ada, ben)
    people = (ada, ben, chair)

    await ada.ask("hand", up=True)
    await ben.ask("hand", up=True)
    refused = await ben.say("me, too")
    said = await ada.say("this is hard to say")
    await ada.ask("wish", what="welcome")
    await ada.ask("pass")
    told = [await wire.expect("turn", why="passed") for wire in people]
    await chair.say("thank you for saying that")
    twice = await chair.say("and one more thing")
    await ada.ask("pass")
    after = [await wire.expect("turn", why="feedback_over") for wire in people]

    assert ("not_your_turn", "other", "ack") == (refused["code"], refused["why"], said["t"])
    assert 1 == len({frame["n"] for frame in told})
    assert {"of": ada.member, "wish": "welcome"}.items() <= told[0]["feedback"].items()
    assert ("not_your_turn", "answered") == (twice["code"], twice["why"])
    assert [ben.member] * 3 == [frame["turn"]["holder"] for frame in after]


async def test_who_comes_in_is_told_where_the_meeting_is(circle: Meeting):
    ada = await circle.join()
    await sharing(circle, ada)
    await ada.ask("hand", up=True)

    late = await circle.join()
    meeting = late.hello["meeting"]

    assert ("sharing", "sharing_circle", ada.member) == (
        late.hello["room"]["step"],
        meeting["format"],
        meeting["turn"]["holder"],
    )
    assert ["welcome", "check_in", "sharing", "goodbye"] == [s["id"] for s in meeting["steps"]]


async def test_a_lost_line_keeps_the_place_and_the_other_device_goes_on(circle: Meeting):
    ada, ben = await circle.join(), await circle.join()
    await sharing(circle, ada, ben)
    await ada.ask("hand", up=True)
    await ada.close()

    held = await ben.expect("turn", why="line_lost")
    again = await circle.join(ada.key)
    back = await ben.expect("turn", why="line_back")
    said = await again.say("here I am again")

    assert {"phase": "held", "holder": ada.member}.items() <= held["turn"].items()
    assert "ends" not in held["turn"]
    assert back["turn"]["left_s"] == held["turn"]["left_s"]
    assert back["turn"]["ends"] >= back["at"] + held["turn"]["left_s"] * 1000 - 1000
    assert "ack" == said["t"]


async def test_who_leaves_lets_go_of_the_piece_at_once(circle: Meeting):
    ada, ben = await holding(circle)
    await ada.send("leave")

    gone = await ben.expect("turn", why="gone")

    assert (ben.member, []) == (gone["turn"]["holder"], gone["line"])


async def test_a_server_that_dies_in_a_turn_costs_nobody_their_time(circle: Meeting):
    ada, ben = await holding(circle)
    before = (await ben.expect("turn", line=[ben.member]))["turn"]

    circle.process.kill()
    circle.process.start()
    ben = await circle.join(ben.key)
    held = ben.hello["meeting"]  # it may have been noticed before he was in
    if held["turn"]["phase"] != "held":
        held = await ben.expect("turn", why="line_lost")
    ada = await circle.join(ada.key)
    back = await ben.expect("turn", why="line_back")
    said = await ada.say("where was I")

    assert (ada.member, [ben.member]) == (held["turn"]["holder"], held["line"])
    assert ada.member == back["turn"]["holder"]
    assert held["turn"]["left_s"] == back["turn"]["left_s"]
    assert before["left_s"] - 60 <= back["turn"]["left_s"] <= before["left_s"]
    assert "ack" == said["t"]


async def test_a_young_people_s_room_is_silent_between_its_meetings(shared: KithProcess):
    async with AsyncExitStack() as stack:
        room = open_room(shared.data, format="young_relatives", side="young")
        ada = await Meeting(shared, room, stack).join()

        assert "no_meeting" == (await ada.say("is anybody here"))["code"]


async def test_an_operator_is_told_why_a_meeting_does_not_begin(circle: Meeting):
    def begin(form: str, room: str = circle.room) -> str:
        try:
            ask(circle.process.data, {"do": "begin", "room": room, "format": form})
        except OperatorError as error:
            return str(error)
        return ""

    assert "Fewer people are in the room than this meeting needs." == begin("relatives_circle")
    assert begin("young_relatives").startswith("Young people meet only with two trained adults")
    assert "There is no open room of this name." == begin("social_hour", "nowhere")
    await circle.join()
    assert "" == begin("social_hour")
    assert "A meeting runs in this room already." == begin("social_hour")


async def test_a_holder_who_leaves_on_one_device_speaks_on_with_the_other(circle: Meeting):
    ada, ben = await circle.join(), await circle.join()
    phone = await circle.join(ada.key)
    await sharing(circle, ada, ben, phone)
    await ada.ask("hand", up=True)
    await ada.send("leave")
    await ada.ended()
    said = await phone.say("my other screen is off now")
    await phone.ask("pass")
    told = await ben.expect("turn", why="passed")

    assert ("ack", None) == (said["t"], told.get("turn"))


async def test_a_holder_who_left_for_good_and_returns_asks_for_a_turn_as_anybody(circle: Meeting):
    ada, ben = await holding(circle)
    await ada.send("leave")
    await ben.expect("turn", why="gone")
    again = await circle.join(ada.key)
    refused = await again.say("I am here again")
    await again.ask("hand", up=True)
    told = await ben.expect("turn", why="asked", line=[ada.member])

    assert "not_your_turn" == refused["code"]
    assert ben.member == told["turn"]["holder"]


async def test_a_server_that_dies_takes_no_time_from_who_answers_nor_from_the_step(circle: Meeting):
    ada, ben = await circle.join(), await circle.join()
    await sharing(circle, ada, ben)
    await ada.ask("hand", up=True)
    await ada.ask("wish", what="welcome")
    await ada.say("this week was long")
    await ada.ask("pass")
    before = await ben.expect("turn", why="passed")
    step = (await circle.join()).hello["meeting"]

    circle.process.kill()
    circle.process.start()
    ben = await circle.join(ben.key)
    after = await ben.expect("resume")
    said = await ben.say("thank you for that")

    later_ms = after["feedback"]["until"] - before["feedback"]["until"]
    assert 0 < later_ms == after["until"] - step["until"]
    assert "ack" == said["t"]
