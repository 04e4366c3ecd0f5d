"""Roles by turns: who may take one, how it is passed on, when it ends."""

import pytest
from refusals import refused

from rooms.group import newcomers, roles
from rooms.group.events import GroupEvent, PassUsed, Profession, Role
from rooms.group.roles import REST_MS, TERM_MS, Evening
from rooms.group.state import DAY_MS, Group, Guest, evolve, forget
from rooms.refusal import Code

NOW = 1_000 * DAY_MS
HERE = ("ada", "ben", "cem")


class Circle:
    """A group whose members take turns, with its clock in our hands."""

    def __init__(self) -> None:
        self.group = Group()
        self.now = NOW

    def happen(self, *events: GroupEvent) -> None:
        for event in events:
            evolve(self.group, self.group.head + 1, self.now, event)

    def take(self, role: Role, by: str) -> None:
        self.happen(roles.take(self.group, role, by, f"the {by}", self.now))

    def offer(self, role: Role, by: str, to: str) -> None:
        self.happen(roles.offer(self.group, role, by, to, HERE, self.now))

    def holder(self, role: Role) -> str:
        held = self.group.holder(role, self.now)
        return held.member if held else ""


@pytest.fixture
def circle() -> Circle:
    return Circle()


def test_whoever_takes_a_free_role_has_it_for_four_weeks(circle: Circle):
    circle.take(Role.OPENER, "ada")
    last = circle.now + TERM_MS - 1

    assert "ada" == circle.holder(Role.OPENER)
    circle.now = last
    assert "ada" == circle.holder(Role.OPENER)
    circle.now = last + 1
    assert "" == circle.holder(Role.OPENER)


def test_a_role_somebody_has_is_not_taken_from_them(circle: Circle):
    circle.take(Role.OPENER, "ada")

    with refused(Code.ROLE_TAKEN):
        circle.take(Role.OPENER, "ben")


def test_nobody_has_two_roles_at_once(circle: Circle):
    circle.take(Role.OPENER, "ada")

    with refused(Code.ONE_ROLE):
        circle.take(Role.GREETER, "ada")


def test_after_a_term_the_others_come_first_for_a_week(circle: Circle):
    circle.take(Role.TIMEKEEPER, "ada")
    circle.now += TERM_MS

    with refused(Code.OTHERS_FIRST):
        circle.take(Role.TIMEKEEPER, "ada")
    circle.now += REST_MS
    circle.take(Role.TIMEKEEPER, "ada")

    assert "ada" == circle.holder(Role.TIMEKEEPER)


def test_another_role_may_be_taken_right_after_a_term(circle: Circle):
    circle.take(Role.TIMEKEEPER, "ada")
    circle.now += TERM_MS
    circle.take(Role.GREETER, "ada")

    assert "ada" == circle.holder(Role.GREETER)


def test_laying_a_role_down_and_taking_it_again_makes_no_longer_term(circle: Circle):
    circle.take(Role.OPENER, "ada")
    circle.now += TERM_MS - 1
    circle.happen(roles.lay_down(circle.group, Role.OPENER, "ada", circle.now))

    assert "" == circle.holder(Role.OPENER)
    with refused(Code.OTHERS_FIRST):
        circle.take(Role.OPENER, "ada")


def test_a_role_passes_on_when_the_other_one_takes_it_and_not_before(circle: Circle):
    circle.take(Role.GREETER, "ada")
    circle.now += DAY_MS
    circle.offer(Role.GREETER, "ada", "ben")

    assert "ada" == circle.holder(Role.GREETER)
    with refused(Code.ROLE_TAKEN):
        circle.take(Role.GREETER, "cem")
    circle.take(Role.GREETER, "ben")

    assert "ben" == circle.holder(Role.GREETER)
    assert circle.now + TERM_MS == circle.group.held[Role.GREETER].until


@pytest.mark.parametrize(
    ("by", "to", "code"),
    [
        ("ben", "cem", Code.NOT_YOUR_ROLE),
        ("ada", "dan", Code.NOT_HERE),
        ("ada", "ada", Code.NOT_HERE),
        ("ada", "cem", Code.ONE_ROLE),
    ],
)
def test_an_offer_that_cannot_be_is_refused(circle: Circle, by: str, to: str, code: Code):
    circle.take(Role.GREETER, "ada")
    circle.take(Role.RESERVE, "cem")

    with refused(code):
        circle.offer(Role.GREETER, by, to)


def test_only_the_holder_lays_a_role_down(circle: Circle):
    circle.take(Role.OPENER, "ada")

    with refused(Code.NOT_YOUR_ROLE):
        roles.lay_down(circle.group, Role.OPENER, "ben", circle.now)


def test_the_role_of_somebody_who_is_gone_is_free_at_once(circle: Circle):
    circle.take(Role.OPENER, "ada")
    circle.happen(*roles.gone(circle.group, "ada"))

    assert {} == circle.group.held
    circle.take(Role.OPENER, "ben")
    assert "ben" == circle.holder(Role.OPENER)


def test_forgetting_a_member_leaves_nothing_under_their_key(circle: Circle):
    circle.take(Role.OPENER, "ada")
    circle.group.sponsors["ada"] = "the ada"
    forget(circle.group, "ada")

    assert ({}, {}) == (circle.group.held, circle.group.sponsors)


def test_a_guest_takes_no_role(circle: Circle):
    circle.group.guests["g"] = Guest(Profession.NURSE, NOW, NOW + DAY_MS, NOW, digest="d")
    circle.happen(PassUsed("g", "guest"))

    with refused(Code.NOT_FOR_GUESTS):
        circle.take(Role.OPENER, "guest")


@pytest.mark.parametrize(
    ("here", "evening"),
    [
        (("ada", "ben"), Evening("ada", "ben")),
        (("ada",), Evening("ada", "")),
        (("ben", "cem"), Evening("ben", "")),
        (("cem",), Evening("", "")),
    ],
    ids=["both", "no reserve", "no opener", "neither: the server goes through the protocol"],
)
def test_who_leads_an_evening(circle: Circle, here: tuple[str, ...], evening: Evening):
    circle.take(Role.OPENER, "ada")
    circle.take(Role.RESERVE, "ben")

    assert evening == roles.evening(circle.group, here, circle.now)


def test_the_same_events_make_the_same_group_on_every_node(circle: Circle):
    circle.take(Role.OPENER, "ada")
    events = [roles.offer(circle.group, Role.OPENER, "ada", "ben", HERE, circle.now)]
    other = Circle()
    other.take(Role.OPENER, "ada")
    for both in (circle, other):
        both.happen(*events)

    assert circle.group == other.group


def test_nobody_takes_a_role_of_a_group_that_could_not_meet_them_yet(circle: Circle):
    with refused(Code.NEW_HERE) as caught:
        roles.take(circle.group, Role.OPENER, "ada", "the ada", NOW, wait_s=540)

    assert 540 == caught.value.after_s


def test_whom_a_role_is_offered_need_not_wait(circle: Circle):
    circle.take(Role.OPENER, "ada")
    circle.offer(Role.OPENER, "ada", "ben")
    taken = roles.take(circle.group, Role.OPENER, "ben", "the ben", NOW, wait_s=540)

    assert "ben" == taken.member


@pytest.mark.parametrize(
    ("here_s", "wait_s"), [(0, 600), (0.4, 600), (599.9, 1), (600, 0), (9e9, 0)]
)
def test_ten_minutes_are_long_enough_for_a_group_to_meet_somebody(here_s: float, wait_s: int):
    assert wait_s == newcomers.wait_s(here_s)
