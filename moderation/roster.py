"""The roster: who promised which hours, who leads now, and who is called when nobody answers.

Two coordinators may plan at once: the store lets only one append follow what was read, so the
other's wish is decided again on what the first did.
"""

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from moderation.actor import Role
from moderation.crew import Shift, Volunteer, Volunteers
from moderation.crew_events import CrewEvent, ShiftDropped, ShiftKind, ShiftPlanned
from moderation.refusal import DeskCode, No

HOUR_MS = 3600 * 1000
LONGEST_SHIFT_MS = 24 * HOUR_MS
FARTHEST_MS = 366 * 24 * HOUR_MS
MOST_SHIFTS = 2000


def plan(crew: Volunteers, by: Volunteer, shift: ShiftPlanned, now: int) -> Sequence[CrewEvent]:
    """Put a shift on the roster: a coordinator anybody's, everybody their own, but the lead's."""
    volunteer = crew.people.get(shift.volunteer)
    if volunteer is None:
        raise No(DeskCode.NO_SUCH_VOLUNTEER)
    own = by.id == shift.volunteer and shift.kind is not ShiftKind.LEAD
    if not own and crew.acting(by).role is not Role.COORDINATOR:
        raise No(DeskCode.NOT_ALLOWED)
    if volunteer.role is Role.SHADOW and shift.kind is not ShiftKind.DUTY:
        raise No(DeskCode.NOT_ALLOWED)
    _check_time(shift, now)
    if len(crew.shifts) >= MOST_SHIFTS:
        raise No(DeskCode.TOO_MANY)
    for other in crew.shifts.values():
        if other.volunteer == shift.volunteer and _overlap(other, shift):
            raise No(DeskCode.OVERLAP)
    return (replace(shift, by=by.id),)


def drop(crew: Volunteers, by: Volunteer, shift_id: str) -> Sequence[CrewEvent]:
    """Take a shift off the roster."""
    shift = crew.shifts.get(shift_id)
    if shift is None:
        raise No(DeskCode.NO_SUCH_SHIFT)
    if by.id != shift.volunteer and crew.acting(by).role is not Role.COORDINATOR:
        raise No(DeskCode.NOT_ALLOWED)
    return (ShiftDropped(shift_id, by.id),)


def planned(crew: Volunteers, kinds: Collection[ShiftKind], now: int) -> list[Volunteer]:
    """Return who has a shift of one of these kinds at this moment."""
    shifts = (s for s in crew.shifts.values() if s.kind in kinds and s.covers(now))
    return [crew.people[s.volunteer] for s in shifts if s.volunteer in crew.people]


def duty_lead(crew: Volunteers, now: int) -> Volunteer | None:
    """Return who leads the shift now; of two, the one who began first."""
    shifts = [s for s in crew.shifts.values() if s.kind is ShiftKind.LEAD and s.covers(now)]
    first = min(shifts, key=lambda s: (s.start, s.id), default=None)
    return crew.people.get(first.volunteer) if first is not None else None


def next_duty(crew: Volunteers, now: int) -> int | None:
    """Return when the next shift begins in which somebody who can act is at the desk."""
    kinds = {ShiftKind.DUTY, ShiftKind.LEAD}
    begins = (
        s.start
        for s in crew.shifts.values()
        if s.kind in kinds and s.start > now and _can_act(crew, s.volunteer)
    )
    return min(begins, default=None)


def covers(crew: Volunteers, start: int, end: int) -> bool:
    """Return whether somebody who can act has promised to be at the desk all of the time."""
    kinds = {ShiftKind.DUTY, ShiftKind.LEAD}
    shifts = (s for s in crew.shifts.values() if s.kind in kinds and _can_act(crew, s.volunteer))
    for shift in sorted(shifts, key=lambda s: s.start):
        if shift.start <= start < shift.end:
            start = shift.end
    return start >= end


def at_desk(crew: Volunteers, start: int, end: int) -> list[str]:
    """Return who has promised to be at the desk for some of this time, the first one first."""
    kinds = {ShiftKind.DUTY, ShiftKind.LEAD}
    found = [
        s
        for s in crew.shifts.values()
        if s.kind in kinds and s.start < end and start < s.end and _can_act(crew, s.volunteer)
    ]
    return list(dict.fromkeys(s.volunteer for s in sorted(found, key=lambda s: (s.start, s.id))))


def called(crew: Volunteers, step: str, now: int) -> list[Volunteer]:
    """Return whose devices ring at a step of the clock.

    A roster with nobody, or with nobody whose device can ring, calls everybody who can act: a
    needless call is better than none.
    """
    match step:
        case "coordinator":
            wanted = crew.coordinators()
        case "on_call_2":
            wanted = planned(crew, {ShiftKind.ON_CALL, ShiftKind.BACKUP, ShiftKind.LEAD}, now)
        case _:
            wanted = planned(crew, {ShiftKind.ON_CALL}, now)
    reachable = [one for one in wanted if one.devices]
    anybody = [one for one in crew.people.values() if _can_act(crew, one.id) and one.devices]
    return reachable or anybody


def greeters(crew: Volunteers, now: int) -> list[Volunteer]:
    """Return who would greet somebody at this hour, and has a device that can ring.

    Nobody else is called for that: who waits for company is in no danger.
    """
    return [one for one in planned(crew, {ShiftKind.GREET}, now) if one.devices]


def _can_act(crew: Volunteers, volunteer_id: str) -> bool:
    volunteer = crew.people.get(volunteer_id)
    return volunteer is not None and volunteer.role is not Role.SHADOW


def _check_time(shift: ShiftPlanned, now: int) -> None:
    lasts = shift.end - shift.start
    if not 0 < lasts <= LONGEST_SHIFT_MS or shift.end <= now or shift.end > now + FARTHEST_MS:
        raise No(DeskCode.BAD_TIME)


def _overlap(one: Shift, other: ShiftPlanned) -> bool:
    return one.start < other.end and other.start < one.end
