"""A side room: its opening, the way there, and who is told of it."""

import math

import pytest
from msgspec import structs
from refusals import refused

from rooms import side_room
from rooms.events import RoomClosed
from rooms.group.events import Role
from rooms.group.newcomers import KNOWN_S
from rooms.group.state import Group, Held
from rooms.house import House, RoomCard, evolve
from rooms.meeting.events import CircleMoved
from rooms.refusal import Code
from rooms.standing import FREE, Standing
from rooms.state import Moved, Room
from rooms.state import evolve as evolve_room

LEFT = RoomCard("gambling", "gambling", "self", "en", "Evenings", 12, "open_floor", "general")
SIDE = "aside-0f"
NOW = 1_000_000


@pytest.fixture
def house() -> House:
    house = House()
    evolve(house, side_room.opened(LEFT, SIDE))
    return house


def test_a_side_room_is_found_by_its_id_and_stands_in_no_list(house: House):
    assert {} == house.rooms
    assert [] == house.circles("general")
    found = house.find(SIDE)
    assert found is not None
    assert ("Evenings (+)", "gambling", "") == (found.title, found.moved_from, found.circle_of)


def test_a_side_room_that_is_closed_is_not_found(house: House):
    evolve(house, RoomClosed(SIDE))

    assert house.find(SIDE) is None


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"moved_from": "gambling"}, Code.NO_SUCH_ROOM), ({"side": "young"}, Code.NO_SIDE_ROOM)],
)
def test_no_circle_moves_on_from_a_side_room_nor_where_the_young_meet(
    facts: dict[str, str], code: Code
):
    side_room.check_may_move(LEFT)
    with refused(code):
        side_room.check_may_move(structs.replace(LEFT, **facts))


@pytest.mark.parametrize(
    ("moved", "paused_until", "moves"),
    [
        (None, 0, True),
        (None, NOW + 1, True),
        (Moved(SIDE, 0), NOW + 1, False),
        (Moved(SIDE, 0), NOW, True),
        (Moved("aside-closed", 0), NOW + 1, True),
    ],
    ids=["not yet", "paused only", "there already", "the pause is over", "another one, closed"],
)
def test_a_circle_moves_once(moved: Moved | None, paused_until: int, *, moves: bool):
    sent = side_room.moves(Room(moved=moved, paused_until=paused_until), SIDE, NOW)

    assert (CircleMoved(NOW, NOW + side_room.PAUSE_MS, SIDE) if moves else None) == sent


def test_the_room_that_was_left_is_paused_and_knows_the_way():
    room = Room()
    evolve_room(room, 1, NOW, 1, CircleMoved(NOW, NOW + side_room.PAUSE_MS, SIDE))

    assert (Moved(SIDE, NOW), NOW + side_room.PAUSE_MS) == (room.moved, room.paused_until)


@pytest.mark.parametrize(
    ("standing", "was_here_s", "serves", "is_told"),
    [
        (FREE, KNOWN_S, False, True),
        (FREE, KNOWN_S - 1, False, False),
        (FREE, 0, True, True),
        (FREE, math.inf, False, True),
        (Standing(slow=True), KNOWN_S, False, True),
        (Standing(paused_s=60), KNOWN_S, False, True),
        (Standing(removed=True), KNOWN_S, True, False),
        (Standing(muted_s=1), KNOWN_S, True, False),
        (Standing(is_guest=True), KNOWN_S, False, False),
    ],
)
def test_who_was_known_is_told_and_nobody_whom_a_volunteer_keeps_from_writing(
    standing: Standing, was_here_s: float, *, serves: bool, is_told: bool
):
    assert is_told is side_room.is_carried_over(standing, was_here_s, serves=serves)


def test_who_serves_the_group_serves_it_in_the_side_room_until_the_same_day():
    over, mine = Held("ben", "calm oak", NOW), Held("ada", "warm elm", NOW + 1, offered="cem")
    group = Group(held={Role.RESERVE: over, Role.OPENER: mine})

    (taken,) = side_room.serve_on(group, NOW)

    assert (Role.OPENER, "ada", "warm elm", NOW + 1) == (
        taken.role,
        taken.member,
        taken.alias,
        taken.until,
    )
