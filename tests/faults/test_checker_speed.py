"""The checker looks at each record once: twice the records are twice the work."""

import gc
import sys
from collections.abc import Iterator
from time import perf_counter
from types import FrameType

import pytest
from checker import check
from history import Ack, Join, Receive, Round, Seen, Send

MEMBERS = 12


def talk(lines: int) -> Iterator[Seen]:
    """Twelve people in a room who see every line, and the read-out."""
    yield Round(client="round", at=0.0, room="")
    for who in range(MEMBERS):
        yield _joins(f"m{who}", 0, 1)
    for n in range(1, lines + 1):
        author, said = f"m{n % MEMBERS}", f"i{n}"
        yield Send(client=author, at=n, room="r", id=said, body="w")
        yield Ack(client=author, at=n + 0.5, room="r", id=said, n=n)
        for who in range(MEMBERS):
            yield Receive(client=f"m{who}", at=n + 0.7, room="r", n=n, by=author, id=said, body="w")
    yield _joins("z", lines, 1, final=True)
    for n in range(1, lines + 1):
        author = f"m{n % MEMBERS}"
        yield Receive(client="z", at=lines + 1.0, room="r", n=n, by=author, id=f"i{n}", body="w")


def _joins(client: str, head: int, first: int, *, final: bool = False) -> Seen:
    return Join(
        client=client,
        at=0.0,
        room="r",
        member=client,
        epoch="e",
        head=head,
        first=first,
        final=final,
    )


def _steps(lines: int) -> int:
    """Return how many lines of Python the checker runs for such a talk."""
    records, steps = list(talk(lines)), 0

    def trace(_frame: FrameType, event: str, _arg: object) -> object:
        nonlocal steps
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        assert () == check(records).violations
    finally:
        sys.settrace(before)
    return steps


def test_twice_the_records_are_twice_the_steps():
    few, many = _steps(50), _steps(400)
    assert many < few * 8 * 1.1


@pytest.mark.slow
def test_a_million_records_are_judged():
    records = list(talk(1_000_000 // (MEMBERS + 3)))
    gc.collect()
    began = perf_counter()
    judged = check(records)
    took = perf_counter() - began
    sys.stdout.write(f"{judged.records:,} records in {took:.1f} s\n")  # to read: not a bound
    assert () == judged.violations
