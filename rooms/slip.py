"""An attendance slip: a group, a day, minutes. No name, no number, nothing that tells two apart.

Whoever sat through the same meeting for as long gets the very same slip, letter for letter.
"""

from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from rooms.state import Room

STEP_MINUTES: Final = 5  # told in steps, so that a slip is not a clock on the door
LEAST_MINUTES: Final = 10
_VERSION: Final = 1
_HEAD_BYTES: Final = 4
_FIRST_DAY: Final = date(2000, 1, 1)
_GROUP_BYTES: Final = 120
_MINUTE_MS: Final = 60 * 1000


class Slip(Struct, frozen=True):
    """What a slip says: somebody was in this group on this day for so many minutes."""

    group: str
    day: date
    minutes: int

    def packed(self) -> bytes:
        """Return what is signed."""
        days = (self.day - _FIRST_DAY).days
        head = bytes((_VERSION, *days.to_bytes(2, "big"), self.minutes // STEP_MINUTES))
        return head + _cut(self.group)


def unpacked(packed: bytes) -> Slip | None:
    """Return the slip that was packed so; None if it is none."""
    if len(packed) <= _HEAD_BYTES or packed[0] != _VERSION:
        return None
    try:
        group = packed[_HEAD_BYTES:].decode()
    except UnicodeDecodeError:
        return None
    day = _FIRST_DAY + timedelta(days=int.from_bytes(packed[1:3], "big"))
    return Slip(group, day, packed[3] * STEP_MINUTES)


def held(room: Room, now: int, afterwards_ms: int) -> tuple[int, int] | None:
    """Return from when to when the meeting was that runs in the room, or just was (ms): also a
    circle that stands on no timetable is a meeting.
    """
    if room.meeting is not None:
        return room.began_at, now
    last = room.last
    if last is None or now >= last.over_at + afterwards_ms:
        return None
    return last.began_at, last.over_at


def minutes_present(came: int, now: int, start: int, end: int) -> int:
    """Return for how many whole steps somebody who came at `came` was in the meeting (ms)."""
    minutes = max(0, min(now, end) - max(came, start)) // _MINUTE_MS
    return minutes // STEP_MINUTES * STEP_MINUTES


def _cut(group: str) -> bytes:
    """Return the group's name, cut where a letter ends if it is very long."""
    return group.encode()[:_GROUP_BYTES].decode(errors="ignore").encode()
