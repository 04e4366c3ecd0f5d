"""What the desk knows is what its stream says."""

from moderation.desk import Desk, evolve, line_key
from moderation.events import CaseRaised


def test_every_case_is_on_the_desk_by_its_id():
    desk = Desk()
    cases = [CaseRaised(f"case {i}", "gambling", "need", "ada") for i in range(3)]

    for case in cases:
        evolve(desk, case)

    assert {case.case: case for case in cases} == desk.cases
    assert desk.head == 3


def test_who_saw_details_is_kept_by_line_and_nothing_else_is():
    desk = Desk()
    for room, of, why, by in (
        ("gambling", 1, "details", "x"),
        ("gambling", 1, "details", "y"),
        ("gambling", 1, "worried", "z"),
        ("families", 1, "details", "x"),
    ):
        evolve(desk, CaseRaised(f"{room}{of}{why}{by}", room, "report", "ada", why, of, by))

    assert {
        line_key("gambling", 1): ["x", "y"],
        line_key("families", 1): ["x"],
    } == desk.details


def test_an_entry_that_is_gone_is_counted_and_says_nothing():
    desk = Desk()

    evolve(desk, None)

    assert (1, {}) == (desk.head, desk.cases)
