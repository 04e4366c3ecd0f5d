"""Shifts: who may plan which, what stands against one, and who is called when."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from moderation import coverage, roster
from moderation import crew_fold as fold
from moderation.actor import Role
from moderation.crew import Volunteers
from moderation.crew_events import (
    CrewEvent,
    PushSubscribed,
    ShiftDropped,
    ShiftKind,
    ShiftPlanned,
    VolunteerJoined,
)
from moderation.refusal import DeskCode, No
from moderation.roster import HOUR_MS, MOST_SHIFTS

NOW = 10_000_000_000
PEOPLE = {
    "ash": Role.COORDINATOR,
    "birch": Role.VOLUNTEER,
    "cedar": Role.VOLUNTEER,
    "elm": Role.SHADOW,
}


def crew_of(*events: CrewEvent, devices: Sequence[str] = ()) -> Volunteers:
    crew = Volunteers()
    joined = [VolunteerJoined(n, n, role, "", f"key {n}", "k", 0) for n, role in PEOPLE.items()]
    ring = [PushSubscribed(name, f"https://{name}", "p", "a") for name in devices]
    for event in (*joined, *ring, *events):
        fold.evolve(crew, NOW, event)
    return crew


def shift(
    who: str, start_h: float = 0, end_h: float = 1, kind: ShiftKind = ShiftKind.DUTY
) -> ShiftPlanned:
    name = f"{who} {start_h} {kind}"
    return ShiftPlanned(name, who, NOW + int(start_h * HOUR_MS), NOW + int(end_h * HOUR_MS), kind)


@pytest.mark.parametrize(
    ("by", "wanted", "code"),
    [
        ("ash", shift("birch"), None),
        ("ash", shift("birch", kind=ShiftKind.LEAD), None),
        ("birch", shift("birch", kind=ShiftKind.ON_CALL), None),
        ("birch", shift("birch", kind=ShiftKind.LEAD), DeskCode.NOT_ALLOWED),
        ("birch", shift("cedar"), DeskCode.NOT_ALLOWED),
        ("elm", shift("elm"), None),
        ("elm", shift("elm", kind=ShiftKind.ON_CALL), DeskCode.NOT_ALLOWED),
        ("ash", shift("elm", kind=ShiftKind.BACKUP), DeskCode.NOT_ALLOWED),
        ("ash", shift("nobody"), DeskCode.NO_SUCH_VOLUNTEER),
        ("ash", shift("birch", 1, 1), DeskCode.BAD_TIME),
        ("ash", shift("birch", 2, 1), DeskCode.BAD_TIME),
        ("ash", shift("birch", -2, -1), DeskCode.BAD_TIME),
        ("ash", shift("birch", -1, 1), None),
        ("ash", shift("birch", 0, 24.5), DeskCode.BAD_TIME),
        ("ash", shift("birch", 400 * 24, 400 * 24 + 1), DeskCode.BAD_TIME),
        ("ash", shift("birch", 2.5, 4), DeskCode.OVERLAP),
        ("ash", shift("birch", 1, 5), DeskCode.OVERLAP),
        ("ash", shift("birch", 3, 4), None),
        ("ash", shift("cedar", 2, 3), None),
    ],
)
def test_a_shift_is_planned_or_refused_with_the_reason(
    by: str, wanted: ShiftPlanned, code: DeskCode | None
):
    crew = crew_of(shift("birch", 2, 3))

    if code is None:
        assert (replace(wanted, by=by),) == roster.plan(crew, crew.people[by], wanted, NOW)
        return
    with pytest.raises(No) as no:
        roster.plan(crew, crew.people[by], wanted, NOW)
    assert code is no.value.code


def test_of_two_coordinators_who_plan_at_once_the_second_is_decided_on_what_the_first_did():
    crew = crew_of()
    first, second = shift("birch", 0, 2), shift("birch", 1, 3)
    ash = crew.people["ash"]
    assert (replace(second, by="ash"),) == roster.plan(crew, ash, second, NOW)

    for event in roster.plan(crew, ash, first, NOW):
        fold.evolve(crew, NOW, event)

    with pytest.raises(No) as no:
        roster.plan(crew, ash, second, NOW)
    assert DeskCode.OVERLAP is no.value.code


def test_a_roster_has_an_end():
    crew = crew_of(*(shift("birch", n, n + 1) for n in range(MOST_SHIFTS)))

    with pytest.raises(No) as no:
        roster.plan(crew, crew.people["ash"], shift("cedar"), NOW)

    assert DeskCode.TOO_MANY is no.value.code


@pytest.mark.parametrize(
    ("by", "name", "code"),
    [
        ("ash", "birch 0 duty", None),
        ("birch", "birch 0 duty", None),
        ("cedar", "birch 0 duty", DeskCode.NOT_ALLOWED),
        ("ash", "birch 9 duty", DeskCode.NO_SUCH_SHIFT),
    ],
)
def test_a_shift_is_dropped_by_a_coordinator_or_whose_it_is(
    by: str, name: str, code: DeskCode | None
):
    crew = crew_of(shift("birch"))

    if code is None:
        assert (ShiftDropped(name, by),) == roster.drop(crew, crew.people[by], name)
        return
    with pytest.raises(No) as no:
        roster.drop(crew, crew.people[by], name)
    assert code is no.value.code


def test_the_lead_is_who_has_a_lead_s_shift_at_this_moment():
    crew = crew_of(
        shift("birch", 0, 1, ShiftKind.LEAD),
        shift("cedar", 1, 2, ShiftKind.LEAD),
        shift("ash", 0, 3),
    )

    leads = [roster.duty_lead(crew, NOW + hour * HOUR_MS) for hour in (0, 1, 2)]

    assert ["birch", "cedar", None] == [lead and lead.id for lead in leads]


@pytest.mark.parametrize(
    ("shifts", "hours"),
    [
        ([], None),
        ([shift("birch", 5, 6), shift("cedar", 2, 3, ShiftKind.LEAD)], 2),
        ([shift("birch", 0, 1), shift("birch", 3, 4)], 3),
        ([shift("birch", 2, 3, ShiftKind.ON_CALL), shift("cedar", 1, 2, ShiftKind.BACKUP)], None),
        ([shift("elm", 2, 3)], None),
    ],
)
def test_the_next_duty_is_somebody_s_who_can_act(shifts: list[ShiftPlanned], hours: int | None):
    begins = roster.next_duty(crew_of(*shifts), NOW)

    assert hours == (None if begins is None else (begins - NOW) // HOUR_MS)


EVERYBODY = ("ash", "birch", "cedar", "elm")


@pytest.mark.parametrize(
    ("step", "shifts", "devices", "ring"),
    [
        ("on_call", [], EVERYBODY, ["ash", "birch", "cedar"]),
        ("on_call", [shift("birch", kind=ShiftKind.ON_CALL)], EVERYBODY, ["birch"]),
        ("on_call", [shift("birch", 1, 2, ShiftKind.ON_CALL)], ("ash",), ["ash"]),
        ("on_call", [shift("birch", kind=ShiftKind.ON_CALL)], ("cedar",), ["cedar"]),
        (
            "on_call_2",
            [shift("birch", kind=ShiftKind.ON_CALL), shift("cedar", kind=ShiftKind.BACKUP)],
            EVERYBODY,
            ["birch", "cedar"],
        ),
        ("coordinator", [shift("birch", kind=ShiftKind.ON_CALL)], EVERYBODY, ["ash"]),
        ("coordinator", [], ("birch",), ["birch"]),
        ("on_call", [], (), []),
    ],
)
def test_who_is_called_at_a_step(
    step: str, shifts: list[ShiftPlanned], devices: Sequence[str], ring: list[str]
):
    crew = crew_of(*shifts, devices=devices)

    assert ring == [one.id for one in roster.called(crew, step, NOW)]


@pytest.mark.parametrize(
    ("shifts", "expected"),
    [
        ((), []),
        ((shift("birch", 0, 2),), ["birch"]),
        ((shift("cedar", 1.5, 3), shift("birch", 0, 1.2)), ["birch", "cedar"]),
        ((shift("birch", 0, 1), shift("cedar", 2, 3)), []),
        ((shift("birch", 1, 2, ShiftKind.GREET), shift("cedar", 1, 2, ShiftKind.ON_CALL)), []),
        ((shift("elm", 1, 2), shift("ash", 1, 2, ShiftKind.LEAD)), ["ash"]),
    ],
)
def test_at_the_desk_are_those_who_can_act_and_promised_some_of_the_time(
    shifts: Sequence[ShiftPlanned], expected: list[str]
):
    crew = crew_of(*shifts)

    assert roster.at_desk(crew, NOW + HOUR_MS, NOW + 2 * HOUR_MS) == expected


def test_greeters_are_those_with_hours_for_it_whose_device_rings():
    hours = [shift(who, 0, 1, ShiftKind.GREET) for who in ("birch", "cedar")]
    crew = crew_of(*hours, shift("ash", 0, 1), devices=["birch", "ash"])

    assert ["birch"] == [one.id for one in roster.greeters(crew, NOW)]
    assert [] == roster.greeters(crew, NOW + HOUR_MS)


DAY_H = 24
MONTH = "1970-04"  # NOW lies in it
COVERED = {
    "half of each day": ([shift("ash", day * DAY_H, day * DAY_H + 12) for day in range(2)], 50),
    "two at once count once": (
        [shift("ash", 0, 12), shift("birch", 6, 14), shift("cedar", 3, 9)],
        30,  # 14 hours of 48
    ),
    "who looks on covers nothing": ([shift("elm", 0, 48)], 0),
    "who is on call is not at the desk": ([shift("ash", 0, 48, ShiftKind.ON_CALL)], 0),
}


@pytest.mark.parametrize("how", COVERED)
def test_the_share_of_covered_hours_is_told_in_tens(how: str):
    events, expected = COVERED[how]
    crew = crew_of(*events)

    told = coverage.told(crew, MONTH, NOW + 2 * DAY_H * HOUR_MS)

    assert f"about {expected} %" == told


def test_hours_that_have_passed_stay_counted_when_their_shift_is_gone():
    crew = crew_of(shift("ash", 0, 12))
    fold.evolve(crew, NOW + 5 * DAY_H * HOUR_MS, None)

    assert {MONTH: 12 * HOUR_MS} == crew.covered
    assert {} == crew.shifts


def test_nothing_is_told_of_a_month_nobody_counted():
    assert "" == coverage.told(crew_of(), "1970-03", NOW + 2 * DAY_H * HOUR_MS)
    assert "" == coverage.told(crew_of(), MONTH, NOW + HOUR_MS)
