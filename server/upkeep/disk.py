"""Whether there is room for more words, and a ballast to let go of when there is none at all.

Below the reserve messages are refused, but something else may go on filling the disk. The
ballast is a file of real blocks: when almost nothing is left, or the store finds no room, it
goes, and in its place cases, what volunteers do and the shutdown are written.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from server.notes import Note, note

MIB = 1024 * 1024
BALLAST: Final = "ballast"
MOST_BALLAST: Final = 16 * MIB  # thousands of cases
_LAST_PART: Final = 4  # so small a part of the ballast, left on the disk, is almost nothing


class FreeSpace:
    """`rooms.ports.Disk`: below the reserve messages are refused; reading goes on."""

    def __init__(self, folder: Path, reserve_mib: int) -> None:
        self._folder = folder
        self._reserve = reserve_mib * MIB
        self._low = False
        self._ballast = min(MOST_BALLAST, self._reserve // 2)

    def low(self) -> bool:
        """Return whether messages must be refused for want of space."""
        return self._low

    def look(self) -> int | None:
        """Measure again, and return how much is free."""
        free = self._free()
        if free is None:
            return None  # the store itself will say what is wrong
        low = free < self._reserve
        if low != self._low:
            self._low = low
            note(Note.DISK_LOW if low else Note.DISK_FINE)
        return free

    def tend(self) -> None:
        """Look, and see to the ballast; every second, not on the loop: a disk may be slow."""
        free = self.look()
        if free is None:
            return
        if free < self._ballast // _LAST_PART:
            make_room(self._folder)
        elif self._has_room_for_ballast(free):
            _take_ballast(self._folder / BALLAST, self._ballast)

    def _has_room_for_ballast(self, free: int) -> bool:
        """Whether it can be had, not at once be needed, and not itself make space low."""
        makes_low = self._reserve <= free < self._reserve + self._ballast
        return free >= 2 * self._ballast and not makes_low

    def _free(self) -> int | None:
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return None
        return found.f_bavail * found.f_frsize


def make_room(folder: Path) -> None:
    """Make room for what must be written now, though the disk is full."""
    if let_go_of_ballast(folder):
        note(Note.BALLAST_LET_GO)


def let_go_of_ballast(folder: Path) -> bool:
    """Give its room back; return whether there was any."""
    try:
        (folder / BALLAST).unlink()
    except OSError:
        return False
    return True


def _take_ballast(path: Path, size: int) -> None:
    with suppress(OSError):  # another may be faster, or the room gone: tried again in a second
        if path.exists() and path.stat().st_size == size:
            return
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, size)
        except OSError:
            path.unlink()
            raise
        finally:
            os.close(descriptor)
