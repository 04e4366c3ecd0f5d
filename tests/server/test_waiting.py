"""Three who wait begin a circle; young people do not without their adults."""

import pytest

from rooms import formats
from rooms.held_meetings import Occasion
from rooms.house import RoomCard
from rooms.refusal import Code, Refusal
from server.backplane import Backplane
from server.timetable.waiting import Waiting


class Begun:
    """What was begun, and whether a meeting is on already."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, str]] = []
        self.is_on = False
        self.asked: list[str] = []
        self.young: set[str] = set()

    def ask(self, _room_id: str, member: str) -> None:
        self.asked.append(member)

    async def is_young(self, _room_id: str, member: str) -> bool:
        return member in self.young

    async def begin(self, room_id: str, occasion: Occasion) -> None:
        if self.is_on:
            raise Refusal(Code.MEETING_ON)
        self.begun.append((room_id, occasion.format))


ROOMS = {
    "quiet": RoomCard("quiet", "grief", "self", "en", "Quiet", 12, "open_floor"),
    "steps": RoomCard("steps", "alcohol", "self", "en", "Steps", 12, "steps_circle"),
    "young": RoomCard("young", "youth", "young", "en", "Young", 12, "open_floor"),
}


@pytest.fixture
def meetings() -> Begun:
    return Begun()


@pytest.fixture
def waiting(store: Backplane, meetings: Begun) -> Waiting:
    forms, ask = formats.load(), meetings.ask
    return Waiting(store, meetings, ROOMS.get, forms, lambda _room: (), ask, meetings.is_young)


async def wait(waiting: Waiting, room: str, *members: str) -> None:
    for member in members:
        await waiting.wait(room, member, 0)


@pytest.mark.parametrize(("room", "form"), [("quiet", "sharing_circle"), ("steps", "steps_circle")])
async def test_the_third_who_waits_begins_a_circle(
    waiting: Waiting, meetings: Begun, room: str, form: str
):
    await wait(waiting, room, "ash", "elm", "ash", "elm")
    assert [] == meetings.begun

    await wait(waiting, room, "oak", "ash", "elm")

    assert [(room, form)] == meetings.begun


async def test_who_looks_again_and_again_stays_in_line(waiting: Waiting, meetings: Begun):
    await wait(waiting, "quiet", "ash", "elm")
    for now in range(0, 200, 20):
        assert await waiting.look_again("quiet", "ash", now)
        await waiting.renew(now)  # nobody here is connected
    assert {"quiet"} == waiting.since(200, 120)

    await wait(waiting, "quiet", "oak")

    assert [("quiet", "sharing_circle")] == meetings.begun
    assert not await waiting.look_again("quiet", "ash", 200)


async def test_who_looks_no_more_is_in_no_line(waiting: Waiting):
    await wait(waiting, "quiet", "ash")
    await waiting.look_again("quiet", "ash", 0)

    await waiting.renew(90)

    assert set() == waiting.since(1_000, 0)


async def test_who_waits_no_longer_does_not_count(waiting: Waiting, meetings: Begun):
    await wait(waiting, "quiet", "ash", "elm")
    await waiting.stop("quiet", "ash")
    await wait(waiting, "quiet", "oak")
    await wait(waiting, "steps", "yew")

    assert [] == meetings.begun


@pytest.mark.parametrize("room", ["young", "closed"])
async def test_young_people_and_closed_rooms_begin_none(
    waiting: Waiting, meetings: Begun, room: str
):
    await wait(waiting, room, "ash", "elm", "oak")

    assert [] == meetings.begun


async def test_where_a_meeting_runs_nothing_else_begins(waiting: Waiting, meetings: Begun):
    meetings.is_on = True

    await wait(waiting, "quiet", "ash", "elm", "oak")

    assert [] == meetings.begun


async def test_two_who_wait_are_asked_once_and_begin_when_both_say_yes(
    waiting: Waiting, meetings: Begun
):
    await wait(waiting, "quiet", "ash", "elm", "ash", "elm")
    assert ["ash", "elm"] == sorted(meetings.asked)

    await waiting.wait("quiet", "ash", 0, pair=True)
    await wait(waiting, "quiet", "ash", "elm")  # said again while one waits
    assert [] == meetings.begun
    await waiting.wait("quiet", "elm", 0, pair=True)

    assert [("quiet", "sharing_circle")] == meetings.begun


async def test_a_yes_was_for_the_one_who_has_gone(waiting: Waiting, meetings: Begun):
    await wait(waiting, "quiet", "ash", "elm")
    await waiting.wait("quiet", "ash", 0, pair=True)
    await waiting.stop("quiet", "elm")
    await wait(waiting, "quiet", "ash")

    await waiting.wait("quiet", "oak", 0, pair=True)

    assert [] == meetings.begun
    await wait(waiting, "quiet", "ash")
    assert ["ash", "ash"] == [name for name in meetings.asked if name == "ash"]


async def test_nobody_who_said_that_they_are_a_child_is_one_of_a_pair(
    waiting: Waiting, meetings: Begun
):
    meetings.young = {"elm"}

    for _ in range(2):
        for name in ("ash", "elm"):
            await waiting.wait("quiet", name, 0, pair=True)

    assert ([], []) == (meetings.asked, meetings.begun)


async def test_where_the_young_meet_two_are_never_asked(waiting: Waiting, meetings: Begun):
    for name in ("ash", "elm"):
        await waiting.wait("young", name, 0, pair=True)

    assert ([], []) == (meetings.asked, meetings.begun)
