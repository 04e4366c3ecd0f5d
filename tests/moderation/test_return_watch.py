"""Who went offline in need and comes back: for a day the team is told, and only then."""

import pytest

from moderation.desk import Desk, evolve
from moderation.events import CaseClosed, CaseRaised
from moderation.levels import Level
from moderation.raising import card_follows
from moderation.return_watch import WATCHED_MS, back

CASE, ROOM = "17-a", "gambling"
CLOSED_AT = 5_000


def desk_with(level: str = "S1", outcome: str = "gone_offline") -> Desk:
    """Return a desk with one case about ada; without an outcome it is open still."""
    desk = Desk()
    said = CaseRaised(CASE, ROOM, "flag", "ada", level=level, family="suicide", alias="the ada")
    evolve(desk, 1, 0, said)
    if outcome:
        evolve(desk, 2, CLOSED_AT, CaseClosed(CASE, 1, "vera", outcome, ""))
    return desk


@pytest.mark.parametrize(("was", "told"), [("S1", "S2"), ("S2", "S2"), ("S3", "S3")])
def test_the_team_is_told_of_who_went_offline_and_is_here_again(was: str, told: str):
    concern = back(desk_with(was), ROOM, "ada", CLOSED_AT + 1)

    assert concern is not None
    assert ("back", ROOM, "ada", Level(told), "the ada", "") == (
        concern.kind,
        concern.room,
        concern.about,
        concern.level,
        concern.alias,
        concern.text,
    )


@pytest.mark.parametrize(
    ("outcome", "member", "after"),
    [
        ("", "ada", 1),
        ("calmer", "ada", 1),
        ("not_a_crisis", "ada", 1),
        ("gone_offline", "ben", 1),
        ("gone_offline", "ada", WATCHED_MS),
    ],
)
def test_of_nobody_else_and_for_a_day_only(outcome: str, member: str, after: int):
    assert back(desk_with(outcome=outcome), ROOM, member, CLOSED_AT + after) is None


def test_it_is_told_once_and_is_no_card_for_distress():
    desk = desk_with()
    evolve(desk, 3, 9_000, CaseRaised("17-b", ROOM, "back", "ada", level="S2"))

    assert back(desk, ROOM, "ada", 9_001) is None
    assert not card_follows(CaseRaised("17-b", ROOM, "back", "ada", level="S2", family="suicide"))
