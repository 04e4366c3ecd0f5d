"""Histories in which one promise was broken, and how it was."""

from checking.violation import Kind
from history import Seen
from told import (
    A_IN,
    BOTH_IN,
    SAID,
    acks,
    gap,
    hears,
    joins,
    lost,
    nacks,
    read_out,
    resync,
    rules,
    sends,
    stays,
)

BROKEN_LINES: list[tuple[Kind, str, tuple[Seen, ...]]] = [
    (Kind.LOST, "it is not there", (*SAID, *read_out())),
    (Kind.LOST, "its author saw it, too", (*SAID, hears("a", 1), *read_out())),
    (Kind.LOST, "it is called gone long before its time", (*SAID, *read_out(first=2, head=1))),
    (Kind.LOST, "another epoch does not have it", (*SAID, *read_out(epoch="f"))),
    (
        Kind.MOVED,
        "it stands elsewhere",
        (
            *BOTH_IN,
            sends("b", "2"),
            sends("a", "1"),
            acks("a", "1", 1),
            lost("b"),
            *read_out((1, "b", "2"), (2, "a", "1")),
        ),
    ),
    (
        Kind.MOVED,
        "acknowledged at two places",
        (*SAID, sends("a", "1"), acks("a", "1", 2), *read_out((1, "a", "1"))),
    ),
    (
        Kind.OTHER_WORDS,
        "the second words were acknowledged under the first ones' id",
        (*SAID, sends("a", "1", "other"), acks("a", "1", 1), *read_out((1, "a", "1"))),
    ),
    (
        Kind.REFUSED,
        "it was refused for good",
        (*A_IN, sends("a", "1"), nacks("a", "1", "empty"), *read_out((1, "a", "1"))),
    ),
    (Kind.PHANTOM, "nobody sent it", (*A_IN, hears("a", 1, "x"), *read_out((1, "x", "1")))),
    (
        Kind.PHANTOM,
        "it was sent with other words",
        (*A_IN, sends("a", "1"), lost("a"), *read_out((1, "a", "1", "others"))),
    ),
    (
        Kind.NOT_DURABLE,
        "it was shown and is not there",
        (*BOTH_IN, sends("a", "1"), hears("b", 1), lost("a"), *read_out()),
    ),
    (
        Kind.DUPLICATE,
        "one number twice",
        (*SAID, hears("a", 1), hears("a", 1), *read_out((1, "a", "1"))),
    ),
    (
        Kind.DUPLICATE,
        "again after coming back",
        (
            *SAID,
            hears("a", 1),
            joins("a", 1, after=("e", 1)),
            hears("a", 1),
            *read_out((1, "a", "1")),
        ),
    ),
    (
        Kind.SILENT_GAP,
        "a number was skipped",
        (
            *SAID,
            sends("a", "2"),
            hears("a", 2, "a", "2"),
            acks("a", "2", 2),
            *read_out((1, "a", "1"), (2, "a", "2")),
        ),
    ),
    (
        Kind.SILENT_GAP,
        "it came back, and what was missed never came",
        (*SAID, lost("a"), joins("a", 1, 2, after=("e", 0)), *read_out((1, "a", "1"))),
    ),
    (
        Kind.SILENT_GAP,
        "who was there to the end was not told the last line",
        (*SAID, stays("a"), *read_out((1, "a", "1"))),
    ),
    (
        Kind.SILENT_GAP,
        "a number after resync",
        (*SAID, resync("a"), hears("a", 1), *read_out((1, "a", "1"))),
    ),
    (
        Kind.SILENT_GAP,
        "the announced gap begins too late",
        (
            rules(keep_s=0.5),
            *SAID,
            sends("a", "2"),
            acks("a", "2", 2),
            joins("b", 2, after=("e", 0)),
            gap("b", 2, 2),
            *read_out(first=3, head=2),
        ),
    ),
    (
        Kind.FALSE_GAP,
        "it is still there",
        (*SAID, joins("b", 1, after=("e", 0)), gap("b", 1, 1), *read_out((1, "a", "1"))),
    ),
    (
        Kind.SILENT_EPOCH,
        "resumed in another epoch",
        (*A_IN, joins("a", 0, after=("e", 0), epoch="f"), *read_out(epoch="f")),
    ),
    (
        Kind.DISAGREE,
        "two saw two lines at one number",
        (
            *BOTH_IN,
            sends("a", "1"),
            sends("b", "2"),
            hears("a", 1),
            hears("b", 1, "b", "2"),
            lost("b"),
            *read_out((1, "a", "1")),
        ),
    ),
    (
        Kind.DISAGREE,
        "another line stands there now",
        (
            *BOTH_IN,
            sends("a", "1"),
            sends("b", "2"),
            hears("a", 1),
            lost("a"),
            lost("b"),
            *read_out((1, "b", "2")),
        ),
    ),
    (
        Kind.STORED_TWICE,
        "one id at two numbers",
        (*SAID, sends("a", "1"), lost("a"), *read_out((1, "a", "1"), (2, "a", "1"))),
    ),
    (
        Kind.ORDER,
        "it was sent after the other's answer",
        (
            *BOTH_IN,
            sends("a", "1"),
            acks("a", "1", 2),
            sends("b", "2"),
            acks("b", "2", 1),
            *read_out((1, "b", "2"), (2, "a", "1")),
        ),
    ),
    (
        Kind.ORDER,
        "it was sent after the other was seen",
        (
            *A_IN,
            joins("b", 1, 2),
            sends("a", "1"),
            hears("b", 2),
            sends("b", "2"),
            acks("b", "2", 1),
            lost("a"),
            *read_out((1, "b", "2"), (2, "a", "1")),
        ),
    ),
]
