"""Coming back: anything up to a ceiling that doubles, and never before one was asked to."""

from client.backoff import Backoff


def test_the_ceiling_doubles_up_to_twenty_seconds():
    backoff = Backoff(lambda: 1.0)
    assert [0.5, 1, 2, 4, 8, 16, 20, 20] == [backoff.next_s() for _ in range(8)]


def test_having_been_in_begins_anew():
    backoff = Backoff(lambda: 1.0)
    backoff.next_s()
    backoff.reset()
    assert 0.5 == backoff.next_s()


def test_what_the_house_asks_for_is_the_least():
    assert 3.0 == Backoff(lambda: 0.0).next_s(3.0)


def test_two_who_fell_together_do_not_come_back_together():
    assert Backoff().next_s() != Backoff().next_s()
