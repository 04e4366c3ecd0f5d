"""Trained adults: whom a coordinator names, for how long, and how it ends."""

import pytest
from refusals import refused

from rooms.group import adults
from rooms.group.adults import TERM_MS
from rooms.group.events import AdultEnded, AdultNamed, GroupEvent, PassUsed, Profession
from rooms.group.state import DAY_MS, Group, Guest, evolve, forget
from rooms.refusal import Code

NOW = 1_000 * DAY_MS
PEOPLE = {"ada": "Quiet Heron", "ben": "Brave Otter", "cem": "Quiet Otter", "dan": "quiet heron"}


def happen(group: Group, *events: GroupEvent, now: int = NOW) -> None:
    for event in events:
        evolve(group, group.head + 1, now, event)


@pytest.fixture
def group() -> Group:
    """A group with two trained adults."""
    made = Group()
    for member, words in (("ada", "Quiet Heron"), ("ben", "Brave Otter")):
        happen(made, adults.name(made, f"of {member}", member, words, NOW))
    return made


def names(group: Group, now: int = NOW) -> list[str]:
    return [adult.member for adult in adults.named(group, now)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Brave Otter", ["ben"]),
        ("brave  OTTER ", ["ben"]),
        ("Quiet Heron", ["ada", "dan"]),
        ("Brave", []),
        ("Brave Heron", []),
        ("", []),
    ],
)
def test_somebody_is_found_by_their_two_words(written: str, found: list[str]):
    assert found == adults.called(PEOPLE, written)


@pytest.mark.parametrize(
    ("after", "still"), [(0, ["ada", "ben"]), (TERM_MS - 1, ["ada", "ben"]), (TERM_MS, [])]
)
def test_it_lasts_for_a_term(group: Group, after: int, still: list[str]):
    assert still == names(group, NOW + after)


def test_whose_term_is_over_is_known_no_more(group: Group):
    happen(group, None, now=NOW + TERM_MS)  # type: ignore[arg-type] - an entry that is gone

    assert {} == group.adults


def test_named_again_the_term_begins_anew_and_nobody_counts_twice(group: Group):
    later = NOW + 80 * DAY_MS
    again = adults.name(group, "another", "ada", "Quiet Heron", later)
    happen(group, again, now=later)

    assert AdultNamed("of ada", "ada", "Quiet Heron", later + TERM_MS) == again
    assert ["ada", "ben"] == names(group, later)
    assert ["ada"] == names(group, NOW + TERM_MS)


@pytest.mark.parametrize(
    ("written", "ended", "left"),
    [
        ("quiet heron", [AdultEnded("of ada")], ["ben"]),
        ("Brave Otter", [AdultEnded("of ben")], ["ada"]),
        ("Quiet Otter", [], ["ada", "ben"]),
    ],
)
def test_it_is_taken_back(group: Group, written: str, ended: list[AdultEnded], left: list[str]):
    told = adults.take_back(group, written)
    happen(group, *told)

    assert (ended, left) == (told, names(group))


def test_who_is_gone_is_an_adult_no_more(group: Group):
    happen(group, *adults.gone(group, "ada"))
    forget(group, "ben")

    assert {} == group.adults


def test_an_invited_guest_is_not_named(group: Group):
    group.guests["g"] = Guest(Profession.NURSE, NOW, NOW + DAY_MS, NOW)
    happen(group, PassUsed("g", "eve"))

    with refused(Code.NOT_FOR_GUESTS):
        adults.name(group, "of eve", "eve", "Calm Fox", NOW)
