"""What the desk knows is what its stream says."""

import msgspec

from moderation.desk import KEPT_AFTER_MS, Desk, evolve, expire, line_key
from moderation.events import CaseClosed, CaseRaised


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


def test_the_open_case_about_somebody_is_found_however_many_there_are():
    desk = Desk()
    for n, about in enumerate(("ada", "ben", "ada"), 1):
        evolve(desk, n, n, CaseRaised(f"case {n}", "gambling", "need", about))
    evolve(desk, 4, 4, CaseRaised("case 4", "families", "need", "ben"))

    evolve(desk, 5, 5, CaseClosed("case 1", 0, "vera", "calmer"))

    assert "case 3" == found(desk, "gambling", "ada")
    assert "case 2" == found(desk, "gambling", "ben")
    assert "case 4" == found(desk, "families", "ben")
    assert "" == found(desk, "families", "ada")


def test_cases_are_found_again_in_a_snapshot_also_of_one_that_listed_nobody():
    desk = Desk()
    evolve(desk, 1, 1, CaseRaised("case 1", "gambling", "need", "ada"))
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(desk))
    del stored["about"]
    stored["cases"]["case 1"]["doubted"] = True  # what an older version kept of a case

    again = msgspec.convert(stored, Desk)

    assert desk == again
    assert "case 1" == found(again, "gambling", "ada")


def test_nobody_is_listed_whose_last_case_is_gone():
    desk = Desk()
    evolve(desk, 1, 1, CaseRaised("case 1", "gambling", "need", "ada", level="S3"))
    evolve(desk, 2, 2, CaseClosed("case 1", 0, "vera", "calmer"))

    expire(desk, KEPT_AFTER_MS + 3)

    assert ({}, {}) == (desk.cases, desk.about)


def found(desk: Desk, room: str, member: str) -> str:
    case = desk.open_case(room, member)
    return case.id if case else ""
