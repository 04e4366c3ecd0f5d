"""Key files: made once and whole, readable by nobody else, overwritten where they lie.

A key that is replaced must not survive in another block of the disk, so it is never renamed
over or appended to: one small write over the old bytes, then fsync.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

OWNER_ONLY = 0o600
OWNER_ONLY_FOLDER = 0o700


class KeysDamaged(Exception):
    """A key file cannot be read as one. Its message is a sentence for the operator."""


def open_folder(folder: Path) -> None:
    """Make sure the folder of the keys is there and nobody else's to read."""
    folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    folder.chmod(OWNER_ONLY_FOLDER)


def create_whole(path: Path, content: bytes) -> None:
    """Make a file that is either there in full, also after a power cut, or not at all.

    Several nodes may share the folder: one at a time makes a file in it.
    """
    unfinished = path.with_name(path.name + ".new")
    with _alone_in(path.parent) as folder:
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        try:
            _write_through(descriptor, content)
        finally:
            os.close(descriptor)
        unfinished.rename(path)
        os.fsync(folder)


def overwrite(path: Path, content: bytes) -> None:
    """Put `content` over the file's old bytes, in their very place and on the disk."""
    descriptor = os.open(path, os.O_WRONLY)
    try:
        _write_through(descriptor, content)
    finally:
        os.close(descriptor)


@contextmanager
def _alone_in(folder: Path) -> Iterator[int]:
    """Hold the folder against other programs that make files in it, and give it opened."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        flock(descriptor, LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)  # and with it the lock


def _write_through(descriptor: int, content: bytes) -> None:
    # One call: a sector is written whole or not at all, and a key file is far smaller.
    if os.pwrite(descriptor, content, 0) != len(content):
        raise OSError("A key file was written in part.")
    os.fsync(descriptor)
