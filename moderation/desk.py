"""What the volunteers' desk of one shard knows: a fold over its stream."""

from dataclasses import dataclass, field

from moderation import life, tally
from moderation.case import NO_DANGER, Case, Flagged, Note, State, Talk
from moderation.events import (
    AppealAnswered,
    AppealMade,
    CaseClosed,
    CaseEvent,
    CaseJoined,
    CaseRaised,
    DeskEvent,
    RoomPaused,
    SanctionLifted,
    SanctionSet,
    SanctionSigned,
)
from moderation.levels import Level
from moderation.sanctions import REVIEW, Sanctions
from moderation.sanctions import evolve as evolve_sanctions
from moderation.tally import Tally

KEPT_AFTER_MS = 72 * 3600 * 1000  # then a closed case is gone (DESIGN, "Sealing and erasing")


@dataclass(slots=True)
class Desk:
    """Cases by id, what members may not do, and who said of which line that it shows
    somebody's details. `raised` and `resolved` count also what is no longer kept. `about` has the
    ids of cases by whom they are about: every message asks for its author's.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    details: dict[str, list[str]] = field(default_factory=dict)
    sanctions: Sanctions = field(default_factory=Sanctions)
    tally: Tally = field(default_factory=dict)
    raised: int = 0
    resolved: int = 0
    head: int = 0

    def __post_init__(self) -> None:
        """List cases that came with a snapshot, also one that has no such list."""
        self.about = {}
        for case in self.cases.values():
            self.about.setdefault(person_key(case.room, case.about), []).append(case.id)

    def open_case(self, room: str, member: str) -> Case | None:
        """Return the one open case about a member of a room."""
        for case_id in self.about.get(person_key(room, member), ()):
            case = self.cases.get(case_id)
            if case is not None and case.state is not State.RESOLVED:
                return case
        return None

    def last_case(self, room: str, member: str) -> Case | None:
        """Return the case about a member of a room that was raised last, if one is kept."""
        ids = self.about.get(person_key(room, member), ())
        return self.cases[ids[-1]] if ids else None

    def counts(self) -> dict[State, int]:
        """Return how many cases there ever were in each state."""
        counts = dict.fromkeys(State, 0)
        for case in self.cases.values():
            counts[case.state] += 1
        counts[State.RESOLVED] = self.resolved
        return counts


def person_key(room: str, member: str) -> str:
    """Return how a member of a room is named in the desk's fold."""
    return f"{room}/{member}"


def line_key(room: str, n: int) -> str:
    """Return how a line is named in the desk's fold."""
    return f"{room}/{n}"


def evolve(desk: Desk, n: int, at: int, event: DeskEvent | None) -> None:
    """Fold entry `n` of time `at` (ms); None is an entry that is gone."""
    desk.head = n
    if event is None:
        return
    tally.count(desk.tally, at, event, desk.cases.get(getattr(event, "case", "")))
    match event:
        case CaseRaised():
            _raise(desk, n, at, event)
            if event.kind == REVIEW:
                desk.sanctions.reviewed(event.room, event.about, at)
        case SanctionSet() | SanctionSigned() | SanctionLifted() | AppealMade() | AppealAnswered():
            evolve_sanctions(desk.sanctions, n, at, event)
        case _:
            case_ = desk.cases.get(event.case)
            if case_ is not None:
                _evolve_case(desk, case_, n, at, event)


def expire(desk: Desk, now: int) -> None:
    """Let go of what is past its time: cases 72 h after closing, sanctions after their end,
    a month's counts after a year.

    A case that still waits for its second signature loses every word of anybody's in that time,
    and stays on the desk until somebody has signed it: nothing severe leaves unseen.
    """
    over = [c for c in desk.cases.values() if c.closed_at and c.closed_at < now - KEPT_AFTER_MS]
    for case in over:
        if case.waits_for_signature:
            case.lose_words()
        else:
            _remove(desk, case)
    talked_of = {case.room for case in desk.cases.values() if case not in over}
    for room in {case.room for case in over} - talked_of:
        desk.details = {k: v for k, v in desk.details.items() if not k.startswith(f"{room}/")}
    desk.sanctions.expire(now)
    tally.expire(desk.tally, now)


def _remove(desk: Desk, case: Case) -> None:
    del desk.cases[case.id]
    key = person_key(case.room, case.about)
    desk.about[key].remove(case.id)
    if not desk.about[key]:
        del desk.about[key]


def _raise(desk: Desk, n: int, at: int, event: CaseRaised) -> None:
    desk.raised += 1
    level = Level(event.level)
    desk.cases[event.case] = case = Case(
        event.case,
        event.room,
        event.about,
        event.kind,
        n,
        at,
        level,
        event.family,
        event.staffed,
        since=at,
    )
    desk.about.setdefault(person_key(event.room, event.about), []).append(event.case)
    case.flagged.append(_flagged(event, at))
    _note_details(desk, event.room, event)


def _flagged(event: CaseRaised | CaseJoined, at: int) -> Flagged:
    return Flagged(
        event.kind,
        at,
        event.of,
        event.id,
        event.to,
        event.alias,
        event.text,
        event.spans,
        event.level,
        event.why,
        event.rule,
        event.by,
        "held" if event.kind == "held" else "",
    )


def _note_details(desk: Desk, room: str, event: CaseRaised | CaseJoined) -> None:
    if event.kind == "report" and event.why == "details":
        desk.details.setdefault(line_key(room, event.of), []).append(event.by)


def _join(desk: Desk, case: Case, at: int, event: CaseJoined) -> None:
    level = Level(event.level)
    if level.rank > case.level.rank:
        case.level, case.family, case.since = level, event.family or case.family, at
        case.alarms.clear()  # its clock begins again, at the pace of the higher level
        case.sent.clear()
    elif case.family in NO_DANGER:
        case.family = event.family or case.family
    case.flagged.append(_flagged(event, at))
    _note_details(desk, case.room, event)
    if event.kind == REVIEW:
        desk.sanctions.reviewed(case.room, case.about, at)


def _evolve_case(desk: Desk, case: Case, n: int, at: int, event: CaseEvent) -> None:
    match event:
        case CaseJoined():
            _join(desk, case, at, event)
        case CaseClosed():
            _close(desk, case, at, event)
        case RoomPaused():
            pass  # it is the room that is paused
        case _:
            life.evolve(case, n, at, event)


def _close(desk: Desk, case: Case, at: int, event: CaseClosed) -> None:
    desk.resolved += 1
    case.state, case.holder, case.second = State.RESOLVED, "", ""
    case.outcome, case.closed_by, case.closed_at = event.outcome, event.by, at
    if event.note:
        case.notes.append(Note(event.by, at, event.note))
    if case.talk in {Talk.OFFERED, Talk.OPEN}:
        case.talk = Talk.ENDED
