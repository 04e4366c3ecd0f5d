"""`kith guest list|checked|yes|no`: a coordinator's word where nobody works at a desk."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from server.commands.house import add_store, carried_out


def add_guest_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    guest = commands.add_parser(
        "guest", help="note a guest's check; say yes or no to guests of the young"
    )
    acts = guest.add_subparsers(required=True, metavar="list|checked|yes|no")
    listing = acts.add_parser("list", help="list the guests who wait for a coordinator")
    add_store(listing)
    listing.set_defaults(command=_list)
    for what, help_ in (
        ("checked", "note that you asked at the guest's institution, instead of two members"),
        ("yes", "let a guest of the young come"),
        ("no", "let a guest of the young not come"),
    ):
        saying = acts.add_parser(what, help=help_)
        saying.add_argument("room")
        saying.add_argument("guest", help="as `kith guest list` names it")
        add_store(saying)
        saying.set_defaults(command=_answer, what=what)


def _list(asked: argparse.Namespace) -> int:
    for guest in carried_out(asked, {"do": "guest", "what": "list"})["guests"]:
        sys.stdout.write("\t".join(_columns(guest)) + "\n")
    return 0


def _columns(guest: Mapping[str, Any]) -> tuple[str, ...]:
    when = f"{_clock(guest['starts'])} to {_clock(guest['ends'])}"
    checked = f"checked by {guest['checks']} of 2"
    needs = "waits for yes or no" if guest["needs_yes"] else "waits for the check"
    group = f"the group may say no until {_clock(guest['agreed'])}"
    return (guest["room"], guest["guest"], guest["profession"], when, checked, group, needs)


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _answer(asked: argparse.Namespace) -> int:
    question = {"do": "guest", "what": asked.what, "room": asked.room, "guest": asked.guest}
    carried_out(asked, question)
    done = "noted the check of" if asked.what == "checked" else f"said {asked.what} to"
    sys.stdout.write(f"{done} {asked.guest} in {asked.room}\n")
    return 0
