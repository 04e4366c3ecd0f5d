"""Each broken promise in a history of its own: the checker finds it, and nothing else."""

import history
import pytest
from broken_cases import BROKEN_CASES
from broken_promises import BROKEN_LINES
from checker import Judgement, check
from checking.violation import Kind
from history import Seen
from kept_promises import KEPT
from told import BOTH_IN, DAY_S, SAID, acks, gap, hears, joins, lost, nacks, read_out, rules, sends

BROKEN = [*BROKEN_LINES, *BROKEN_CASES]


def _judged(*records: Seen) -> Judgement:
    if not any(isinstance(record, history.Join) and record.final for record in records):
        records = (*records, *read_out())
    if not isinstance(records[0], history.Round):
        records = (rules(), *records)
    return check(records)


@pytest.mark.parametrize("name", KEPT)
def test_nothing_is_found_where_every_promise_was_kept(name: str):
    assert () == _judged(*KEPT[name]).violations


@pytest.mark.parametrize(("kind", "how", "records"), BROKEN, ids=lambda it: str(it)[:60])
def test_the_one_broken_promise_is_found(kind: Kind, how: str, records: tuple[Seen, ...]):
    assert [kind] == [violation.kind for violation in _judged(*records).violations], how


def test_every_promise_is_in_the_table():
    assert set(Kind) == {kind for kind, _, _ in BROKEN}


def test_what_became_of_every_sending_is_counted():
    records = (
        *BOTH_IN,
        *(sends("a", frame_id) for frame_id in "12345"),
        acks("a", "1", 1),
        nacks("a", "3", "empty"),
        nacks("a", "4", "attack", held=True),
        lost("a"),
        joins("a", 0, after=("e", 0)),
        hears("a", 1),
        gap("b", 1, 1),
        *read_out((1, "a", "1"), (2, "a", "2")),
    )
    judged = _judged(*records)
    counts = (judged.acked, judged.refused, judged.held, judged.gaps)
    assert (1, 1, 1, 1) == counts
    assert (1, 1) == (judged.unknown_stored, judged.unknown_not_stored)


def test_a_room_that_nobody_read_out_cannot_be_judged():
    with pytest.raises(ValueError, match="no read-out of r"):
        check([rules(keep_s=DAY_S), *SAID])
