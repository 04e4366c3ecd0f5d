"""One server per data folder: a lock that ends with the process, however it ends."""

import fcntl
import os
from pathlib import Path

from server.backplane import FolderInUse, Unavailable


class FolderLock:
    """Holds a data folder from `take` to `free`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    def take(self) -> None:
        """Take the folder, making it if needed; raise `FolderInUse` if another has it."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Unavailable(
                f"The folder {self._folder} cannot be written to: {error.strerror}."
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise FolderInUse(
                f"Another server is using the folder {self._folder}. Stop it first, or give"
                " this one a folder of its own with --data."
            ) from None
        self._descriptor = descriptor

    def free(self) -> None:
        """Let the next server have the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
