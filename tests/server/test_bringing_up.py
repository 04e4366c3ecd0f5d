"""A backup brought up to today: what went since goes again, and nothing else does."""

from typing import Any

import pytest

from moderation import crew_fold, desk
from moderation.actor import Role
from moderation.audit import KEPT_MS, Audit, verify
from moderation.case import State
from moderation.crew import Fate, Volunteers
from moderation.crew_events import RoleChanged, VolunteerInvited, VolunteerJoined, VolunteerRemoved
from moderation.desk import KEPT_AFTER_MS, Desk
from moderation.events import AppealAnswered, CaseClosed, CaseRaised, SanctionLifted, SanctionSet
from moderation.life_events import CaseSigned
from rooms import house, members
from rooms.events import MemberForgotten, MemberKnown, RoomClosed, RoomOpened
from rooms.group import state as groups
from rooms.group.adults import TERM_MS
from rooms.group.events import AdultEnded, AdultNamed
from rooms.group.state import Group
from rooms.house import House
from rooms.members import Members
from server.backup.bringing_up import brought_up, told_in_audit
from server.streams.let_go import Line
from server.streams.records import month_of

MADE = 1_800_000_000_000
NOW = MADE + 3_600_000
HOUSE, CREW, DESK, MEMBERS = "{house}house", "{house}crew", "{17}desk", "{17}members:grief"
GROUP = "{17}group:grief"


def folded() -> dict[str, Any]:
    """Return a house as its backup has it."""
    rooms, people, cases, known = House(), Volunteers(), Desk(), Members()
    house.evolve(rooms, RoomOpened("grief", "grief", "self", "en", "After a loss", 12, "open"))
    for name, role in (("vera", Role.COORDINATOR), ("will", Role.VOLUNTEER)):
        joined = VolunteerJoined(name, name.title(), role, "", f"passkey of {name}", "", 0)
        crew_fold.evolve(people, MADE, joined)
    crew_fold.evolve(people, MADE, VolunteerInvited("link", Role.VOLUNTEER, NOW * 2, "vera"))
    for n, case in enumerate(("17-a", "17-b"), 1):
        raised = CaseRaised(case, "grief", "need", "ada", level="S1")
        desk.evolve(cases, n, MADE, raised)
    ban = SanctionSet("17-a", 1, "vera", "grief", "eve", "ban", NOW * 2, "attack", "digest")
    desk.evolve(cases, 3, MADE, ban)
    for n, member in enumerate(("ada", "ben", "eve"), 1):
        members.evolve(known, n, MemberKnown(member, 0, month_of(MADE)))
    return {HOUSE: rooms, CREW: people, DESK: cases, MEMBERS: known}


def up(*lines: Line, now: int = NOW) -> dict[str, Any]:
    states = folded()
    brought_up(states, MADE, lines, now)
    return states


def since(stream: str, event: Any, now: int = 0) -> Line:  # noqa: ANN401 - one of the list's
    return Line(MADE + 1, stream, event, now)


def test_without_lines_all_is_there() -> None:
    states = up()

    assert {"grief"} == set(states[HOUSE].rooms)
    assert {"vera", "will"} == set(states[CREW].people)
    assert [State.OPEN, State.OPEN] == [case.state for case in states[DESK].cases.values()]
    assert states[DESK].sanctions.kept_out("grief", "eve", NOW)
    assert {"ada", "ben", "eve"} == set(states[MEMBERS].records)


def test_who_was_forgotten_stays_forgotten() -> None:
    assert {"ada", "eve"} == set(up(since(MEMBERS, MemberForgotten(2)))[MEMBERS].records)


def test_who_was_forgotten_after_another_visit_stays_forgotten() -> None:
    states = up(since(MEMBERS, MemberForgotten(2), 9), since(MEMBERS, MemberForgotten(9)))

    assert {"ada", "eve"} == set(states[MEMBERS].records)


def test_who_only_came_again_is_still_known() -> None:
    assert "ben" in up(since(MEMBERS, MemberForgotten(2), 9))[MEMBERS].records


def test_a_line_of_another_room_forgets_nobody() -> None:
    states = up(since("{18}members:gambling", MemberForgotten(2)))

    assert {"ada", "ben", "eve"} == set(states[MEMBERS].records)


def test_a_closed_case_is_closed_once_and_then_signed() -> None:
    closed = since(DESK, CaseClosed("17-a", 1, "vera", "calmer"))

    states = up(closed, closed, since(DESK, CaseSigned("17-a", "will")))

    case = states[DESK].cases["17-a"]
    assert (State.RESOLVED, "will", 1) == (case.state, case.signed_by, states[DESK].resolved)


def test_a_case_closed_and_signed_long_ago_is_gone() -> None:
    closed = since(DESK, CaseClosed("17-a", 1, "vera", "calmer"))

    states = up(closed, since(DESK, CaseSigned("17-a", "will")), now=NOW + KEPT_AFTER_MS)

    assert {"17-b"} == set(states[DESK].cases)


@pytest.mark.parametrize(
    "event", [SanctionLifted(3, "will"), AppealAnswered(3, "will", lifted=True)]
)
def test_a_lifted_ban_stays_lifted(event: Any) -> None:  # noqa: ANN401 - one of two
    assert not up(since(DESK, event))[DESK].sanctions.kept_out("grief", "eve", NOW)


def test_who_was_removed_or_given_less_stays_so() -> None:
    states = up(
        since(CREW, RoleChanged("vera", Role.SHADOW, "will")),
        since(CREW, VolunteerRemoved("will", "vera")),
    )

    assert {"vera": Role.SHADOW} == {k: p.role for k, p in states[CREW].people.items()}


def test_a_closed_room_stays_closed() -> None:
    assert {} == up(since(HOUSE, RoomClosed("grief")))[HOUSE].rooms


@pytest.mark.parametrize(
    ("ended", "now", "still"),
    [
        ([], NOW, {"x"}),  # whoever is not known in the room any more is not named there, either
        ([since(GROUP, AdultEnded("x"))], NOW, set[str]()),
        ([], NOW + TERM_MS, set[str]()),
    ],
)
def test_a_trained_adult_is_one_as_long_as_they_would_have_been(
    ended: list[Line], now: int, still: set[str]
) -> None:
    group = Group()
    for n, (name, member) in enumerate((("x", "ada"), ("y", "gone")), 1):
        groups.evolve(group, n, MADE, AdultNamed(name, member, "Calm Fox", MADE + TERM_MS))
    states = {GROUP: group, MEMBERS: folded()[MEMBERS]}

    brought_up(states, MADE, ended, now)

    assert still == set(group.adults)


def test_what_the_backup_knew_already_does_not_happen_again() -> None:
    before = Line(MADE - 1, CREW, RoleChanged("vera", Role.SHADOW, "will"))

    assert Role.COORDINATOR is up(before)[CREW].people["vera"].role


def test_everybody_signs_in_anew_and_open_links_are_void() -> None:
    people = up()[CREW]

    assert (NOW, Fate.VOID) == (people.sessions_from, people.invitations["link"].fate)


def test_time_has_passed_for_members_and_bans() -> None:
    later = up(now=NOW + 200 * 24 * 3_600_000)

    assert {} == later[MEMBERS].records
    assert [3] == list(later[DESK].sanctions.sanctions)  # this one ends after that


def test_acts_of_more_than_a_year_ago_do_not_come_back() -> None:
    states = folded()
    told_in_audit(states, MADE, 0, NOW)

    brought_up(states, MADE, [], NOW + KEPT_MS + 1)

    audit = states["{house}audit"]
    assert ([], 1, []) == (
        audit.entries,
        audit.count,
        verify(audit.entries, 1, audit.head, audit.cut),
    )


def test_the_audit_says_that_acts_are_lost() -> None:
    states = folded()

    told_in_audit(states, MADE, 4, NOW)

    audit = states["{house}audit"]
    assert isinstance(audit, Audit)
    assert ("HouseRestored", f"from={MADE} lost=4") == (
        audit.entries[-1].act,
        audit.entries[-1].how,
    )
    assert [] == verify(audit.entries, audit.count, audit.head)
