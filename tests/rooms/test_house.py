"""The house: its rooms in order, and the circles that grow from one."""

import pytest

from rooms.circle import next_circle
from rooms.events import RoomClosed, RoomOpened
from rooms.house import House, evolve


def opened(room: str, circle_of: str = "", title: str = "A room") -> RoomOpened:
    return RoomOpened(room, "gambling", "self", "en", title, 12, "open_floor", circle_of)


@pytest.fixture
def house() -> House:
    house = House()
    for room in ("gambling", "families"):
        evolve(house, opened(room))
    return house


def test_rooms_stand_in_the_order_of_opening(house: House):
    evolve(house, opened("alcohol"))

    assert ["gambling", "families", "alcohol"] == list(house.rooms)


def test_a_closed_room_is_gone_and_one_that_is_not_there_stays_away(house: House):
    evolve(house, RoomClosed("gambling"))
    evolve(house, RoomClosed("nowhere"))

    assert ["families"] == list(house.rooms)
    assert house.opened == 4


def test_another_circle_is_like_the_first(house: House):
    circle = next_circle(house, house.rooms["gambling"])

    assert opened("gambling-2", "gambling", "A room (2)") == circle


def test_circles_are_counted_from_their_root(house: House):
    evolve(house, opened("gambling-2", "gambling"))

    third = next_circle(house, house.rooms["gambling-2"])

    assert ("gambling-3", "gambling", "A room (3)") == (third.id, third.circle_of, third.title)
    assert ["gambling", "gambling-2"] == [card.id for card in house.circles("gambling")]


def test_a_number_that_is_taken_is_passed_over(house: House):
    evolve(house, opened("gambling-2"))  # a room of its own, by that name

    assert next_circle(house, house.rooms["gambling"]).id == "gambling-3"


def test_a_long_name_stays_within_its_length(house: House):
    evolve(house, opened("x" * 32))

    assert next_circle(house, house.rooms["x" * 32]).id == "x" * 30 + "-2"


def test_circles_stay_together_when_their_root_was_closed(house: House):
    evolve(house, opened("gambling-2", "gambling", "A room (2)"))
    evolve(house, RoomClosed("gambling"))

    circle = next_circle(house, house.rooms["gambling-2"])
    evolve(house, circle)

    assert opened("gambling-3", "gambling", "A room (3)") == circle
    assert ["gambling-2", "gambling-3"] == [card.id for card in house.circles("gambling")]
