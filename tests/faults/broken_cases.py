"""Histories in which a promise about a case was broken, and how it was."""

from checking.violation import Kind
from history import Seen
from told import (
    A_IN,
    ALERT,
    CLAIM,
    CLOSE,
    NEED,
    RAISED,
    acks,
    acts,
    desk_read,
    lost,
    on_desk,
    read_out,
    sends,
)

BROKEN_CASES: list[tuple[Kind, str, tuple[Seen, ...]]] = [
    (Kind.CASE_LOST, "a need nobody has", (*NEED, desk_read(1))),
    (
        Kind.CASE_LOST,
        "a flagged line without its case",
        (*A_IN, sends("a", "1", raises=True), lost("a"), desk_read(1), *read_out((1, "a", "1"))),
    ),
    (
        Kind.CASE_LOST,
        "a claim that was told",
        (*NEED, RAISED, acts("v", "1", "claim"), acks("v", "1", 0, fence=3), desk_read(1)),
    ),
    (
        Kind.CASE_LOST,
        "a close that was told",
        (*NEED, RAISED, CLAIM, acts("v", "2", "close", fence=3), acks("v", "2", 0), desk_read(5)),
    ),
    (
        Kind.CASE_ALONE,
        "a case whose line is not there",
        (
            *A_IN,
            sends("a", "1", raises=True),
            lost("a"),
            on_desk(1, "case_raised", said="flag", id="1"),
            desk_read(1),
            *read_out(),
        ),
    ),
    (
        Kind.STORED_TWICE,
        "one need on the desk twice",
        (*NEED, RAISED, on_desk(2, "case_joined", said="need"), desk_read(1)),
    ),
    (
        Kind.CLAIMED_TWICE,
        "somebody had it",
        (*NEED, RAISED, CLAIM, on_desk(4, "case_claimed", 5, by="w"), desk_read(6)),
    ),
    (
        Kind.CLOSED_TWICE,
        "the desk has it twice",
        (*NEED, RAISED, CLAIM, CLOSE, on_desk(5, "case_closed", 6, fence=3), desk_read(6)),
    ),
    (
        Kind.STALE_FENCE,
        "closed by who had given it back",
        (
            *NEED,
            RAISED,
            CLAIM,
            on_desk(4, "case_given_back", 5, fence=3),
            on_desk(5, "case_claimed", 6),
            on_desk(6, "case_closed", 7, fence=3),
            desk_read(8),
        ),
    ),
    (
        Kind.STALE_FENCE,
        "a card by who had lost it",
        (
            *NEED,
            RAISED,
            CLAIM,
            on_desk(4, "case_dropped", 5, fence=3),
            on_desk(5, "card_given", 6, fence=3),
            desk_read(6),
        ),
    ),
    (Kind.LATE, "nobody was called", (*NEED, RAISED, desk_read(8))),
    (
        Kind.LATE,
        "called long after",
        (*NEED, RAISED, on_desk(2, "alarm_due", 9, step="alert"), desk_read(10)),
    ),
    (
        Kind.LATE,
        "nobody more was called",
        (*NEED, RAISED, ALERT, desk_read(120)),
    ),
]
