"""How long a look took is its own time: whoever else runs on the machine costs it nothing."""

import time

from server.duty.duty import Duty
from server.duty.watching import EXACT_S, StoredNow

MUCH_S = 6 * EXACT_S


def burn(seconds: float) -> None:
    """Use so much of the processor, however long that takes."""
    began = time.thread_time()
    while time.thread_time() - began < seconds:
        pass


def test_work_counts_nearly_to_the_full():
    now = StoredNow(lambda: 0, Duty())
    now.spent_s()

    began = now.spent_s()
    burn(MUCH_S)

    assert MUCH_S - EXACT_S <= now.spent_s() - began


def test_waiting_for_the_machine_does_not_count():
    now = StoredNow(lambda: 0, Duty())
    now.spent_s()
    burn(MUCH_S)

    began = now.spent_s()
    time.sleep(MUCH_S)

    assert MUCH_S - EXACT_S > now.spent_s() - began


def test_a_short_look_is_never_longer_than_the_clock_on_the_wall():
    now = StoredNow(lambda: 0, Duty())

    for _ in range(100):
        wall, began = time.perf_counter(), now.spent_s()
        spent = now.spent_s() - began
        assert spent <= time.perf_counter() - wall
