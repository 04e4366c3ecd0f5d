"""`kith export` and `kith import`: a group leaves with what it owns, and moves in elsewhere; and
`kith purge`: what was said in its old room goes at once.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from server.commands.house import add_store, carried_out
from server.crypto.files import create_whole
from server.operator_error import OperatorError

LONGEST_FILE = 4 * 1024 * 1024


def add_leaving_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three commands to the grammar."""
    leaving = commands.add_parser("export", help="write what a group owns, and nobody, to a file")
    leaving.add_argument("room")
    leaving.add_argument("file", type=Path)
    add_store(leaving)
    leaving.set_defaults(command=_export)
    coming = commands.add_parser("import", help="let a group move in from such a file")
    coming.add_argument("file", type=Path)
    coming.add_argument("--as", dest="as_", default="", metavar="ID", help="the room's id here")
    coming.add_argument("--key", default="", help="the key of the old house, from its page /slip")
    coming.add_argument("--look", action="store_true", help="only say what would be opened")
    add_store(coming)
    coming.set_defaults(command=_import)
    purging = commands.add_parser("purge", help="erase at once what was said in a room")
    purging.add_argument("room")
    purging.add_argument("--yes", action="store_true", help="it cannot be brought back: do it")
    add_store(purging)
    purging.set_defaults(command=_purge)


def _export(asked: argparse.Namespace) -> int:
    if asked.file.exists():
        raise OperatorError(f"There is a file {asked.file} already; it was left as it was.")
    answer = carried_out(asked, {"do": "export", "room": asked.room})
    create_whole(asked.file.absolute(), answer["file"].encode())
    _say(answer["told"])
    _say([f"Written to {asked.file}, signed by this house. Nobody is in it, and no talk."])
    return 0


def _import(asked: argparse.Namespace) -> int:
    question = {"do": "import", "file": _text(asked.file), "as": asked.as_, "key": asked.key}
    answer = carried_out(asked, {**question, "look": asked.look})
    _say(answer["told"])
    _say(["Nothing was opened." if asked.look else f"opened {answer['room']}"])
    return 0


def _purge(asked: argparse.Namespace) -> int:
    if not asked.yes:
        raise OperatorError(
            f"This erases all that is kept of the talk in {asked.room}, on every screen too. "
            "Nobody can bring it back. Say it again with --yes."
        )
    answer = carried_out(asked, {"do": "purge", "room": asked.room})
    _say(
        [f"erased {answer['erased']} lines in {asked.room}; who was there sees that they are gone"]
    )
    return 0


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > LONGEST_FILE:
            raise OperatorError("This is not a file of a group.")
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"The file {file} cannot be read.") from None


def _say(sentences: Sequence[str]) -> None:
    """Write sentences in which a stranger's words cannot steer the terminal."""
    for sentence in sentences:
        sys.stdout.write("".join(c if c.isprintable() else " " for c in sentence) + "\n")
