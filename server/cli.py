"""The one entry point, `kith`: serve, talk, and what an operator does."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from socket import gaierror

from server.backplane import BeginAgain, FolderInUse, StoreDamaged, Unavailable
from server.commands.adults import add_adult_command
from server.commands.audit import add_audit_commands
from server.commands.backup import add_backup_commands
from server.commands.formats import add_format_commands
from server.commands.guests import add_guest_commands
from server.commands.house import add_room_commands, add_unused_store
from server.commands.leaving import add_leaving_commands
from server.commands.meetings import add_meeting_commands
from server.commands.redis_option import add_redis
from server.commands.slips import add_slip_commands
from server.crypto.files import KeysDamaged
from server.operator_error import OperatorError
from server.settings import Settings, SettingsError, load

DONE, FAILED, USAGE = 0, 1, 2
UNREACHABLE = "The store did not answer in time: the data folder, or what --redis names."

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; a sentence says what went wrong."""
    asked = parser().parse_args(arguments)
    command: Command = asked.command
    try:
        return command(asked)
    except KeyboardInterrupt:
        return DONE
    except Exception as error:
        sentence = _sentence(_first_cause(error))
        if sentence is None:
            raise
        sys.stderr.write(sentence + "\n")
        return FAILED


def _first_cause(error: BaseException) -> BaseException:
    """Return what made a group of tasks end."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _sentence(error: BaseException) -> str | None:
    """Return what the operator is told; None for a bug of ours."""
    match error:
        case SettingsError() | OperatorError() | FolderInUse() | StoreDamaged() | KeysDamaged():
            return str(error)
        case BeginAgain():
            return str(error)
        case Unavailable():
            return str(error) or UNREACHABLE
        case OSError() if error.errno == errno.EADDRINUSE:
            return "Another program listens on this port. Give another with --port."
        case gaierror():
            return "The host to listen on is not known here. Give another with --host."
        case OSError() if error.strerror:
            return f"{error.strerror}{f': {error.filename}' if error.filename else ''}."
        case _:
            return None


def parser() -> argparse.ArgumentParser:
    """Return the command line's grammar."""
    top = argparse.ArgumentParser(prog="kith", description="Anonymous online support groups.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    _add_serve(commands)
    add_room_commands(commands)
    add_meeting_commands(commands)
    add_guest_commands(commands)
    add_adult_command(commands)
    add_slip_commands(commands)
    add_audit_commands(commands)
    add_backup_commands(commands)
    add_leaving_commands(commands)
    _add_talk(commands)
    _add_detect(commands)
    add_format_commands(commands)
    check = commands.add_parser("check", help="look over settings, and search for leaks")
    check.add_argument(
        "--log", type=Path, action="append", default=[], metavar="FILE", help="search this as well"
    )
    _add_data(check)
    check.set_defaults(command=_check)
    return top


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    served = commands.add_parser("serve", help="run the server")
    _add_data(served)
    served.add_argument("--host", help="address to listen on (127.0.0.1)")
    served.add_argument("--port", type=int, help="port to listen on (8080; 0: a free one)")
    served.add_argument("--admin-port", type=int, help="metrics on this port of 127.0.0.1")
    served.add_argument("--public-url", action="append", dest="public_urls", metavar="URL")
    served.add_argument("--settings", type=Path, metavar="FILE", help="settings as TOML")
    served.add_argument("--accept-clock", action="store_true", default=None)
    served.set_defaults(command=_serve)


def _add_talk(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    talk = commands.add_parser("talk", help="talk in a room from the terminal")
    talk.add_argument("room", help="the room's id, such as gambling")
    talk.add_argument("--url", default="http://localhost:8080", help="the server's address")
    talk.add_argument("--words", help="your twelve recovery words, or - to be asked unseen")
    add_unused_store(talk)
    talk.set_defaults(command=_talk)


def _add_detect(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    detect = commands.add_parser(
        "detect", help="say of each message on standard input what the detectors see in it"
    )
    add_unused_store(detect)
    detect.set_defaults(command=_detect)


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, help="the data folder (./kith-data)")
    add_redis(command)


def _settings(asked: argparse.Namespace) -> Settings:
    names = ("data", "redis", "host", "port", "admin_port", "public_urls", "accept_clock")
    given = {name: getattr(asked, name, None) for name in names}
    return load(os.environ, getattr(asked, "settings", None), **given)


def _serve(asked: argparse.Namespace) -> int:
    from server.starting import start

    start(_settings(asked))
    return DONE


def _talk(asked: argparse.Namespace) -> int:
    from client import terminal

    return terminal.main(asked.room, asked.url, asked.words)


def _detect(_: argparse.Namespace) -> int:
    from server.commands.detect import detect

    return detect(sys.stdin.buffer, sys.stdout.buffer)


def _check(asked: argparse.Namespace) -> int:
    from server.commands.leak_check import findings, stale_lines

    found = findings(_settings(asked), asked.log)
    for sentence in (*found, *stale_lines(datetime.now(UTC).date())):
        sys.stdout.write(f"{sentence}\n")
    if found:
        return FAILED
    sys.stdout.write("Settings are fine. Nothing that identifies anybody was found.\n")
    return DONE
