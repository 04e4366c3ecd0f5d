"""What may stand in the timetable, what is different once, and what is let go."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import msgspec
import pytest
from msgspec.structs import replace
from small_timetable import EVENING

from rooms.timetable import decide
from rooms.timetable.decide import Unplanned, Why
from rooms.timetable.events import MeetingPlanned, TimetableEvent
from rooms.timetable.meeting import Meeting, Once
from rooms.timetable.table import Timetable, evolve, expire

HOUR_MS = 3600 * 1000
NOW = 1_767_225_600_000  # 2026-01-01 00:00 UTC, a Thursday
SIXTH, SEVENTH, THIRTEENTH = (date(2026, 1, day) for day in (6, 7, 13))


def zones(name: str) -> ZoneInfo | None:
    return ZoneInfo(name) if name in {"Europe/Warsaw", "Europe/London"} else None


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


@pytest.fixture
def table() -> Timetable:
    table = Timetable()
    evolve(table, NOW, MeetingPlanned(EVENING))
    return table


def plan(table: Timetable, meeting: Meeting, now: int = NOW) -> MeetingPlanned:
    return decide.plan(table, meeting, {"gambling", "families"}, {"open_floor"}, zones, now)


def test_a_meeting_is_planned(table: Timetable):
    other = replace(EVENING, id="noon", at=time(12, 0))

    evolve(table, NOW, plan(table, other))

    assert ["evening", "noon"] == list(table.meetings)


REFUSED = [
    (replace(EVENING), Why.TAKEN, ""),
    (replace(EVENING, id="b", room="nowhere"), Why.NO_SUCH_ROOM, ""),
    (replace(EVENING, id="b", format="opera"), Why.NO_SUCH_FORMAT, ""),
    (replace(EVENING, id="b", zone="Europe/Atlantis"), Why.NO_SUCH_ZONE, ""),
    (replace(EVENING, id="b", last=date(2026, 1, 5)), Why.NEVER, ""),
    (replace(EVENING, id="b", last=date(2025, 12, 31)), Why.NEVER, ""),
    (replace(EVENING, id="b", first=date(2025, 1, 1), last=date(2025, 3, 1)), Why.PAST, ""),
    (replace(EVENING, id="b", at=time(19, 59)), Why.CLASH, "evening"),
    (replace(EVENING, id="b", at=time(18, 1)), Why.CLASH, "evening"),
    # The same moment on other clocks.
    (replace(EVENING, id="b", zone="Europe/London", at=time(18, 30)), Why.CLASH, "evening"),
]


@pytest.mark.parametrize(("meeting", "why", "other"), REFUSED)
def test_what_cannot_stand_in_the_timetable_is_told_why(
    table: Timetable, meeting: Meeting, why: Why, other: str
):
    with pytest.raises(Unplanned) as refused:
        plan(table, meeting)

    assert (why, other) == (refused.value.why, refused.value.other)


@pytest.mark.parametrize(
    "meeting",
    [
        replace(EVENING, id="b", at=time(20, 0)),
        replace(EVENING, id="b", at=time(18, 0)),
        replace(EVENING, id="b", room="families"),
        replace(EVENING, id="b", days=(2,)),
        replace(EVENING, id="b", last=date(2026, 1, 6), at=time(21, 0)),
    ],
)
def test_meetings_may_follow_each_other_and_stand_side_by_side(table: Timetable, meeting: Meeting):
    assert plan(table, meeting) == MeetingPlanned(meeting)


def test_a_timetable_has_an_end(table: Timetable):
    rooms = [f"room-{number}" for number in range(decide.MOST_MEETINGS - 1)]
    table.meetings |= {room: replace(EVENING, id=room, room=room) for room in rooms}

    with pytest.raises(Unplanned) as refused:
        plan(table, replace(EVENING, id="one-more", at=time(12, 0)))

    assert Why.TOO_MANY == refused.value.why


def test_one_day_is_cancelled_moved_and_restored(table: Timetable):
    evolve(table, NOW, decide.move(table, "evening", SIXTH, at(SEVENTH, 20), zones, NOW))
    evolve(table, NOW, decide.cancel(table, "evening", THIRTEENTH, zones, NOW))
    both = table.meetings["evening"].once

    evolve(table, NOW, decide.cancel(table, "evening", SIXTH, zones, NOW))
    evolve(table, NOW, decide.restore(table, "evening", THIRTEENTH, zones, NOW))

    assert (Once(SIXTH, at(SEVENTH, 20)), Once(THIRTEENTH)) == both
    assert (Once(SIXTH),) == table.meetings["evening"].once


def test_a_meeting_is_dropped_and_its_exceptions_with_it(table: Timetable):
    evolve(table, NOW, decide.cancel(table, "evening", SIXTH, zones, NOW))
    evolve(table, NOW, decide.drop(table, "evening"))
    evolve(table, NOW, MeetingPlanned(EVENING))

    assert table.meetings["evening"].once == ()


Act = Callable[[Timetable], object]
NOT_POSSIBLE: list[tuple[Act, Why]] = [
    (lambda t: decide.drop(t, "noon"), Why.NO_SUCH_MEETING),
    (lambda t: decide.cancel(t, "noon", SIXTH, zones, NOW), Why.NO_SUCH_MEETING),
    (lambda t: decide.cancel(t, "evening", SEVENTH, zones, NOW), Why.NO_SUCH_DAY),
    (lambda t: decide.restore(t, "evening", SIXTH, zones, NOW), Why.NO_SUCH_DAY),
    (lambda t: decide.cancel(t, "evening", SIXTH, zones, NOW + 140 * HOUR_MS), Why.PAST),
    (lambda t: decide.move(t, "evening", SIXTH, at(date(2025, 12, 31), 9), zones, NOW), Why.PAST),
    (lambda t: decide.move(t, "evening", SIXTH, at(THIRTEENTH, 19), zones, NOW), Why.CLASH),
]


@pytest.mark.parametrize(("act", "why"), NOT_POSSIBLE)
def test_what_cannot_be_changed_is_told_why(table: Timetable, act: Act, why: Why):
    with pytest.raises(Unplanned) as refused:
        act(table)

    assert why == refused.value.why


def test_two_exceptions_do_not_collide_unseen(table: Timetable):
    """What was moved away may come back only while nobody took its place."""
    evolve(table, NOW, decide.move(table, "evening", SIXTH, at(SEVENTH, 20), zones, NOW))
    other = replace(EVENING, id="once", first=SIXTH, last=SIXTH)
    evolve(table, NOW, plan(table, other))

    with pytest.raises(Unplanned) as refused:
        decide.restore(table, "evening", SIXTH, zones, NOW)

    assert (Why.CLASH, "once") == (refused.value.why, refused.value.other)


def test_what_is_over_is_let_go_a_week_later(table: Timetable):
    evolve(table, NOW, decide.cancel(table, "evening", SIXTH, zones, NOW))
    evolve(table, NOW, MeetingPlanned(replace(EVENING, id="once", last=SIXTH, room="families")))

    expire(table, NOW + 12 * 24 * HOUR_MS)
    assert (Once(SIXTH),) == table.meetings["evening"].once
    assert "once" in table.meetings

    expire(table, NOW + 13 * 24 * HOUR_MS)
    assert table.meetings["evening"].once == ()
    assert "once" not in table.meetings


def test_a_meeting_that_was_moved_past_its_end_is_kept_until_it_was_held(table: Timetable):
    last = replace(EVENING, id="once", last=SIXTH, room="families")
    evolve(table, NOW, MeetingPlanned(last))
    evolve(table, NOW, decide.move(table, "once", SIXTH, at(date(2026, 2, 1), 9), zones, NOW))

    expire(table, NOW + 30 * 24 * HOUR_MS)

    assert "once" in table.meetings


def test_every_event_and_the_fold_come_back_from_the_store_as_they_were(table: Timetable):
    moved = decide.move(table, "evening", SIXTH, at(SEVENTH, 20), zones, NOW)
    evolve(table, NOW, moved)
    packed = msgspec.msgpack.encode([MeetingPlanned(EVENING), moved])

    assert [MeetingPlanned(EVENING), moved] == msgspec.msgpack.decode(
        packed, type=list[TimetableEvent]
    )
    assert table == msgspec.msgpack.decode(msgspec.msgpack.encode(table), type=Timetable)
