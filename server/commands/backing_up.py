"""What `kith backup` and `kith restore` do, and what they say of it."""

import argparse
import asyncio
import os
import sys
from base64 import b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from server.backplane.clock import wall_ms
from server.backup import box
from server.backup.places import place_of
from server.backup.restoring import Restored, Wanted, restore
from server.commands.house import carried_out
from server.crypto.files import create_whole
from server.operator_error import OperatorError
from server.settings import load

_NAMES = {
    "rooms": "rooms",
    "members": "members known",
    "volunteers": "volunteers",
    "cases": "open cases",
    "sanctions": "sanctions",
    "acts": "acts in the audit",
}


def backup(asked: argparse.Namespace) -> int:
    """Write a backup, or make the key that opens it, or both."""
    settings = load(os.environ, None, data=asked.data, redis=asked.redis)
    keys = (settings.data / "keys").resolve()
    if asked.new_key:
        had_one = (keys / box.KEY_FILE).exists()
        box.new_key(keys, asked.new_key)
        sys.stdout.write(f"{asked.new_key} opens every backup made from now on.\n")
        if had_one:
            sys.stdout.write(
                "Keep the key before it for as long as its backups: only it opens them.\n"
            )
    if asked.file is None:
        if not asked.new_key:
            raise OperatorError("Say where to: kith backup FILE.")
        return 0
    path = _named_by_the_minute(asked.file) if asked.file.is_dir() else asked.file
    if path.exists():
        raise OperatorError(f"There is a file {path} already; it was left as it was.")
    answer = carried_out(asked, {"do": "backup", "keys": str(keys)})
    file = b64decode(answer["backup"])
    _write(path, file)
    sys.stdout.write(f"saved {_many(answer['counts'])}: {path}, {len(file)} bytes\n")
    return 0


def _named_by_the_minute(folder: Path) -> Path:
    """Return a new file's place in a folder, so that the same command can run every day."""
    return folder / datetime.fromtimestamp(wall_ms() / 1000, UTC).strftime("%Y-%m-%d-%H%M.kith")


def _write(path: Path, file: bytes) -> None:
    try:
        create_whole(path.absolute(), file)
    except OSError as error:
        path.with_name(path.name + ".new").unlink(missing_ok=True)
        raise OperatorError(
            f"No backup was written to {path}: {error.strerror or error}."
        ) from None


def bring_back(asked: argparse.Namespace) -> int:
    """Restore a house from its backup."""
    settings = load(os.environ, None, data=asked.data, redis=asked.redis)
    wanted = Wanted(asked.file, asked.key, asked.let_go, asked.without_list)
    for line in told(asyncio.run(restore(place_of(settings), wanted, wall_ms()))):
        sys.stdout.write(line + "\n")
    return 0


def told(done: Restored) -> list[str]:
    """Return what an operator should know now."""
    newer = (
        "lost: all that was newer. Rooms opened, cases raised, sanctions set and volunteers who "
        "joined since then are not in the backup"
    )
    lines = [
        f"restored {_many(done.counts)}, as they were on {_day(done.at)}",
        f"let go again, or ended again, since then: {done.let_go}",
        newer,
        "no talk and nobody's words came back: no backup holds any. Open cases say so",
        "every volunteer signs in again, and open invitations are void",
    ]
    if done.lost_acts:
        lines.insert(3, f"lost of the audit: {done.lost_acts} acts, which the chain now says")
    return lines


def _many(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[name]} {words}" for name, words in _NAMES.items())


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
