"""What a round came to, worked out by hand, and the table over many of them."""

import pytest
from figures import Figures, Heard, Times, detection, fates, recovery, unavailable
from history import Ack, Lost, Nack, Send
from kinds import FAULTS
from table import percentile, spread, table
from tour import part, seed_of

TIMES = Times(began=10.0, healed=20.0, ended=40.0)
ALL_ROUNDS = 3_900


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([[]], None),
        ([[5.0, 21.0]], None),
        ([[12.0, 19.0], []], 2.0),
        ([[12.0], [11.0, 15.0]], 2.0),
    ],
)
def test_detection_is_when_the_last_of_those_who_were_told_was_told(
    told: list[list[float]], expected: float | None
):
    assert expected == detection([Heard(at, []) for at in told], TIMES)


@pytest.mark.parametrize(
    ("acks", "expected"),
    [([[9.0, 21.0, 30.0]], 1.0), ([[21.0], [25.0]], 5.0), ([[21.0], [19.0]], None)],
)
def test_recovery_is_when_everybody_had_words_accepted_again(
    acks: list[list[float]], expected: float | None
):
    assert expected == recovery([Heard([], at) for at in acks], TIMES)


@pytest.mark.parametrize(
    ("acks", "expected"),
    [([[11.0, 12.0, 39.0]], 27.0), ([[11.0, 13.0], [22.0, 23.0]], 12.0), ([[9.0]], 30.0)],
)
def test_the_longest_wait_is_between_two_acceptances_of_one_person(
    acks: list[list[float]], expected: float
):
    assert expected == unavailable([Heard([], at) for at in acks], TIMES)


def test_every_id_is_followed_to_its_end():
    def sends(frame_id: str) -> Send:
        return Send(client="a", at=0, room="r", id=frame_id)

    def refused(frame_id: str, code: str) -> Nack:
        return Nack(client="a", at=0, room="r", id=frame_id, code=code)

    records = [
        *(sends(frame_id) for frame_id in "pqrst"),
        Ack(client="a", at=0, room="r", id="p", n=1),
        refused("q", "unavailable"),
        refused("r", "too_long"),
        Lost(client="a", at=0, room="r"),
        sends("q"),
        sends("s"),
        Ack(client="a", at=0, room="r", id="q", n=2),
        refused("s", "too_long"),
    ]

    found = fates(records)

    assert (2, 2, 3) == (found.acked, found.refused, found.unknown)
    assert {"acked": 1, "refused": 1, "by reading": 1} == dict(found.settled)


def test_percentiles_are_values_that_were_seen():
    values = [float(n) for n in range(1, 101)]

    assert (50.0, 99.0, 100.0) == tuple(percentile(values, share) for share in (0.5, 0.99, 1))
    assert "7.00 / 7.00 / 7.00" == spread([7.0])
    assert "-" == spread([])


def test_the_table_adds_rounds_up_and_names_what_was_not_run():
    rounds = [
        Figures(
            "cold", 0, 1, tour=5, acked=3, unknown=1, settled_acked=1, detection=0.5, memory_mib=10
        ),
        Figures("cold", 1, 2, tour=6, acked=4, violations=("lost", "lost"), recovery=2.0),
        Figures("wet", 0, 3, not_run="there is no water"),
    ]

    head, _, cold, wet = table(rounds).splitlines()

    assert head.startswith("| fault | rounds | acknowledged |")
    assert cold.startswith("| cold | 2 | 7 | 1: 1 / 0 / 0 |")
    assert "| 0.50 / 0.50 / 0.50 | 2.00 / 2.00 / 2.00 |" in cold
    assert cold.endswith("| 2 lost | 5, 6; look at 1 of 6 |")
    assert wet.startswith("| wet | not run: there is no water |")


def test_parts_hold_every_round_once_and_a_round_is_the_same_in_any():
    turns = [(t.name, t.index) for number in range(1, 13) for t in part(number, 12, FAULTS)]

    assert len(turns) == len(set(turns)) == sum(fault.rounds for fault in FAULTS.values())
    assert len(turns) >= ALL_ROUNDS
    assert seed_of("a fault", 3, 5) == 245678363
    assert len({seed_of(name, index, 5) for name, index in turns}) == len(turns)
