"""A small list beside the keys of what was let go: so that no backup brings it back.

A backup is older than what was said after it: "forget me", a case closed, a ban lifted, a
volunteer removed. Each of these is a line here, outside of any backup, for as long as backups
may be used. A line names entries by stream and number, never a member.
"""

import asyncio
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, get_args

import msgspec
from msgspec import Struct, structs

from moderation.crew_events import RoleChanged, VolunteerRemoved
from moderation.events import AppealAnswered, CaseClosed, SanctionLifted
from moderation.life_events import CaseSigned
from rooms.events import MemberForgotten, RoomClosed
from rooms.group.events import AdultEnded, GuestEnded, RoleEnded
from rooms.sponsor.events import LineEnded
from server.backplane import Unavailable
from server.crypto.files import create_whole
from server.notes import Note, note
from server.streams.envelope import Draft

FILE: Final = "let_go.list"
DAY_MS: Final = 24 * 3600 * 1000
BACKUP_MS: Final = 14 * DAY_MS  # a backup older than this is not used (docs/privacy.md)
_KEPT_MS: Final = BACKUP_MS + DAY_MS

Listed = (
    SanctionLifted
    | AppealAnswered
    | CaseClosed
    | CaseSigned
    | VolunteerRemoved
    | RoleChanged
    | RoomClosed
    | RoleEnded
    | GuestEnded
    | AdultEnded
    | LineEnded
)
Ended = MemberForgotten | Listed  # a member's record is listed before it goes
_LISTED: Final = get_args(Listed)  # asked of every message: a tuple is looked through sooner


class Line(Struct, frozen=True, omit_defaults=True):
    """What was let go in a stream, and when (ms). A record may only have been written anew:
    `now` is then the entry that holds it. The first line has no event: the list begins there.
    """

    at: int
    stream: str = ""
    event: Ended | None = None
    now: int = 0


class LetGo:
    """The list of one data folder; nodes that share a folder share it. Times are the store's."""

    def __init__(self, path: Path, now: Callable[[], int]) -> None:
        self._path = path
        self._now = now
        self._waiting: list[Line] = []

    def begin(self) -> None:
        """Make sure there is a list, without what no backup is old enough for."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            lines, after = read(self._path), self._now() - _KEPT_MS
            if not lines:
                write(self._path, [Line(self._now())])
            elif lines[0].at < after:
                write(self._path, [Line(after), *(line for line in lines if line.at >= after)])

    async def forgets(self, stream: str, n: int, now: int = 0) -> None:
        """List a member's record before it goes, so that a kill in between brings nothing back."""
        line = Line(self._now(), stream, MemberForgotten(n), now)
        try:
            await asyncio.to_thread(self._append, [line])
        except OSError as error:
            raise Unavailable(f"The list {self._path} cannot be written to.") from error

    async def ended(self, drafts: Sequence[Draft]) -> None:
        """List what these appended events ended; what cannot be written now comes with the next.

        Afterwards: a case that is listed as closed and is not would be lost by a restore.
        """
        lines = [
            Line(self._now(), draft.stream, _of_nobody(draft.event))
            for draft in drafts
            if isinstance(draft.event, _LISTED)
        ]
        if not lines and not self._waiting:
            return
        lines, self._waiting = self._waiting + lines, []
        try:
            await asyncio.to_thread(self._append, lines)
        except OSError:
            self._waiting = lines + self._waiting
            note(Note.LIST_LATE)

    def _append(self, lines: Sequence[Line]) -> None:
        with self._locked() as descriptor:
            # The line before may have been cut by a power cut: each begins on its own.
            os.write(descriptor, b"\n" + _encoded(lines))
            os.fsync(descriptor)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Hold the file as it is now: another node may write it anew while we wait for it."""
        while True:
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                if os.fstat(descriptor).st_ino == self._path.stat().st_ino:
                    yield descriptor
                    return
            finally:
                os.close(descriptor)


async def write_late(let_go: LetGo | None) -> None:
    """Write what could not be written before, if there is a list and anything waits."""
    if let_go is not None:
        await let_go.ended(())


def read(path: Path) -> list[Line]:
    """Return the lines of a list, none if there is no list; a line that was cut is passed over."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    found = (_line(raw) for raw in content.splitlines() if raw)
    return [line for line in found if line is not None]


def write(path: Path, lines: Sequence[Line]) -> None:
    """Write a list anew: whole, also after a power cut."""
    create_whole(path, _encoded(lines))


def _line(raw: bytes) -> Line | None:
    try:
        return msgspec.json.decode(raw, type=Line)
    except msgspec.MsgspecError:
        return None


def _encoded(lines: Sequence[Line]) -> bytes:
    return b"".join(msgspec.json.encode(line) + b"\n" for line in lines)


def _of_nobody(event: Ended) -> Ended:
    """Leave out what was written, and whose it was: a list names no member."""
    match event:
        case CaseClosed():
            return structs.replace(event, note="")
        case LineEnded():
            return structs.replace(event, asker="", sponsor="")
        case _:
            return event
