"""How Redis' answers become items: the bytes of `kith.lua`, read back."""

from collections.abc import Sequence

from server.backplane import Head, Item
from server.backplane.redis_following import Change


def item_of(stream: str, n: int, stored: bytes) -> Item:
    """Return the item of one stored `at|rule|entry`."""
    at, rule, entry = stored.split(b"|", 2)
    return Item(stream, n, int(at), int(rule), entry)


def items_of(stream: str, first: int, stored: Sequence[bytes | None]) -> list[Item]:
    """Return the items of consecutive numbers; what is gone is left out."""
    rows = enumerate(stored, first)
    return [item_of(stream, n, row) for n, row in rows if row is not None]


def head_of(n: bytes, first: bytes, rule: bytes) -> Head:
    """Return a stream's head."""
    return Head(int(n), int(first), int(rule))


def change_of(shard: str, payload: bytes) -> Change:
    """Return the change that was published as `seq|stream|number|at|rule|entry`."""
    seq, stream, n, stored = payload.split(b"|", 3)
    return Change(shard, int(seq), item_of(stream.decode(), int(n), stored))
