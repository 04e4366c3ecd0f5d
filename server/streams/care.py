"""Moderation's port over the streams: the desk of a room's shard, and the room beside it."""

from collections.abc import AsyncIterator, Callable, Container, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import replace

from moderation.case import Talk
from moderation.desk import Desk
from moderation.events import DeskEvent
from moderation.private_line import case_on, home_of, is_line, is_sponsor_line
from rooms.events import DoorSlowed, MessagePosted, RoomEvent, RuleRaised
from rooms.house import RoomCard
from rooms.meeting.events import MeetingEvent, PauseBegan, PauseEnded
from rooms.ports import Line, Once, Stale
from rooms.standing import Standing
from rooms.state import Room, raises_rule
from server.streams.envelope import Draft
from server.streams.in_turn import InTurn
from server.streams.kinds import DESK, GROUP, HOUSE, MAIL, PAIRS, ROOM
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import (
    desk_stream,
    group_stream,
    mail_stream,
    pairs_stream,
    room_stream,
)
from server.streams.rooms import StoredRooms
from server.streams.streams import Streams

CHANGES_WHO_MAY_POST = RuleRaised | PauseBegan | PauseEnded | DoorSlowed


class StoredCare(StoredRooms):
    """`moderation.ports.CareStreams`: the desk of a room's shard, and the room beside it."""

    def __init__(
        self,
        streams: Streams,
        dedupe_key: bytes,
        now: Callable[[], int],
        met_only: Container[str] = (),
    ) -> None:
        """`met_only` are formats of rooms in which nobody writes between meetings."""
        super().__init__(streams, dedupe_key)
        self._met_only = met_only
        self._raising = InTurn()
        self._now = now

    async def desk(self, room_id: str) -> Desk:
        """Return the desk that watches over the room."""
        return await self._streams.state(DESK, desk_stream(room_id))

    def raising(self, room_id: str) -> AbstractAsyncContextManager[object]:
        """Hold the desk of the room on this node: one case at a time is raised there."""
        return self._raising.of(desk_stream(room_id))

    async def newest(self, room_id: str) -> int:
        """Return the number of the newest entry; 0 where there is none."""
        return (await self._streams.log(ROOM, room_stream(room_id))).head

    async def kept(self, room_id: str, most: int) -> AsyncIterator[Line]:
        """Yield the newest lines that are kept, `most` entries at most, the oldest first."""
        log = await self._streams.log(ROOM, room_stream(room_id))
        head = log.head
        after = max(log.first - 1, head - most)
        while after < head and (page := await self._streams.page(log, after)):
            after = page[-1].n
            for entry in page:
                if isinstance(entry.event, MessagePosted):
                    yield Line(entry.n, entry.event, hidden=entry.n in log.state.hidden)

    async def card(self, room_id: str) -> RoomCard | None:
        """Return what is known of an open room."""
        return (await self._streams.state(HOUSE, HOUSE_STREAM)).find(room_id)

    async def is_young(self, room_id: str, member: str) -> bool:
        """Return whether a member said of late that they are a child, here or in the room left."""
        room_id = home_of(room_id)
        card = await self.card(room_id)
        said_in = (room_id, card.moved_from) if card is not None and card.moved_from else (room_id,)
        for one in said_in:
            if (await self._streams.state(MAIL, mail_stream(one))).is_young(member):
                return True
        return False

    async def is_open(self, room_id: str) -> bool:
        """Return whether the room takes words at all; a private line, once the person said yes."""
        if is_sponsor_line(room_id):
            pairs = await self._streams.state(PAIRS, pairs_stream(home_of(room_id)))
            return room_id in pairs.pairs and pairs.pairs[room_id].is_open
        if is_line(room_id):
            case = case_on(await self.desk(room_id), room_id)
            return case is not None and case.talk is Talk.OPEN
        return await super().is_open(room_id)

    async def standing(self, room_id: str, member: str) -> Standing:
        """Return what volunteers let the member do in the room just now."""
        now = self._now()
        standing = (await self.desk(room_id)).sanctions.standing(_whose(room_id), member, now)
        paused_ms = (await self.room(room_id)).paused_until - now
        paused_s = max(0, -(-paused_ms // 1000))
        if is_line(room_id):
            return replace(standing, paused_s=paused_s) if paused_s else standing
        group = await self._streams.state(GROUP, group_stream(room_id))
        card = await self.card(room_id)
        met_only = card is not None and not card.moved_from and self._is_met_only(card)
        if not paused_s and not group.guests and not met_only:
            return standing
        is_guest = group.guest_with(member) is not None
        return replace(standing, paused_s=paused_s, is_guest=is_guest, met_only=met_only)

    def _is_met_only(self, card: RoomCard) -> bool:
        """Return whether nobody writes between meetings; so it is wherever the young are."""
        return card.is_young or card.format in self._met_only

    async def move(self, room_id: str, event: RoomEvent, once: Once | None, rule: int) -> int:
        """Append what only one may decide, and return its number once it is folded."""
        log = await self._streams.log(ROOM, room_stream(room_id))
        key = None if once is None else self.key(room_id, once)
        draft = Draft(log.stream, event, once=key, expect_rule=rule, raises_rule=True)
        (position,) = await self._streams.append(draft)
        await log.reached(position.n)
        return position.n

    async def decide_and_move(
        self, room_id: str, decide: Callable[[Room], MeetingEvent | DoorSlowed | None]
    ) -> None:
        """Append what follows from how the room is; decided again where somebody was first."""
        while True:
            room = await self.room(room_id)
            event, rule = decide(room), room.rule
            if event is None:
                return
            with suppress(Stale):
                await self.move(room_id, event, None, rule)
                return

    async def post_with_case(  # noqa: PLR0913 - two events, and under what each may be appended
        self,
        room_id: str,
        event: RoomEvent,
        once: Once,
        case: DeskEvent,
        *,
        rule: int,
        head: int,
    ) -> int:
        """Append a message and its case, both or neither."""
        log = await self._streams.log(DESK, desk_stream(room_id))
        key = self.key(room_id, once)
        raises = raises_rule(await self.room(room_id), event)
        said = Draft(room_stream(room_id), event, once=key, expect_rule=rule, raises_rule=raises)
        on_desk = Draft(log.stream, case, expect_n=head)
        line, entry = await self._streams.append(said, on_desk)
        await log.reached(entry.n)
        return line.n

    async def raise_case(
        self,
        room_id: str,
        case: DeskEvent,
        once: Once | None,
        also: Sequence[RoomEvent],
        *,
        head: int | None,
    ) -> None:
        """Append the case, and events to the room, all or nothing."""
        stream = desk_stream(room_id)
        log = await self._streams.log(DESK, stream)
        first = Draft(
            stream, case, once=None if once is None else self.key(room_id, once), expect_n=head
        )
        rest = [
            Draft(room_stream(room_id), event, raises_rule=isinstance(event, CHANGES_WHO_MAY_POST))
            for event in also
        ]
        positions = await self._streams.append(first, *rest)
        await log.reached(positions[0].n)


def _whose(room_id: str) -> str:
    """Return the room whose sanctions hold here: care comes before a sanction, a chat does not."""
    return home_of(room_id) if is_sponsor_line(room_id) else room_id
