"""Raising cases: somebody asks for a human being, points at a line, or was refused in distress."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from moderation.desk import Desk, line_key
from moderation.events import DeskEvent, HeldWithdrawn
from moderation.levels import Level
from moderation.ports import CareStreams, Now, Screens, Secrets
from moderation.private_line import home_of, is_line
from moderation.raising import Concern, is_told, raised
from moderation.return_watch import back
from moderation.sanctions import REVIEW
from moderation.second_look import look
from moderation.verdicts import Hold, Verdict
from rooms import decide
from rooms.answering import answered, first_answer
from rooms.events import MessageHidden, RoomEvent
from rooms.ports import AlreadyThere, Once, Purse, Stale
from rooms.refusal import Code, too_fast

# A report is somebody else's word: a volunteer looks within the hour if its author worries
# for a person, and when there is time for everything else.
REPORTED = {"worried": Level.S2}
DETAILS = "details"


class Care:
    """Raises cases. Every method returns once the case is durable."""

    def __init__(
        self, streams: CareStreams, purse: Purse, secrets: Secrets, now: Now, screen: Screens
    ) -> None:
        self._streams = streams
        self._screen = screen
        self._purse = purse
        self._secrets = secrets
        self._now = now

    async def need(self, room_id: str, member: str, frame_id: str) -> bool:
        """Raise a case for somebody who needs someone. Never slowed, never refused.

        One open case per person and room: who presses again is in it already, and False is
        returned.
        """
        once = Once(member, frame_id, b"need")
        try:
            return await self._raise_once(Concern("need", room_id, member, Level.S2), once)
        except AlreadyThere as there:
            first_answer(there)
            return False

    async def came_in(self, room_id: str, member: str) -> None:
        """Tell the team of somebody who went offline in need, and is here again."""
        concern = back(await self._streams.desk(room_id), room_id, member, self._now.now())
        if concern is not None:
            await self._raise_once(concern, None)

    async def review(self, room_id: str, member: str) -> None:
        """Have the team look again at what keeps a member out for long."""
        await self._raise_once(Concern(REVIEW, room_id, member, Level.S3), None)

    async def halt(
        self, room_id: str, member: str, frame_id: str, does: Sequence[RoomEvent]
    ) -> None:
        """Call a volunteer because the evening is too much for who opens it, and pause the room."""
        concern = Concern("need", room_id, member, Level.S2, why="halt")
        once = Once(member, frame_id, b"halt")
        try:
            await self._raise(concern, once, lambda _desk: does)
        except AlreadyThere as there:
            first_answer(there)

    async def refused(self, room_id: str, member: str, code: Code, verdict: Verdict) -> None:
        """Raise a case for words in distress that were refused; the text is not kept."""
        concern = Concern(
            "refused",
            room_id,
            member,
            verdict.level,
            verdict.family,
            rule=verdict.rule,
            why=code.value,
        )
        await self._raise_once(concern, None)

    async def withdraw(self, room_id: str, member: str, message_id: str) -> None:
        """Take a held message back: its author wrote something else instead."""
        case = (await self._streams.desk(room_id)).open_case(room_id, member)
        if case is not None and case.held(message_id) is not None:
            event = HeldWithdrawn(case.id, message_id)
            await self._streams.raise_case(room_id, event, None, (), head=None)

    async def report(self, room_id: str, member: str, frame_id: str, n: int, why: str) -> None:
        """Raise a case about a line.

        Somebody's details in it hide it at once where two members see them, or one and the
        detector (PROTOCOL, "From a member"): a single member cannot silence another.
        """
        once = Once(member, frame_id, f"report|{n}|{why}".encode())
        await answered(
            lambda: self._report(room_id, member, once, n, why),
            lambda: self._streams.seen(room_id, once),
        )

    async def _raise_once(self, concern: Concern, once: Once | None) -> bool:
        """Append the concern unless one of its kind, as urgent, is in the open case already."""
        async with self._streams.raising(concern.room):
            while True:
                desk = await self._streams.desk(concern.room)
                if is_told(desk, concern):
                    return False
                with suppress(Stale):
                    await self._append(desk, concern, once, ())
                    return True

    async def _report(self, room_id: str, member: str, once: Once, n: int, why: str) -> None:
        wait_s = await self._purse.spend(room_id, member)
        if wait_s > 0:
            raise too_fast(wait_s)
        said = decide.kept(await self._streams.line(room_id, n))
        on_line = is_line(room_id)  # its numbers are not the room's
        concern = Concern(
            "report",
            home_of(room_id),
            said.by,
            REPORTED.get(why, Level.S3),
            why=why,
            of=0 if on_line else n,
            by=self._secrets.reporter(room_id, member, n),
            alias=said.alias,
            text=said.text,
            id="" if on_line else said.id,
        )
        shown = why == DETAILS and not on_line and await self._shows_details(said.text)
        await self._raise(concern, once, lambda desk: _hides(desk, concern, seen=shown))

    async def _shows_details(self, text: str) -> bool:
        """Look again at a line that went out: nobody may have looked at it in time."""
        with suppress(TimeoutError):
            return (await look(self._screen, text)).hold is Hold.PERSONAL_DETAIL
        return False

    async def _raise(
        self, concern: Concern, once: Once, also: Callable[[Desk], Sequence[RoomEvent]]
    ) -> None:
        """Append the concern, and to the room what goes with it on the desk as it is then."""
        async with self._streams.raising(concern.room):
            while True:
                desk = await self._streams.desk(concern.room)
                with suppress(Stale):
                    return await self._append(desk, concern, once, also(desk))

    async def _append(
        self, desk: Desk, concern: Concern, once: Once | None, also: Sequence[RoomEvent]
    ) -> None:
        event: DeskEvent = raised(desk, concern, self._secrets, self._now)
        await self._streams.raise_case(concern.room, event, once, also, head=desk.head)


def _hides(desk: Desk, concern: Concern, *, seen: bool) -> Sequence[RoomEvent]:
    """Hide the line if somebody else saw details in it, another member or the detector."""
    if concern.why != DETAILS or not concern.of:
        return ()
    before = desk.details.get(line_key(concern.room, concern.of), ())
    others = [by for by in before if by != concern.by]
    return (MessageHidden(concern.of),) if seen or others else ()
