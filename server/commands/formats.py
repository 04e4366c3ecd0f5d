"""`kith format`: what a meeting's protocol is worth, before anybody sits in it."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from rooms import formats
from rooms.formats import Format, FormatFault, checking
from rooms.formats.format import in_language
from rooms.formats.lengths import whole
from server.commands.house import add_unused_store
from server.operator_error import OperatorError

DONE, FAILED = 0, 1
CIRCLES = (6, 12)


def add_format_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kith format check|list` to the grammar."""
    form = commands.add_parser("format", help="look over a meeting's protocol")
    acts = form.add_subparsers(required=True, metavar="check|list")
    check = acts.add_parser("check", help="say what is wrong with one, and how long it lasts")
    check.add_argument("file", type=Path)
    add_unused_store(check)
    check.set_defaults(command=_check)
    listing = acts.add_parser("list", help="list the ready-made ones")
    add_unused_store(listing)
    listing.set_defaults(command=_list)


def _check(asked: argparse.Namespace) -> int:
    try:
        form = formats.parse(_text(asked.file))
    except FormatFault as fault:
        return _told(fault.sentences, FAILED)
    if found := checking.faults(form):
        return _told(found, FAILED)
    return _told(_praise(form), DONE)


def _praise(form: Format) -> Iterator[str]:
    scenes = f"{len(form.scenes)} scene{'s' if len(form.scenes) > 1 else ''}"
    if not form.is_meeting:
        yield f"{form.id}, version {form.version}: fine. It is no meeting and has no end."
        return
    yield f"{form.id}, version {form.version}: fine. {scenes} came out as they say."
    for people in CIRCLES:
        lasts = whole(form, people)
        usual, longest = _minutes(lasts.usual_s), _minutes(lasts.longest_s)
        yield f"With {people} people it lasts about {usual} minutes, at most {longest}."
        if lasts.left_out:
            yield (
                f"If all {people} want a whole turn in one step, the time is too short for "
                f"{lasts.left_out} of them."
            )


def _list(_asked: argparse.Namespace) -> int:
    for form in sorted(formats.load().values(), key=lambda form: form.id):
        lasts = [f"{_minutes(whole(form, people).usual_s)} min" for people in CIRCLES]
        length = " to ".join(dict.fromkeys(lasts)) if form.is_meeting else "no end"
        title = in_language(form.title, "en")
        sys.stdout.write("\t".join((form.id, str(form.version), form.kind, length, title)) + "\n")
    return DONE


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"The file {file} cannot be read.") from None


def _told(sentences: Iterable[str], code: int) -> int:
    for sentence in sentences:
        sys.stdout.write(f"{sentence}\n")
    return code


def _minutes(seconds: int) -> int:
    return -(-seconds // 60)
