"""What an append asks of `kith.lua`, and what its answers mean."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.backplane import Conflict, Duplicate, Position, Unavailable, Write

Field = str | bytes | int


@dataclass(frozen=True, slots=True)
class Accepted:
    """An append that stands: Redis' time (ms), the shard's change number, and where it is."""

    at: int
    seq: int
    positions: Sequence[Position]


def fields_of(write: Write) -> tuple[Field, ...]:
    """Return one write as `kith_append` takes it: seven fields, empty for what is not asked."""
    return (
        write.stream,
        write.entry,
        write.dedupe or b"",
        write.mac,
        "" if write.expect_n is None else write.expect_n,
        "" if write.expect_rule is None else write.expect_rule,
        int(write.raises_rule),
    )


def accepted_of(epoch: str, answer: list[bytes]) -> Accepted:
    """Return what was accepted, or raise `Duplicate` or `Conflict`."""
    match answer:
        case [b"ok", at, seq, *numbers]:
            return Accepted(int(at), int(seq), [Position(epoch, int(n)) for n in numbers])
        case [b"duplicate", index, stream, n, mac]:
            raise duplicate_of(epoch, int(index), stream, n, mac)
        case [b"conflict", stream, n]:
            raise Conflict(stream.decode(), int(n))
        case _:
            raise Unavailable


def duplicate_of(epoch: str, index: int, stream: bytes, n: bytes, mac: bytes) -> Duplicate:
    """Return what is known of a dedupe key."""
    return Duplicate(index, stream.decode(), Position(epoch, int(n)), mac)
