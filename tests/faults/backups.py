"""A house that is saved while it runs, destroyed, and made again from what was saved."""

import subprocess
from pathlib import Path
from shutil import copy, rmtree

from kith_process import KITH
from stage import Stage

COMMAND_S = 300.0  # ends a hang; a command takes seconds


class Backups:
    """The operator of a stage's house: makes backups, and restores the last one."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._desk = stage.data.parent
        self._key = self._desk / "backup.key"
        self._file = self._desk / "saved.kith"
        self._list = self._desk / "copied.list"
        self._options: tuple[str | Path, ...] = ()

    def save(self) -> None:
        """Save the house as it is now; the key is made once."""
        if not self._key.exists():
            self.command("backup", "--new-key", self._key)
        self._file.unlink(missing_ok=True)
        self.command("backup", self._file)

    def destroy(self, *, keys_too: bool) -> None:
        """End everything, and leave nothing but the list, or nothing but the keys beside it."""
        house = self._stage
        house.end_nodes()
        copy(house.data / "keys" / "let_go.list", self._list)
        self._options = ("--let-go", self._list) if keys_too else ()
        for path in house.data.iterdir():
            if path.is_dir() and (keys_too or path.name != "keys"):
                rmtree(path)
            elif not path.is_dir():
                path.unlink()
        if house.redis is not None:
            house.redis.kill()
            rmtree(house.redis.folder)
            house.redis.folder.mkdir()

    def restore(self) -> str:
        """Make the house again; return what the operator is told."""
        if self._stage.redis is not None:
            self._stage.redis.start()
        return self.command("restore", self._file, "--key", self._key, *self._options)

    def command(self, *words: str | Path) -> str:
        """Run a command of the house; return what it said."""
        house = self._stage
        store = ("--redis", house.redis.url) if house.redis else ()
        done = subprocess.run(
            [KITH, *words, "--data", house.data, *store],
            env=house.nodes[0].environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        assert done.returncode == 0, f"kith {words[0]}: {done.stdout}{done.stderr}"
        return done.stdout
