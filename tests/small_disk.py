"""A disk of a few MiB of its own, that can be filled to the last byte."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from patience import SOON_S

MIB = 1024 * 1024


class SmallDisk:
    """A folder with a file system of its own. `filler` is what somebody else keeps there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filler = folder / "filler"

    @property
    def free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int) -> None:
        """Have so many bytes left, of those that are free now: what is freed meanwhile stays."""
        left = self.free - leave
        with self.filler.open("ab") as filler, suppress(OSError):  # others write here, too
            while left > 0:
                filler.write(bytes(min(left, MIB)))
                filler.flush()
                left -= MIB

    def clear(self) -> None:
        self.filler.unlink()


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk]:
    """Mount one for as long as the block lasts."""
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0700", "kith-small", str(folder)]
    done = subprocess.run(mounting, capture_output=True, text=True, timeout=SOON_S, check=False)
    if done.returncode != 0:
        pytest.skip(
            "not run: this machine lets nobody mount a small disk, so what happens on a full one "
            f"was not seen. Run this test as root. {done.stderr}"
        )
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], timeout=SOON_S, check=True)
