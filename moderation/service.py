"""Moderation's use cases so far: somebody asks for a human being, or points at a line."""

from collections.abc import Sequence

from moderation.desk import Desk, line_key
from moderation.events import CaseRaised
from moderation.ports import CareStreams, Secrets
from rooms import decide
from rooms.events import MessageHidden, RoomEvent
from rooms.ports import AlreadyThere, Once, Purse, Stale
from rooms.refusal import Code, Refusal


class Care:
    """Raises cases. Every method returns once the case is durable."""

    def __init__(self, streams: CareStreams, purse: Purse, secrets: Secrets) -> None:
        self._streams = streams
        self._purse = purse
        self._secrets = secrets

    async def need(self, room_id: str, member: str, frame_id: str) -> None:
        """Raise a case for somebody who needs someone. Never slowed, never refused.

        One open case per person and room: who presses again is in it already.
        """
        if (await self._streams.desk(room_id)).open_case(room_id, member):
            return
        once = Once(member, frame_id, b"need")
        case = CaseRaised(self._secrets.case_id(), room_id, "need", about=member)
        try:
            await self._streams.raise_case(room_id, case, once, (), alone=False)
        except AlreadyThere as there:
            _check_same(there)

    async def report(self, room_id: str, member: str, frame_id: str, n: int, why: str) -> None:
        """Raise a case about a line. Two members who see details in it hide it at once."""
        once = Once(member, frame_id, f"report|{n}|{why}".encode())
        try:
            await self._report(room_id, member, once, n, why)
        except AlreadyThere as there:
            _check_same(there)
        except Refusal:
            there_before = await self._streams.seen(room_id, once)
            if there_before is None:
                raise
            _check_same(there_before)

    async def _report(self, room_id: str, member: str, once: Once, n: int, why: str) -> None:
        wait_s = await self._purse.spend(room_id, member)
        if wait_s > 0:
            raise Refusal(Code.SLOW_DOWN, after_s=max(1, round(wait_s + 0.5)))
        said = decide.kept(await self._streams.line(room_id, n))
        by = self._secrets.reporter(room_id, member, n)
        case_id = self._secrets.case_id()
        case = CaseRaised(case_id, room_id, "report", said.by, why=why, of=n, by=by)
        while True:
            hides = _hides(await self._streams.desk(room_id), case)
            try:
                alone = why == "details"
                await self._streams.raise_case(room_id, case, once, hides, alone=alone)
            except Stale:
                continue
            return


def _hides(desk: Desk, case: CaseRaised) -> Sequence[RoomEvent]:
    """Hide the line if another member already said that it shows somebody's details."""
    if case.why != "details":
        return ()
    others = [by for by in desk.details.get(line_key(case.room, case.of), ()) if by != case.by]
    return (MessageHidden(case.of),) if others else ()


def _check_same(there: AlreadyThere) -> None:
    if not there.same:
        raise Refusal(Code.ID_REUSED)
