"""A slower door: when it begins, for how long it stays, and whose words wait at it."""

import pytest

from rooms import door
from rooms.door import CALM_MS, MINUTE_MS, Door
from rooms.events import DoorFreed, DoorSlowed
from rooms.state import Room, evolve

NOW = 1_000_000_000
SLOW = Door(7, NOW, NOW + CALM_MS)


@pytest.mark.parametrize(
    ("before", "now", "event"),
    [
        (None, NOW, DoorSlowed(NOW + CALM_MS)),
        (SLOW, NOW + MINUTE_MS - 1, None),
        (SLOW, NOW + MINUTE_MS, DoorSlowed(NOW + MINUTE_MS + CALM_MS, longer=True)),
        (SLOW, NOW + CALM_MS, DoorSlowed(NOW + 2 * CALM_MS)),
    ],
)
def test_a_sign_of_a_raid_keeps_the_door_slow_for_twenty_minutes_from_then(
    before: Door | None, now: int, event: DoorSlowed | None
):
    assert event == door.slowed(before, now)


@pytest.mark.parametrize(
    ("slower", "now", "is_slow"),
    [(None, NOW, False), (SLOW, NOW + CALM_MS - 1, True), (SLOW, NOW + CALM_MS, False)],
)
def test_it_ends_by_itself_when_it_is_calm(slower: Door | None, now: int, *, is_slow: bool):
    assert is_slow is door.is_slow(slower, now)


@pytest.mark.parametrize(
    ("n", "at", "has_met"),
    [
        (8, NOW + 1, True),  # a volunteer let it go out
        (6, NOW - 1, False),  # said with the raid, before it was seen
        (1, NOW - MINUTE_MS - 1, True),  # said before anything began
    ],
)
def test_who_was_looked_at_or_spoke_before_waits_no_more(n: int, at: int, *, has_met: bool):
    assert has_met is SLOW.has_met(n, at)


def test_all_who_read_the_stream_see_the_same_door():
    room, doors = Room(), []
    told = [DoorSlowed(30), DoorSlowed(50, longer=True), DoorFreed(), DoorSlowed(90, longer=True)]

    for n, event in enumerate(told, start=1):
        evolve(room, n, 10 * n, n, event)
        doors.append(room.door)

    assert [Door(1, 10, 30), Door(1, 10, 50), None, Door(4, 40, 90)] == doors
