"""`kith meeting add|list|begin|...`: what an operator does to the timetable, or at once."""

import argparse
import sys
from collections.abc import Mapping
from typing import Any

from rooms.timetable.meeting import WEEKDAYS, Kind
from server.commands.house import add_store, carried_out

_DAY = "the day it was planned for, like 2026-11-24"
_SAID = {
    "cancel": "cancelled {id} on {day}",
    "move": "moved {id} of {day} to {to}",
    "restore": "restored {id} on {day}",
    "drop": "dropped {id}",
}


def add_meeting_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands to the grammar."""
    meeting = commands.add_parser("meeting", help="plan meetings, and change one of them once")
    acts = meeting.add_subparsers(required=True, metavar="add|list|begin|cancel|move|restore|drop")
    _add_add(acts)
    listing = acts.add_parser("list", help="list the meetings and when the next one is")
    add_store(listing)
    listing.set_defaults(command=_list)
    beginning = acts.add_parser("begin", help="hold one now, with those who are in the room")
    beginning.add_argument("room")
    beginning.add_argument("--format", required=True, help="as `kith format list` names them")
    add_store(beginning)
    beginning.set_defaults(command=_begin)
    _add_change(acts, "cancel", "let one not be held", "day")
    _add_change(acts, "move", "hold one at another time", "day", "to")
    _add_change(acts, "restore", "hold one as planned after all", "day")
    _add_change(acts, "drop", "take a meeting out of the timetable")


def _add_add(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    adding = acts.add_parser("add", help="plan a meeting that comes again")
    adding.add_argument("id", help="a to z, 0 to 9 and -, at most 32")
    adding.add_argument("--room", required=True, help="the room it is held in")
    adding.add_argument("--title", required=True)
    adding.add_argument("--zone", required=True, help="whose clocks, like Europe/Warsaw")
    adding.add_argument("--days", required=True, help=f"with commas, of {','.join(WEEKDAYS)}")
    adding.add_argument("--at", required=True, metavar="HH:MM")
    adding.add_argument("--minutes", type=int, help="how long (60)")
    adding.add_argument("--weeks", type=int, help="1: every week (1), 2: every other, to 4")
    adding.add_argument("--kind", choices=[kind.value for kind in Kind], help="what for (sharing)")
    adding.add_argument("--open", dest="is_open", action="store_true", default=None)
    adding.add_argument("--format")
    adding.add_argument("--first", metavar="DAY", help="not before this day (today)")
    adding.add_argument("--last", metavar="DAY", help="not after this day")
    add_store(adding)
    adding.set_defaults(command=_add)


def _add_change(
    acts: "argparse._SubParsersAction[argparse.ArgumentParser]", what: str, help_: str, *names: str
) -> None:
    changing = acts.add_parser(what, help=help_)
    changing.add_argument("id")
    if "day" in names:
        changing.add_argument("day", help=_DAY)
    if "to" in names:
        changing.add_argument("to", help="day and hour of its zone, like 2026-11-25T20:00")
    add_store(changing)
    changing.set_defaults(command=_change, what=what, names=names)


def _add(asked: argparse.Namespace) -> int:
    names = ("id", "room", "title", "zone", "at", "minutes", "weeks", "kind", "is_open", "format")
    meeting = {name: getattr(asked, name) for name in (*names, "first", "last")}
    meeting["days"] = [day.strip() for day in asked.days.split(",")]
    given = {name: value for name, value in meeting.items() if value is not None}
    carried_out(asked, {"do": "meeting", "what": "add", "meeting": given})
    sys.stdout.write(f"planned {asked.id}\n")
    return 0


def _begin(asked: argparse.Namespace) -> int:
    carried_out(asked, {"do": "begin", "room": asked.room, "format": asked.format})
    sys.stdout.write(f"a meeting runs in {asked.room}\n")
    return 0


def _list(asked: argparse.Namespace) -> int:
    for meeting in carried_out(asked, {"do": "meeting", "what": "list"})["meetings"]:
        sys.stdout.write("\t".join(_columns(meeting)) + "\n")
    return 0


def _columns(meeting: Mapping[str, Any]) -> tuple[str, ...]:
    every = "" if meeting.get("weeks", 1) == 1 else f" every {meeting['weeks']} weeks"
    when = f"{','.join(meeting['days'])} {meeting['at'][:5]}{every}"
    room = meeting["room"] if meeting["has_room"] else f"{meeting['room']} (closed)"
    changes = ", ".join(_change_told(change) for change in meeting.get("once", ()))
    following = f"next {meeting['next']}" if meeting["next"] else "no next"
    return (meeting["id"], room, when, meeting["zone"], following, meeting["title"], changes)


def _change_told(change: Mapping[str, str]) -> str:
    to = change.get("to")
    return f"{change['day']} moved to {to[:16]}" if to else f"{change['day']} cancelled"


def _change(asked: argparse.Namespace) -> int:
    said = {name: getattr(asked, name) for name in asked.names}
    question = {"do": "meeting", "what": asked.what, "meeting": asked.id}
    carried_out(asked, {**question, **said})
    sys.stdout.write(_SAID[asked.what].format(id=asked.id, **said) + "\n")
    return 0
