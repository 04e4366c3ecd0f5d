"""The operator's commands: to a running server over its socket, else on the folder itself."""

import argparse
import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from moderation.actor import Role
from server.commands.control import ask
from server.commands.redis_option import add_redis
from server.operator_error import OperatorError
from server.settings import load

_SIDES = ("self", "relatives", "young")


def add_room_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kith room open|close|list|moved`, `move`, `invite` and `schema` to the grammar."""
    room = commands.add_parser(
        "room", help="open, close and list rooms, and say where a group went"
    )
    acts = room.add_subparsers(required=True, metavar="open|close|list|moved")
    _add_open(acts)
    closing = acts.add_parser("close", help="close a room")
    closing.add_argument("id")
    add_store(closing)
    closing.set_defaults(command=_close)
    moved = acts.add_parser("moved", help="say at the room's gate where its group went")
    moved.add_argument("id")
    moved.add_argument("address", nargs="?", default="", help="without one, nothing is said there")
    add_store(moved)
    moved.set_defaults(command=_moved)
    listing = acts.add_parser("list", help="list the open rooms")
    add_store(listing)
    listing.set_defaults(command=_list)
    moving = commands.add_parser("move", help="carry the house to a shared Redis, or back")
    moving.add_argument("--to", required=True, metavar="redis://...|folder")
    add_store(moving)
    moving.set_defaults(command=_move)
    inviting = commands.add_parser("invite", help="invite somebody to work at the desk")
    inviting.add_argument("--role", choices=[role.value for role in Role], default="volunteer")
    inviting.add_argument("--hours", type=int, default=1, help="how long (1)")
    add_store(inviting)
    inviting.set_defaults(command=_invite)
    schema = commands.add_parser("schema", help="write the wire's documents again")
    add_unused_store(schema)
    schema.set_defaults(command=_schema)


def _add_open(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    opening = acts.add_parser("open", help="open a room, or many from a file")
    opening.add_argument("id", nargs="?", help="a to z, 0 to 9 and -, at most 32")
    opening.add_argument("--topic")
    opening.add_argument("--side", choices=_SIDES, default=None)
    opening.add_argument("--language", default=None)
    opening.add_argument("--title")
    opening.add_argument("--capacity", type=int)
    opening.add_argument("--format")
    opening.add_argument("--from", dest="file", type=Path, help="one JSON object a line")
    add_store(opening)
    opening.set_defaults(command=_open)


def add_store(command: argparse.ArgumentParser) -> None:
    """Let a command say which house it is about."""
    command.add_argument("--data", type=Path)
    add_redis(command)


def add_unused_store(command: argparse.ArgumentParser) -> None:
    """Let a command that needs no house be given one all the same: every command takes both
    options (PROTOCOL, "Start").
    """
    for option in ("--data", "--redis"):
        command.add_argument(option, action="append", help=argparse.SUPPRESS)


def _open(asked: argparse.Namespace) -> int:
    rooms = _from_file(asked.file) if asked.file else [_from_line(asked)]
    carried_out(asked, {"do": "open", "rooms": rooms})
    for room in rooms:
        sys.stdout.write(f"opened {room['id']}\n")
    return 0


def _close(asked: argparse.Namespace) -> int:
    carried_out(asked, {"do": "close", "room": asked.id})
    sys.stdout.write(f"closed {asked.id}\n")
    return 0


def _moved(asked: argparse.Namespace) -> int:
    carried_out(asked, {"do": "moved", "room": asked.id, "to": asked.address})
    where = f"meets at {asked.address}" if asked.address else "meets here"
    sys.stdout.write(f"the gate of {asked.id} says that the group {where}\n")
    return 0


def _list(asked: argparse.Namespace) -> int:
    for room in carried_out(asked, {"do": "list"})["rooms"]:
        columns = (room["id"], room["topic"], room["side"], room["language"], room["title"])
        sys.stdout.write("\t".join((*columns, str(room["capacity"]))) + "\n")
    return 0


def _move(asked: argparse.Namespace) -> int:
    from server.moving import move

    settings = load(os.environ, None, data=asked.data, redis=asked.redis)
    streams = asyncio.run(move(settings, asked.to))
    sys.stdout.write(f"moved {streams} streams; members go on where they were\n")
    return 0


def _invite(asked: argparse.Namespace) -> int:
    question = {"do": "invite", "role": asked.role, "hours": asked.hours}
    sys.stdout.write(carried_out(asked, question)["link"] + "\n")
    return 0


def _schema(_asked: argparse.Namespace) -> int:
    from server.commands.schema_docs import write

    write(Path.cwd())
    return 0


def carried_out(asked: argparse.Namespace, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Have a command carried out, by a running server if there is one."""
    settings = load(os.environ, None, data=asked.data, redis=asked.redis)
    answer = ask(settings.data, question)
    if answer is not None:
        return answer
    from server.commands.closed_house import carry_out_alone

    return asyncio.run(carry_out_alone(settings, question))


def _from_line(asked: argparse.Namespace) -> Mapping[str, Any]:
    if asked.id is None:
        raise OperatorError("Say which room to open: an id, or --from FILE.")
    names = ("id", "topic", "side", "language", "title", "capacity", "format")
    return {name: getattr(asked, name) for name in names if getattr(asked, name) is not None}


def _from_file(file: Path) -> list[Mapping[str, Any]]:
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"The file {file} cannot be read.") from None
    rooms = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            rooms.append(_room_of(file, number, line))
    return rooms


def _room_of(file: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        return msgspec.json.decode(line, type=dict[str, Any])
    except msgspec.MsgspecError:
        raise OperatorError(f"Line {number} of {file} is not one JSON object.") from None
