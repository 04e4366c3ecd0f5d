"""Moderation's ports for the desk, over the streams: every act with its audit in one append."""

import asyncio
from collections.abc import Iterator, Sequence
from hashlib import sha256

from moderation.acts import Decision
from moderation.audit import Audit, acted, following
from moderation.case import Case
from moderation.desk import Desk
from moderation.events import DeskEvent, TalkOffered
from moderation.refusal import DeskCode, No
from rooms.events import MessagePosted, RoomEvent
from rooms.ports import Once
from server.backplane import Unavailable
from server.streams.care import CHANGES_WHO_MAY_POST, StoredCare
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, DESK
from server.streams.log import Log
from server.streams.names import (
    ALL_SHARDS,
    audit_stream,
    desk_of_shard,
    desk_stream,
    room_stream,
    shard_tag,
)

AT_ONCE = 16
TRIES, AGAIN_S = 10, 0.5


class StoredDesk(StoredCare):
    """`moderation.work.DeskStreams`."""

    async def desk_of(self, case_id: str) -> Desk:
        """Return the desk the case is on."""
        return (await self._streams.log(DESK, desk_of_shard(shard_of_case(case_id)))).state

    async def act(self, case_id: str, by: str, decision: Decision, head: int) -> int:
        """Append the desk's events, the room's, and the audit's, all or nothing."""
        shard = shard_of_case(case_id)
        desk = await self._streams.log(DESK, desk_of_shard(shard))
        audit = await self._streams.log(AUDIT, audit_stream(shard))
        case = desk.state.cases.get(case_id)
        room = case.room if case is not None else ""
        first, *more = (Draft(desk.stream, event) for event in decision.desk)
        drafts = [
            Draft(first.stream, first.event, expect_n=head),
            *more,
            *(self._in_room(room, event, decision.rule) for event in decision.room),
            *(self._in_room(_line(decision, case), event) for event in decision.line),
            *self._audited(audit, by, decision.desk),
        ]
        positions = await self._streams.append(*drafts)
        await desk.reached(positions[len(decision.desk) - 1].n)
        await audit.reached(positions[-1].n)
        return positions[0].n

    async def tell(self, case_id: str, once: str, events: Sequence[DeskEvent]) -> None:
        """Append what the clock does, once for all nodes. Raises `AlreadyThere`."""
        desk = await self._streams.log(DESK, desk_of_shard(shard_of_case(case_id)))
        key = self.key(case_id, Once("clock", once, b""))
        first, *more = (Draft(desk.stream, event) for event in events)
        positions = await self._streams.append(Draft(first.stream, first.event, once=key), *more)
        await desk.reached(positions[-1].n)

    async def appeal(self, room_id: str, head: int, events: Sequence[DeskEvent]) -> None:
        """Append what somebody with a code asks, and its case, if the desk is still at `head`."""
        desk = await self._streams.log(DESK, desk_stream(room_id))
        first, *more = (Draft(desk.stream, event) for event in events)
        drafts = (Draft(first.stream, first.event, expect_n=head), *more)
        positions = await self._streams.append(*drafts)
        await desk.reached(positions[-1].n)

    async def note_act(self, shard: str, by: str, act: str, case: str, how: str) -> None:
        """Put an act into the audit that changes nothing else: somebody looked further."""
        audit = await self._streams.log(AUDIT, audit_stream(shard))
        entry = following(audit.state.last, self._now(), by, act, case, how)
        (position,) = await self._streams.append(Draft(audit.stream, entry, expect_n=audit.head))
        await audit.reached(position.n)

    async def load(self) -> None:
        """Have this node follow every desk: a case must be seen by whoever is on duty."""
        desks = [desk_of_shard(shard) for shard in ALL_SHARDS[1:]]
        for start in range(0, len(desks), AT_ONCE):
            some = desks[start : start + AT_ONCE]
            await asyncio.gather(*(self._surely_followed(desk) for desk in some))

    async def _surely_followed(self, desk: str) -> None:
        """Load a desk, though the store is slow: at the start many ask it at once."""
        for _ in range(TRIES):
            try:
                await self._streams.log(DESK, desk)
            except Unavailable:
                await asyncio.sleep(AGAIN_S)
            else:
                return
        await self._streams.log(DESK, desk)

    def desks(self) -> Sequence[Desk]:
        """Return all desks this node follows."""
        return [log.state for log in self._streams.loaded(DESK.prefix)]

    def _in_room(self, room: str, event: RoomEvent, rule: int | None = None) -> Draft:
        once = None
        if isinstance(event, MessagePosted):  # a resend of what was held finds it in the room
            once = self.key(room, Once.said(event.by, event.id, event.text, event.to))
        raises = isinstance(event, CHANGES_WHO_MAY_POST)
        stream = room_stream(room)
        return Draft(stream, event, once=once, expect_rule=rule, raises_rule=raises)

    def _audited(self, audit: Log[Audit], by: str, events: Sequence[DeskEvent]) -> Iterator[Draft]:
        before = audit.state.last
        for number, event in enumerate(events):
            before = acted(before, self._now(), by, event)
            yield Draft(audit.stream, before, expect_n=None if number else audit.head)


def _line(decision: Decision, case: Case | None) -> str:
    """Return the private line of a case: the one that is being offered, or the one there is."""
    offered = (event.line for event in decision.desk if isinstance(event, TalkOffered))
    return next(offered, case.line if case is not None else "")


def shard_of_case(case_id: str) -> str:
    """Return the tag of the shard in a case's id, `17-...`; raise `No` for any other id."""
    number = case_id.partition("-")[0]
    tag = shard_tag(int(number)) if number.isascii() and number.isdigit() else ""
    if tag not in ALL_SHARDS:
        raise No(DeskCode.NO_SUCH_CASE)
    return tag


def digest_of(code: str) -> str:
    """Return what is kept of an appeal's code."""
    return sha256(code.encode()).hexdigest()[:32]
