"""The audit's chain: whatever is changed, taken out, doubled, moved or cut is found."""

import random

import msgspec
import pytest

from moderation.audit import (
    BEGINNING,
    GENESIS,
    KEPT_MS,
    Acted,
    Audit,
    acted,
    evolve,
    expire,
    following,
    hash_of,
    verify,
)
from moderation.events import CaseClaimed, CaseClosed, NoteWritten, SanctionSet

NOTE = NoteWritten("17-a", "vera", "she said her name is Ann and she cried")
ACTS = (
    CaseClaimed("17-a", "vera"),
    NOTE,
    SanctionSet("17-a", 3, "vera", "gambling", "ada", "pause", 99, "safety"),
    CaseClosed("17-a", 3, "vera", "calmer", "she will ring her sister"),
)


def chain(length: int = 40) -> list[Acted]:
    audit = Audit()
    for n in range(length):
        evolve(audit, acted(audit.last, n, "vera", ACTS[n % len(ACTS)]))
    return audit.entries


def test_a_chain_as_it_was_written_is_whole():
    entries = chain()

    assert [] == verify(entries, len(entries), hash_of(entries[-1]))
    assert [] == verify([], 0, GENESIS)


def test_a_head_that_was_kept_a_moment_ago_is_fine():
    entries = chain()

    assert [] == verify(entries, 30, hash_of(entries[29]))


def test_it_holds_codes_and_nobodys_words():
    told = repr(chain())

    assert "cried" not in told
    assert "sister" not in told
    assert "outcome=calmer" in told
    assert "what=pause reason=safety until=99" in told


def test_every_change_of_a_thousand_is_found():
    chance = random.Random(7)  # noqa: S311 - the same changes every time
    kept = chain()
    head = hash_of(kept[-1])
    found = 0
    for _ in range(1000):
        entries = list(kept)
        at = chance.randrange(len(entries))
        match chance.choice(["change", "take", "double", "swap", "cut", "forge"]):
            case "change":
                field = chance.choice(["by", "act", "case", "how"])
                entries[at] = msgspec.structs.replace(entries[at], **{field: "another"})
            case "take":
                del entries[at]
            case "double":
                entries.insert(at, entries[at])
            case "swap":
                other = (at + 1) % len(entries)
                entries[at], entries[other] = entries[other], entries[at]
            case "cut":
                entries = entries[: max(0, at - 1)]
            case "forge":
                before = entries[at - 1] if at else BEGINNING
                entries[at:] = [following(before, 1, "mallory", "CaseClosed", "17-a")]
        found += bool(verify(entries, len(kept), head))

    assert found == 1000


@pytest.mark.parametrize("place", [0, 20, 39])
def test_what_is_wrong_is_told_with_its_place(place: int):
    entries = chain()
    entries[place] = msgspec.structs.replace(entries[place], by="mallory")

    wrong = verify(entries, 40, hash_of(chain()[-1]))

    assert min(place + 2, 40) == wrong[0].count


def cut_at(entries: list[Acted], left: int) -> Audit:
    """Return the chain as the first of its acts left, each done in the millisecond of its place."""
    audit = Audit(list(entries))
    expire(audit, KEPT_MS + left)
    return audit


@pytest.mark.parametrize("left", [0, 1, 25, 39, 40])
def test_what_is_older_than_a_year_leaves_and_the_rest_is_still_proved(left: int):
    entries = chain()

    audit = cut_at(entries, left)

    assert (40 - left, left, 40) == (len(audit.entries), audit.cut.count, audit.count)
    assert hash_of(entries[-1]) == audit.head == audit.head_at(40)
    assert [] == verify(audit.entries, 40, hash_of(entries[-1]), audit.cut)
    assert acted(entries[-1], 41, "vera", NOTE) == acted(audit.last, 41, "vera", NOTE)


def test_nothing_of_an_act_that_left_is_kept_but_number_time_and_hash():
    told = repr(cut_at(chain(), 40))

    assert "vera" not in told
    assert "17-a" not in told


def test_acts_taken_beside_those_that_left_are_found():
    audit = cut_at(chain(), 25)

    wrong = verify(audit.entries[1:], 40, hash_of(chain()[-1]), audit.cut)

    assert "says it is number 27" in {gap.what for gap in wrong}


def test_what_was_wrong_with_acts_that_left_is_said_after_they_did():
    entries = chain()
    del entries[10]
    whole_now = cut_at(entries, 30)

    assert 40 == whole_now.count
    assert ["20 things were wrong with those that left"] == [
        gap.what for gap in verify(whole_now.entries, 40, hash_of(entries[-1]), whole_now.cut)
    ]


def test_a_head_from_before_the_acts_that_left_is_no_proof():
    audit = cut_at(chain(), 25)

    (gap,) = verify(audit.entries, 12, hash_of(chain()[11]), audit.cut)

    assert "only 12 acts were counted" in gap.what
