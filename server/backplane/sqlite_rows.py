"""Many rows in few statements.

Each step of a statement gives up the interpreter and has to win it back from the event loop,
which may take milliseconds when the loop is busy. So a group's rows go in by a handful of
statements of many rows, never row by row. Sizes are small or powers of two, so that few statements
are ever prepared.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

_AT_ONCE: Final = 128
_EXACTLY: Final = 16  # a usual group is no larger, and goes in by one statement a table

T = TypeVar("T")


def marks(count: int) -> str:
    """Return `count` question marks for the values of a statement."""
    return ",".join("?" * count)


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into parts that one statement takes."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def add_rows(
    sql: sqlite3.Connection, statement: str, rows: Sequence[tuple[object, ...]], tail: str = ""
) -> None:
    """Run `statement`, which ends in VALUES, over all the rows; `tail` follows the values."""
    for some in _few_sizes(rows):
        row = f"({marks(len(some[0]))})"
        values = [value for columns in some for value in columns]
        sql.execute(statement + ",".join([row] * len(some)) + tail, values)


def _few_sizes(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    start = 0
    while start < len(rows):
        left = len(rows) - start
        size = left if left <= _EXACTLY else min(_AT_ONCE, 1 << (left.bit_length() - 1))
        yield rows[start : start + size]
        start += size
