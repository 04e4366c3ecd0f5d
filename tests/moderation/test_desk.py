"""What the desk knows is what its stream says."""

from moderation.desk import Desk, evolve, line_key
from moderation.events import CaseRaised


def test_every_case_is_on_the_desk_by_its_id():
    desk = Desk()

    for n in range(1, 4):
        evolve(desk, n, n, CaseRaised(f"case {n}", "gambling", "need", "ada"))

    assert ["case 1", "case 2", "case 3"] == list(desk.cases)
    assert (3, 3) == (desk.head, desk.raised)


def test_who_saw_details_is_kept_by_line_and_nothing_else_is():
    desk = Desk()
    reports = (
        ("gambling", 1, "details", "x"),
        ("gambling", 1, "details", "y"),
        ("gambling", 1, "worried", "z"),
        ("families", 1, "details", "x"),
    )
    for n, (room, of, why, by) in enumerate(reports, 1):
        case = CaseRaised(f"{room}{of}{why}{by}", room, "report", "ada", why, of, by)
        evolve(desk, n, n, case)

    assert {
        line_key("gambling", 1): ["x", "y"],
        line_key("families", 1): ["x"],
    } == desk.details


def test_an_entry_that_is_gone_is_counted_and_says_nothing():
    desk = Desk()

    evolve(desk, 1, 1, None)

    assert (1, {}) == (desk.head, desk.cases)
