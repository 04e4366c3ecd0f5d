"""Who gets a place, and under which two words."""

from hypothesis import given
from hypothesis import strategies as st

from rooms.membership import ALIASES, SPARE_ALIASES, choose_alias, places_for


def words(index: int) -> str:
    return f"name {index}"


def test_the_wanted_name_is_given_if_it_is_free():
    assert (7, "name 7") == choose_alias(words, 7, [])


def test_the_next_free_one_is_given_if_not():
    assert (9, "name 9") == choose_alias(words, 7, ["name 7", "name 8"])


def test_after_the_last_comes_the_first():
    assert (0, "name 0") == choose_alias(words, 15, ["name 15"])


def test_when_all_sixteen_are_taken_there_are_more():
    taken = [words(index) for index in range(ALIASES)]

    assert (16, "name 16") == choose_alias(words, 3, taken)


def test_nobody_is_sent_away_for_want_of_a_name():
    taken = [words(index) for index in range(ALIASES + SPARE_ALIASES)]

    assert (3, "name 3") == choose_alias(words, 3, taken)


@given(st.integers(0, ALIASES + SPARE_ALIASES - 1), st.sets(st.integers(0, ALIASES - 1)))
def test_what_is_given_is_free_and_is_what_its_number_says(wanted: int, taken: set[int]):
    index, name = choose_alias(words, wanted, {words(i) for i in taken})

    assert index not in taken
    assert words(index) == name
    if wanted not in taken:
        assert index == wanted


def test_places_held_back_are_for_those_who_return():
    assert (12, 9, 0) == (
        places_for(12, 3, returning=True),
        places_for(12, 3, returning=False),
        places_for(12, 20, returning=False),
    )
