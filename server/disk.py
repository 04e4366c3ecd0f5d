"""Whether there is room for more words: free space on the data folder's disk, kept current."""

import os
from pathlib import Path

from server.notes import Note, note

MIB = 1024 * 1024


class FreeSpace:
    """`rooms.ports.Disk`: below the reserve messages are refused; reading goes on."""

    def __init__(self, folder: Path, reserve_mib: int) -> None:
        self._folder = folder
        self._reserve = reserve_mib * MIB
        self._low = False

    def low(self) -> bool:
        """Return whether messages must be refused for want of space."""
        return self._low

    def look(self) -> None:
        """Measure again; called every second, off the road of a message."""
        try:
            found = os.statvfs(self._folder)
        except OSError:
            return  # the store itself will say what is wrong
        low = found.f_bavail * found.f_frsize < self._reserve
        if low != self._low:
            self._low = low
            note(Note.DISK_LOW if low else Note.DISK_FINE)
