"""Disks to be cruel to: one whose power is cut, and one that is full."""

import ctypes
import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from net_spaces import CannotMake, run

EXT4_IOC_SHUTDOWN = 0x8004587D
WITHOUT_THE_JOURNAL = ctypes.c_uint32(2)  # what is not on the disk at this moment never gets there
IMAGE_MIB = 256
MIB = 1024 * 1024
PAGE_BYTES = 4096


class LoopDisk:
    """An ext4 file system in a file; cutting its power loses what was not flushed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._image = folder / "disk.img"
        self.folder = folder / "disk"
        self.folder.mkdir()
        with self._image.open("wb") as image:
            image.truncate(IMAGE_MIB * MIB)
        run("mkfs.ext4", "-q", "-F", str(self._image))
        self._device = _loop_of(self._image)
        try:
            self.mount()
        except BaseException:
            run("losetup", "-d", self._device)
            raise

    def mount(self) -> None:
        run("mount", self._device, str(self.folder))

    def flush(self) -> None:
        """Put on the disk what is there up to now."""
        run("sync", "--file-system", str(self.folder))

    def cut_power(self) -> None:
        """Stop the file system where it stands: every write from here on fails."""
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, bytes(WITHOUT_THE_JOURNAL))
        except OSError as error:
            raise CannotMake(f"the file system cannot be shut down: {error.strerror}") from None
        finally:
            os.close(descriptor)

    def give_power(self) -> None:
        """Come back as a machine does: nothing is left in memory, the journal is replayed."""
        run("umount", str(self.folder))
        self.mount()

    def end(self) -> None:
        with suppress(CannotMake):
            run("umount", "--lazy", str(self.folder))  # whoever still has a file open there ends
        run("losetup", "-d", self._device)
        self._image.unlink()


@contextmanager
def loop_disk(folder: Path) -> Iterator[LoopDisk]:
    """Make such a disk, or raise `CannotMake`."""
    _needs_root("a disk of one's own")
    disk = LoopDisk(folder)
    try:
        yield disk
    finally:
        disk.end()


class SmallDisk:
    """A little memory that is mounted as a disk, and can be filled to the last byte."""

    def __init__(self, folder: Path, mib: int) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._ballast = folder / "ballast"
        run("mount", "-t", "tmpfs", "-o", f"size={mib}m,mode=700", "kith-faults", str(folder))

    def fill(self, leave_bytes: int = 0) -> None:
        """Leave no more than so much, whoever else writes at the same time."""
        with self._ballast.open("ab") as ballast:
            step = self._free() - leave_bytes
            while step >= PAGE_BYTES:
                size = ballast.seek(0, os.SEEK_END)
                try:
                    os.posix_fallocate(ballast.fileno(), size, step)
                except OSError:  # all of it or nothing: somebody else took a page meanwhile
                    step //= 2
                else:
                    step = self._free() - leave_bytes
        if self._free() > leave_bytes + PAGE_BYTES:
            raise CannotMake("the disk does not fill")

    def _free(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)

    def end(self) -> None:
        with suppress(CannotMake):
            run("umount", "--lazy", str(self.folder))


@contextmanager
def small_disk(folder: Path, mib: int) -> Iterator[SmallDisk]:
    """Mount such a disk, or raise `CannotMake`."""
    _needs_root("a small disk")
    disk = SmallDisk(folder, mib)
    try:
        yield disk
    finally:
        disk.end()


def _loop_of(image: Path) -> str:
    try:
        command = ("losetup", "-f", "--show", str(image))
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        raise CannotMake("there is no loop device to be had") from None
    return done.stdout.strip()


def _needs_root(what: str) -> None:
    if os.geteuid():
        raise CannotMake(f"{what} needs root")
