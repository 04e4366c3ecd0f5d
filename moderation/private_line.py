"""The private line between a volunteer and a person: how it is named, and the person's side of it.

A line has a stream of its own, in its room's shard, and its id names the room it came from.
Saying no, leaving, and pressing "that is not what I meant" are the person's; everything else
that may happen to it is a volunteer's act (`acts.py`).
"""

import re

from moderation.case import Case, Talk
from moderation.desk import Desk
from moderation.events import DeskEvent, NotMeant, TalkAccepted, TalkEnded
from moderation.ports import CareStreams
from rooms.events import RoomEvent, RuleRaised
from rooms.ports import Stale

SIGN = "~"  # in no room's id, so that a line's id is never a room's
SPONSOR_SIGN = SIGN + "."  # in no line's id that a volunteer offers
OF_TWO = "of_two"  # why a sentence at the desk stands alone: it is from a line between two members
VOLUNTEER = "volunteer"  # the first of a volunteer's two words on a line
# What a template leaves for the writer: `{name}`, `[...]`, `___`.
_BLANK = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|_{3,}")


def line_id(room: str, token: str) -> str:
    """Return the id of a room's new private line."""
    return f"{room}{SIGN}{token}"


def sponsor_line_id(room: str, token: str) -> str:
    """Return the id of a new line between two members of a room."""
    return f"{room}{SPONSOR_SIGN}{token}"


def is_sponsor_line(room_id: str) -> bool:
    """Return whether this is a line between two members: no volunteer reads it."""
    return SPONSOR_SIGN in room_id


def is_with_volunteer(room_id: str) -> bool:
    """Return whether this is a line on which a volunteer writes to one person."""
    return is_line(room_id) and not is_sponsor_line(room_id)


def is_line(room_id: str) -> bool:
    """Return whether this is a private line's id, and not a room's."""
    return SIGN in room_id


def home_of(room_id: str) -> str:
    """Return the room a private line came from; a room's id is its own."""
    return room_id.partition(SIGN)[0]


def has_blank(text: str) -> bool:
    """Return whether a placeholder of a template was left in."""
    return _BLANK.search(text) is not None


def case_on(desk: Desk, line: str) -> Case | None:
    """Return the case whose private line this is, while it is offered or open."""
    on_it = (c for c in desk.cases.values() if c.line == line)
    return next((c for c in on_it if c.talk in {Talk.OFFERED, Talk.OPEN}), None)


class PrivateLines:
    """What a person does with a private line. Every method returns once it is durable."""

    def __init__(self, streams: CareStreams) -> None:
        self._streams = streams

    async def accept(self, line: str, member: str) -> Case | None:
        """Open the line for the one it was offered to; None for anybody else, and if it is over."""
        while True:
            case = case_on(await self._streams.desk(home_of(line)), line)
            if case is None or case.about != member:
                return None
            if case.talk is Talk.OPEN or await self._append(line, TalkAccepted(case.id, line)):
                return case

    async def end(self, line: str, member: str) -> None:
        """End the line, for both, because the person leaves it or says "not now"."""
        while True:
            case = case_on(await self._streams.desk(home_of(line)), line)
            if case is None or case.about != member:
                return
            # Whoever writes at this very moment finds the rule raised, and the line closed.
            if await self._append(line, TalkEnded(case.id, line), RuleRaised()):
                return

    async def decline(self, room: str, member: str) -> None:
        """Say "not now" to what was offered."""
        case = (await self._streams.desk(room)).open_case(room, member)
        if case is not None and case.talk is Talk.OFFERED:
            await self.end(case.line, member)

    async def not_meant(self, room: str, member: str) -> None:
        """Note that the person says they did not mean it. It lowers nothing."""
        while True:
            case = (await self._streams.desk(room)).open_case(room, member)
            if case is None or case.not_meant:
                return
            if await self._append(room, NotMeant(case.id)):
                return

    async def _append(self, room_id: str, event: DeskEvent, *also: RoomEvent) -> bool:
        # Nothing is waited for between the caller's look at the desk and this one.
        head = (await self._streams.desk(room_id)).head
        try:
            await self._streams.raise_case(room_id, event, None, also, head=head)
        except Stale:
            return False
        return True
