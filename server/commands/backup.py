"""`kith backup` and `kith restore`: a house on one file, and back."""

import argparse
from pathlib import Path

from server.commands.house import add_store


def add_backup_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the two commands to the grammar."""
    saving = commands.add_parser("backup", help="write the house, without talk, to one file")
    saving.add_argument("file", nargs="?", type=Path, help="or a folder: named by day and minute")
    saving.add_argument("--new-key", type=Path, metavar="FILE", help="make the key that opens it")
    add_store(saving)
    saving.set_defaults(command=_backup)
    bringing = commands.add_parser("restore", help="make the house again from such a file")
    bringing.add_argument("file", type=Path)
    bringing.add_argument("--key", type=Path, required=True, help="the key that opens it")
    bringing.add_argument(
        "--let-go", type=Path, action="append", default=[], help="let_go.list of the lost folder"
    )
    bringing.add_argument("--without-list", action="store_true", help="restore without that")
    add_store(bringing)
    bringing.set_defaults(command=_restore)


def _backup(asked: argparse.Namespace) -> int:
    from server.commands.backing_up import backup

    return backup(asked)


def _restore(asked: argparse.Namespace) -> int:
    from server.commands.backing_up import bring_back

    return bring_back(asked)
