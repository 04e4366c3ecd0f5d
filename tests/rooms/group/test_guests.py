"""The invited professional: agreed to, checked by two, let in once, gone with the step."""

from collections.abc import Callable

import pytest
from msgspec import structs
from refusals import refused

from rooms import decide
from rooms.commands import Post
from rooms.group import guests, roles
from rooms.group.events import (
    GroupEvent,
    GuestEnd,
    GuestEnded,
    GuestProposed,
    PassUsed,
    Profession,
    Role,
)
from rooms.group.guests import EARLY_MS
from rooms.group.state import DAY_MS, KEPT_MS, OBJECTING_MS, Group, evolve, expire
from rooms.refusal import Code, Refusal
from rooms.standing import FREE, Standing
from rooms.state import Room

NOW = 1_000 * DAY_MS
STARTS = NOW + 5 * DAY_MS
ENDS = STARTS + 3_600_000
PROPOSED = GuestProposed("g", Profession.SOCIAL_WORKER, STARTS, ENDS)


class Circle:
    """A group that thinks of a guest, with its clock in our hands."""

    def __init__(self) -> None:
        self.group = Group()
        self.now = NOW

    def happen(self, *events: GroupEvent | None) -> None:
        for event in events:
            if event is not None:
                evolve(self.group, self.group.head + 1, self.now, event)

    def propose(self, proposed: GuestProposed = PROPOSED) -> None:
        self.happen(guests.propose(self.group, "ada", proposed, self.now, is_open=True))

    def check(self, by: str) -> None:
        self.happen(guests.check(self.group, "g", by, f"mark of {by}", self.now))

    def make_pass(self, digest: str = "pass") -> None:
        self.happen(guests.make_pass(self.group, "g", "ada", digest, self.now))

    def come_in(self, digest: str = "pass", member: str = "guest") -> None:
        self.happen(guests.come_in(self.group, digest, member, self.now))

    def invited(self) -> "Circle":
        """All done but the coming."""
        self.propose()
        self.check("ada")
        self.check("ben")
        self.now += OBJECTING_MS
        self.make_pass()
        self.now = STARTS
        return self


@pytest.fixture
def circle() -> Circle:
    return Circle()


def test_a_guest_comes_in_with_the_pass_and_is_known_as_one(circle: Circle):
    circle.invited().come_in()

    here = circle.group.guests_here(circle.now)
    assert {"guest": Profession.SOCIAL_WORKER} == {key: g.profession for key, g in here.items()}


def test_a_pass_lets_one_in_and_nobody_else(circle: Circle):
    circle.invited().come_in()

    with refused(Code.PASS_USED):
        circle.come_in(member="another")
    assert guests.come_in(circle.group, "pass", "guest", circle.now) is None


@pytest.mark.parametrize(
    ("at", "digest", "code"),
    [
        (STARTS - EARLY_MS - 1, "pass", Code.PASS_EARLY),
        (ENDS, "pass", Code.PASS_OVER),
        (STARTS, "made up", Code.PASS_UNKNOWN),
        (STARTS, "", Code.PASS_UNKNOWN),
    ],
)
def test_a_pass_that_does_not_open_says_why(circle: Circle, at: int, digest: str, code: Code):
    circle.invited().now = at

    with refused(code):
        circle.come_in(digest)


def test_one_objection_is_enough_and_nobody_is_named_for_it(circle: Circle):
    circle.propose()
    objection = guests.object_to(circle.group, "g", "ben", circle.now)
    circle.happen(objection)

    assert GuestEnded("g", GuestEnd.OBJECTED) == objection
    with refused(Code.NO_SUCH_GUEST):
        circle.check("ada")


@pytest.mark.parametrize(
    "decide",
    [
        lambda c: guests.propose(c.group, "new", PROPOSED, c.now, is_open=True, new_for=599),
        lambda c: guests.object_to(c.group, "g", "new", c.now, 599),
        lambda c: guests.check(c.group, "g", "new", "mark", c.now, 599),
        lambda c: guests.make_pass(c.group, "g", "new", "pass", c.now, 599),
    ],
)
def test_what_is_decided_about_a_guest_is_decided_by_somebody_the_group_has_met(
    circle: Circle, decide: Callable[[Circle], object]
):
    circle.propose()

    with pytest.raises(Refusal) as told:
        decide(circle)

    assert (Code.NEW_HERE, 599) == (told.value.code, told.value.after_s)
    circle.check("ada")  # the guest is thought of as before


def test_after_a_no_the_group_is_asked_for_the_same_again_when_its_three_days_are_over(
    circle: Circle,
):
    circle.propose()
    circle.happen(guests.object_to(circle.group, "g", "ben", circle.now))
    again = structs.replace(PROPOSED, guest="again", starts=STARTS + DAY_MS, ends=ENDS + DAY_MS)

    with pytest.raises(Refusal) as told:
        circle.propose(again)
    assert (Code.SAID_NO, OBJECTING_MS // 1000) == (told.value.code, told.value.after_s)
    circle.propose(structs.replace(again, guest="other", profession=Profession.NURSE))
    circle.now += OBJECTING_MS
    circle.propose(structs.replace(again, starts=ENDS + DAY_MS, ends=ENDS + DAY_MS + 3_600_000))
    assert circle.group.guests["again"].ended is None


def test_after_three_days_there_is_nothing_to_object_to(circle: Circle):
    circle.propose()
    circle.now += OBJECTING_MS

    with refused(Code.TOO_LATE):
        guests.object_to(circle.group, "g", "ben", circle.now)


def test_no_pass_before_the_group_had_its_three_days(circle: Circle):
    circle.propose()
    circle.check("ada")
    circle.check("ben")
    circle.now += OBJECTING_MS - 1000

    with pytest.raises(Refusal) as told:
        circle.make_pass()
    assert (Code.NOT_AGREED, 1) == (told.value.code, told.value.after_s)


def test_no_pass_before_two_members_checked(circle: Circle):
    circle.propose()
    circle.check("ada")
    with refused(Code.CHECKED_ALREADY):
        circle.check("ada")
    circle.now += OBJECTING_MS

    with refused(Code.NOT_CHECKED):
        circle.make_pass()


def test_who_checked_is_not_kept_once_two_did(circle: Circle):
    circle.propose()
    circle.check("ada")
    circle.check("ben")

    assert ((), NOW) == (circle.group.guests["g"].marks, circle.group.guests["g"].checked_at)
    assert guests.check(circle.group, "g", "cem", "mark of cem", circle.now) is None


def test_where_the_young_meet_the_coordinator_says_yes_too(circle: Circle):
    circle.propose(structs.replace(PROPOSED, for_young=True))
    circle.check("ada")
    circle.check("ben")
    circle.now += OBJECTING_MS

    with refused(Code.NOT_AGREED):
        circle.make_pass()
    circle.happen(guests.approve(circle.group, "g", circle.now))
    circle.make_pass()
    assert "pass" == circle.group.guests["g"].digest


def test_a_second_pass_takes_the_worth_of_the_first(circle: Circle):
    circle.invited()
    circle.make_pass("second")

    with refused(Code.PASS_UNKNOWN):
        circle.come_in("pass")
    circle.come_in("second")
    with refused(Code.PASS_USED):
        circle.make_pass("third")


@pytest.mark.parametrize(
    ("changed", "is_open", "code"),
    [
        ({}, False, Code.NEEDS_VOTE),
        ({"starts": NOW + OBJECTING_MS - 1}, True, Code.TOO_SOON),
        ({"ends": STARTS}, True, Code.TOO_LONG),
        ({"ends": STARTS + DAY_MS}, True, Code.TOO_LONG),
        ({"starts": NOW + 91 * DAY_MS, "ends": NOW + 91 * DAY_MS + 1}, True, Code.TOO_MANY_GUESTS),
    ],
)
def test_a_proposal_that_cannot_be_is_refused(
    circle: Circle, changed: dict[str, int], is_open: int, code: Code
):
    proposed = structs.replace(PROPOSED, **changed)

    with refused(code):
        guests.propose(circle.group, "ada", proposed, circle.now, is_open=bool(is_open))


def test_five_guests_are_as_many_as_a_group_thinks_of_at_once(circle: Circle):
    for number in range(5):
        circle.propose(structs.replace(PROPOSED, guest=f"g{number}"))

    with refused(Code.TOO_MANY_GUESTS):
        circle.propose()


def test_a_guest_leaves_when_the_step_ends_and_the_pass_is_worth_nothing(circle: Circle):
    circle.invited().come_in()
    circle.happen(*guests.step_over(circle.group, circle.now))

    assert {} == circle.group.guests_here(circle.now)
    for way_back in (
        circle.come_in,
        lambda: circle.come_in(member="another"),
        lambda: guests.come_back(circle.group, "guest", circle.now),
    ):
        with refused(Code.PASS_OVER):
            way_back()


def test_a_guest_whose_line_was_lost_comes_back_under_the_same_key(circle: Circle):
    circle.invited().come_in()

    back = guests.come_back(circle.group, "guest", circle.now)
    assert back is not None
    assert Profession.SOCIAL_WORKER == back.profession
    assert guests.come_back(circle.group, "ada", circle.now) is None


def test_whoever_leads_sends_a_guest_away_and_nobody_else(circle: Circle):
    circle.happen(roles.take(circle.group, Role.OPENER, "ada", "the ada", circle.now))
    circle.invited().come_in()

    with refused(Code.NOT_THE_CHAIR):
        guests.revoke(circle.group, "g", "ben", circle.now, chair="cem")
    circle.happen(guests.revoke(circle.group, "g", "ada", circle.now))
    with refused(Code.PASS_OVER):
        guests.come_back(circle.group, "guest", circle.now)


def test_without_a_chair_an_empty_name_leads_nothing(circle: Circle):
    circle.invited()

    with refused(Code.NOT_THE_CHAIR):
        guests.revoke(circle.group, "g", "", circle.now)


def test_a_guest_decides_nothing_about_guests(circle: Circle):
    circle.propose(
        structs.replace(PROPOSED, guest="other", starts=STARTS + DAY_MS, ends=ENDS + DAY_MS)
    )
    circle.invited().come_in()

    with refused(Code.NOT_FOR_GUESTS):
        guests.check(circle.group, "other", "guest", "mark", circle.now)
    with refused(Code.NOT_FOR_GUESTS):
        guests.object_to(circle.group, "other", "guest", circle.now)
    with refused(Code.NOT_FOR_GUESTS):
        guests.propose(circle.group, "guest", PROPOSED, circle.now, is_open=True)


def test_nothing_is_kept_of_a_guest_a_week_after(circle: Circle):
    circle.invited().happen(PassUsed("g", "guest"))
    expire(circle.group, ENDS + KEPT_MS)

    assert {} == circle.group.guests


@pytest.mark.parametrize("standing", [Standing(is_guest=True), Standing(paused_s=60)])
def test_a_guest_speaks_in_no_open_room_and_nobody_in_a_pause(standing: Standing):
    post = Post("guest", "1", "the guest", "hello")

    assert "hello" == decide.post(Room(), post, FREE).text
    with refused(Code.PAUSED if standing.paused_s else Code.NOT_YOUR_TURN):
        decide.post(Room(), post, standing)


@pytest.fixture
def young(circle: Circle) -> Circle:
    """Give a group of the young that asks for a guest."""
    circle.propose(structs.replace(PROPOSED, for_young=True))
    return circle


def test_where_the_young_meet_a_pass_waits_for_the_coordinator(young: Circle):
    young.check("ada")
    young.check("ben")
    young.now += OBJECTING_MS
    assert ["g"] == list(guests.waiting(young.group, young.now))

    with refused(Code.NOT_AGREED):
        young.make_pass()
    young.happen(guests.approve(young.group, "g", young.now))

    assert {} == guests.waiting(young.group, young.now)
    assert guests.approve(young.group, "g", young.now) is None
    young.make_pass()


def test_the_coordinator_s_yes_stands_for_neither_the_group_s_nor_the_two_who_check(young: Circle):
    young.happen(guests.approve(young.group, "g", young.now))

    with refused(Code.NOT_AGREED):
        young.make_pass()
    young.now += OBJECTING_MS
    with refused(Code.NOT_CHECKED):
        young.make_pass()


def test_the_coordinator_s_no_ends_it_and_takes_no_yes_back(young: Circle):
    declined = guests.decline(young.group, "g", young.now)
    young.happen(declined)

    assert GuestEnded("g", GuestEnd.DECLINED) == declined
    assert {} == guests.waiting(young.group, young.now)
    for late in (guests.decline, guests.approve):
        with refused(Code.NO_SUCH_GUEST):
            late(young.group, "g", young.now)


def test_a_coordinator_has_no_say_where_adults_meet_or_once_it_was_yes(
    circle: Circle, young: Circle
):
    young.happen(guests.approve(young.group, "g", young.now))

    with refused(Code.TOO_LATE):
        guests.decline(young.group, "g", young.now)
    circle.propose()
    with refused(Code.TOO_LATE):
        guests.decline(circle.group, "g", circle.now)


def test_a_coordinator_s_check_is_enough_and_leaves_no_mark_of_who_began(circle: Circle):
    circle.propose()
    circle.check("ada")
    assert ["g"] == list(guests.waiting(circle.group, circle.now))

    circle.happen(guests.check_as_coordinator(circle.group, "g", circle.now))

    assert {} == guests.waiting(circle.group, circle.now)
    assert (True, ()) == (circle.group.guests["g"].is_checked, circle.group.guests["g"].marks)
    assert guests.check_as_coordinator(circle.group, "g", circle.now) is None
    circle.now += OBJECTING_MS
    circle.make_pass()


def test_a_coordinator_sees_how_many_members_checked(young: Circle):
    def seen() -> int:
        return guests.checks(young.group.guests["g"])

    counted = [seen()]
    for member in ("ada", "ben"):
        young.check(member)
        counted.append(seen())

    assert [0, 1, 2] == counted
