"""What a room, its desk and its mail still know after the plug was pulled."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from meeting import Meeting, StartKith, open_room
from wire import Wire, fresh_id, texts

pytestmark = pytest.mark.slow


@pytest.fixture
async def before(start_kith: StartKith, tmp_path: Path) -> AsyncIterator[Meeting]:
    """Give a room on a server of its own, which may be killed."""
    kith = start_kith(data=tmp_path / "data", KITH_LIMITS="off")
    async with AsyncExitStack() as stack:
        yield Meeting(kith, open_room(kith.data, capacity=4), stack)


def restart(kith: KithProcess) -> None:
    kith.kill()
    kith.start()


async def cards(wire: Wire) -> list[object]:
    return [frame["of"] for frame in await wire.so_far() if frame["t"] == "card"]


async def test_thanks_that_waited_still_wait_and_those_given_are_not_given_again(
    before: Meeting,
):
    ada, ben = await before.join(), await before.join()
    for text in ("the first", "the second"):
        await ada.say(text)
    await ben.ask("thank", n=1)
    assert (await ada.expect("card"))["of"] == 1
    await ada.send("leave")
    await ada.ended()
    await ben.ask("thank", n=2)

    restart(before.process)

    assert [2] == await cards(await before.join(ada.key))


async def test_what_was_hidden_stays_hidden_and_one_voice_still_counts(before: Meeting):
    ada, ben, cem = [await before.join() for _ in range(3)]
    for text in ("a number", "a street", "words"):
        await ada.say(text)
    for wire in (ben, cem):
        await wire.ask("report", n=1, why="details")
    await ben.ask("report", n=2, why="details")
    await ada.expect("hidden")

    restart(before.process)
    cem = await before.join(cem.key, after={"epoch": "", "n": 0})
    kept = await cem.in_order(4)
    await cem.ask("report", n=2, why="details")
    hidden = await cem.expect("hidden")

    assert ["erased", "said", "said", "hidden"] == [frame["t"] for frame in kept]
    assert (2, 5) == (hidden["of"], hidden["n"])


async def test_who_was_talking_finds_the_place_held_back(before: Meeting):
    people = [await before.join() for _ in range(4)]
    for person in people:
        await person.say("here")
    epoch = people[0].hello["epoch"]

    restart(before.process)
    stranger = await before.dial()
    refused = await stranger.enter(before.room)
    back = [await before.join(person.key, after={"epoch": epoch, "n": 4}) for person in people]

    assert ("nack", "room_full") == (refused["t"], refused["code"])
    assert [person.hello["you"] for person in people] == [b.hello["you"] for b in back]


async def test_who_only_listened_may_come_back_with_a_position_too(before: Meeting):
    ada, ben = await before.join(), await before.join()
    for _ in range(3):
        await ada.say("words")

    restart(before.process)
    back = await before.join(ben.key, after={"epoch": ben.hello["epoch"], "n": 1})

    assert ["words", "words"] == texts(await back.in_order(2))
    assert back.hello["resumed"]


async def test_a_circle_that_opened_by_itself_stays_open(before: Meeting):
    for _ in range(4):
        await before.join()
    full = await before.dial()
    circle = (await full.enter(before.room))["next"]

    restart(before.process)

    assert (await (await before.dial()).enter(circle))["t"] == "hello"


async def test_answers_lost_with_the_server_are_settled_by_sending_again(before: Meeting):
    ada = await before.join()
    ids = [fresh_id() for _ in range(20)]
    # Words and no ids: random letters now and then read like somebody's details.
    said = dict(zip(ids, [f"a word and {i} more" for i in range(20)], strict=True))
    for frame_id, text in said.items():
        await ada.send("say", id=frame_id, text=text)
    await ada.expect("ack", id=ids[3])

    restart(before.process)
    back = await before.join(ada.key, after={"epoch": "", "n": 0})
    acks = [await back.say(text, id=frame_id) for frame_id, text in said.items()]

    assert list(range(1, 21)) == [ack["n"] for ack in acks]
    kept = await (await before.join(after={"epoch": "", "n": 0})).in_order(20)
    assert list(said.values()) == texts(kept)
