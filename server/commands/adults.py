"""`kith adult ROOM ALIAS`: a coordinator names a trained adult where young people meet."""

import argparse
import sys
from datetime import UTC, datetime

from server.commands.house import add_store, carried_out
from server.operator_error import OperatorError


def add_adult_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the grammar."""
    adult = commands.add_parser(
        "adult", help="name a trained adult where young people meet; without a name, list them"
    )
    adult.add_argument("room")
    adult.add_argument("alias", nargs="*", help="the two words they have in the room")
    adult.add_argument("--take-back", action="store_true", help="they are one no more")
    add_store(adult)
    adult.set_defaults(command=_adult)


def _adult(asked: argparse.Namespace) -> int:
    alias = " ".join(asked.alias)
    what = "take_back" if asked.take_back else "name" if alias else "list"
    if what == "take_back" and not alias:
        raise OperatorError("Say whom it is taken back from: the two words that kith adult lists.")
    question = {"do": "adult", "what": what, "room": asked.room, "alias": alias}
    told = carried_out(asked, question)
    if what == "take_back":
        sys.stdout.write(f"took it back from {alias} in {asked.room}\n")
    for adult in told.get("adults", ()):
        sys.stdout.write(f"{adult['alias']}\tuntil {_day(adult['until'])}\n")
    return 0


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d}"
