"""Who is known in a room, what waits for them, and how both are forgotten."""

from rooms import mail, members
from rooms.events import MemberForgotten, MemberKnown, ThanksLeft
from rooms.mail import Mail
from rooms.members import MONTHS_KEPT, Members, Record


def known(*events: MemberKnown | MemberForgotten | None) -> Members:
    folded = Members()
    for n, event in enumerate(events, 1):
        members.evolve(folded, n, event)
    return folded


def test_the_last_record_of_a_member_counts():
    folded = known(
        MemberKnown("ada", 3, 100), MemberKnown("ben", 1, 100), MemberKnown("ada", 3, 101)
    )

    assert {"ada": Record(3, 101, 3), "ben": Record(1, 100, 2)} == folded.records
    assert folded.head == 3


def test_who_is_forgotten_is_gone_and_nobody_else():
    folded = known(MemberKnown("ada", 3, 100), MemberKnown("ben", 1, 100), MemberForgotten(1))

    assert ["ben"] == list(folded.records)


def test_erasing_an_older_record_leaves_the_newer():
    folded = known(MemberKnown("ada", 3, 100), MemberKnown("ada", 4, 101))

    members.erased(folded, 1)

    assert {"ada": Record(4, 101, 2)} == folded.records


def test_an_erased_entry_read_again_says_nothing():
    assert {} == known(None, MemberForgotten(1)).records


def test_who_did_not_come_for_three_months_is_unused():
    folded = known(MemberKnown("ada", 3, 100), MemberKnown("ben", 1, 101))

    assert [] == members.unused(folded, 100 + MONTHS_KEPT)
    assert [Record(3, 100, 1)] == members.unused(folded, 101 + MONTHS_KEPT)


def letters() -> Mail:
    folded = Mail()
    for n, (at, to) in enumerate([(10, "ada"), (20, "ben"), (30, "ada")], 1):
        mail.evolve(folded, n, at, ThanksLeft(to, n))
    return folded


def test_what_waits_is_found_by_its_receiver_alone():
    assert {1: ThanksLeft("ada", 1), 3: ThanksLeft("ada", 3)} == letters().of("ada")
    assert {} == letters().of("cem")


def test_what_was_delivered_waits_no_more():
    folded = letters()

    mail.erased(folded, 1)
    mail.erased(folded, 99)

    assert [3] == list(folded.of("ada"))


def test_what_waited_too_long_is_gone():
    folded = letters()

    mail.expire(folded, before=30)

    assert {3: ThanksLeft("ada", 3)} == folded.waiting
    assert {3: 30} == folded.at


def test_an_entry_that_is_gone_brings_nothing():
    folded = Mail()

    mail.evolve(folded, 1, 10, None)

    assert {} == folded.waiting
