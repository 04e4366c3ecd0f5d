"""`kith slip check`: whether an attendance slip is genuine, with nothing but the public key."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.commands.redis_option import add_redis
from server.settings import load

if TYPE_CHECKING:
    from server.crypto.slip_key import SlipCheck


def add_slip_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    slip = commands.add_parser("slip", help="check an attendance slip")
    acts = slip.add_subparsers(required=True, metavar="check")
    checking = acts.add_parser("check", help="say whether a code was signed here, and what it says")
    checking.add_argument("code", nargs="+", help="the code; spaces do not matter")
    checking.add_argument("--key", help="the public key, from the server's page /slip")
    checking.add_argument(
        "--data", type=Path, help="or the data folder of the server that signed it"
    )
    add_redis(checking)
    checking.set_defaults(command=_check)


def _check(asked: argparse.Namespace) -> int:
    slip = _checker(asked).checked(" ".join(asked.code))
    if slip is None:
        sys.stdout.write("This slip was not signed with this key, or it was changed.\n")
        return 1
    sys.stdout.write(f"Genuine: {slip.group}, {slip.day}, at least {slip.minutes} minutes.\n")
    return 0


def _checker(asked: argparse.Namespace) -> "SlipCheck":
    from server.commands.slip_check import check_by_folder, check_by_key

    if asked.key is not None:
        return check_by_key(asked.key)
    return check_by_folder(load(os.environ, None, data=asked.data).data)
