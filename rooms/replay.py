"""What a member who comes in, or back, is given of the stream: PROTOCOL, "Order of things"."""

from collections.abc import Callable
from dataclasses import dataclass

from rooms.state import Room

RECENT = 50


@dataclass(frozen=True, slots=True)
class After:
    """The last position a client says it has."""

    epoch: str
    n: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What the stream still holds: its epoch, last number, and first kept number.

    `since` is the head at the time the member took their place, in a format without history;
    nothing up to it is theirs to see. It is 0 where history is open.
    """

    epoch: str
    head: int
    first: int
    since: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: `from_` as hello names it; `gap` (both ends included) is told as lost;
    then everything with a number above `read_after` follows.
    """

    resumed: bool
    from_: int
    gap: tuple[int, int] | None
    read_after: int


def floor(room: Room, came: int, is_private: Callable[[str], bool]) -> int:
    """Return up to which number nothing is for somebody who came when `came` was the head.

    Of a meeting that one did not attend nothing is shown, and of one that runs nothing from
    before one came; what was said on the open floor stays for all.
    """
    now, last = room.meeting, room.last
    if now is not None and came > room.began and is_private(now.protocol.format):
        return came
    if last is not None and came > last.began and is_private(last.format):
        return min(came, last.over)
    return 0


def plan(kept: Kept, after: After | None) -> Plan:
    """Decide what follows hello."""
    floor = min(max(kept.first, kept.since + 1), kept.head + 1)
    if after is not None and after.epoch == kept.epoch and kept.since <= after.n <= kept.head:
        return _resume(after.n, floor)
    if after is not None and after.epoch in ("", kept.epoch) and after.n == 0:
        return Plan(resumed=False, from_=floor, gap=None, read_after=floor - 1)
    start = max(floor, kept.head - RECENT + 1)
    return Plan(resumed=False, from_=start, gap=None, read_after=start - 1)


def _resume(n: int, floor: int) -> Plan:
    lost = (n + 1, floor - 1) if floor > n + 1 else None
    return Plan(resumed=True, from_=n + 1, gap=lost, read_after=max(n, floor - 1))
