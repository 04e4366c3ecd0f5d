"""What a room's group agreed on, and its lines between two, over streams that are stored.

Each decision is appended where the stream was when it was made, and made again if somebody was
first: so every node agrees on who has a role, which pass was used, and which line is open.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from moderation.private_line import home_of
from rooms.answering import answered
from rooms.events import RuleRaised
from rooms.group import newcomers
from rooms.group.adults import named
from rooms.group.events import GroupEvent
from rooms.group.roles import Evening, evening
from rooms.group.state import Group
from rooms.meeting.events import AdultsChanged, GuestCame
from rooms.ports import Once, Stale
from rooms.sponsor.events import LineEnded, PairEvent
from rooms.sponsor.pairs import Pairs
from rooms.state import Room
from server.group.newcomers import Newcomers
from server.streams.care import StoredCare
from server.streams.ended_lines import erase_words
from server.streams.envelope import Draft
from server.streams.kinds import GROUP, PAIRS, TIMETABLE, Kind
from server.streams.log import Log
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.streams.names import group_stream, pairs_stream, room_stream
from server.streams.streams import Streams


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose wish it is, in which room, and under which id."""

    room: str
    member: str
    alias: str
    id: str

    def once(self, body: str) -> Once:
        """Return what makes a resend of it recognisable."""
        return Once(self.member, self.id, body.encode())


class Agreements:
    """The group of each room, and its pairs."""

    def __init__(self, streams: Streams, stored: StoredCare, newcomers: Newcomers) -> None:
        self._streams = streams
        self._stored = stored
        self.newcomers = newcomers

    async def group(self, room_id: str) -> Group:
        """Return the room's group."""
        return (await self._group(room_id)).state

    async def pairs(self, room_id: str) -> Pairs:
        """Return the room's lines between two."""
        return (await self._pairs(room_id)).state

    async def tonight(self, room_id: str, here: Collection[str]) -> tuple[Evening, Sequence[str]]:
        """Return who leads a meeting that begins now, and which guests are here for it."""
        group, now = await self.group(room_id), self._streams.now()
        return evening(group, here, now), [m for m in group.guests_here(now) if m in here]

    async def adults(self, room_id: str) -> tuple[str, ...]:
        """Return the trained adults whom a coordinator named, be they here or not."""
        return _adults(await self.group(room_id), self._streams.now())

    async def new_for(self, room_id: str, member: str) -> int:
        """Return how much longer (s) a member is too new here to decide; who has a role is not, nor
        whose words have stood here for long enough: these outlive a restart, and are on each node.
        """
        now = self._streams.now()
        serves = (await self.group(room_id)).role_of(member, now)
        wait_s = 0 if serves else self.newcomers.wait_s(room_id, member)
        if not wait_s:
            return 0
        heard = (await self._stored.room(room_id)).heard_since(member, now)
        return min(wait_s, newcomers.wait_s((now - heard) / 1000))

    async def guest_came(self, room_id: str, member: str) -> None:
        """Let a meeting that runs know its guest."""

        def decide(room: Room) -> GuestCame | None:
            is_known = room.meeting is None or member in room.meeting.guests
            return None if is_known else GuestCame(member)

        await self._stored.decide_and_move(room_id, decide)

    async def adults_changed(self, room_id: str) -> None:
        """Let a meeting that waits for trained adults know who they are now."""
        log = await self._group(room_id)

        def decide(room: Room) -> AdultsChanged | None:
            meeting, adults = room.meeting, _adults(log.state, self._streams.now())
            if meeting is None or not meeting.protocol.adults or meeting.adults == adults:
                return None
            return AdultsChanged(adults)

        await self._stored.decide_and_move(room_id, decide)

    async def paused_until(self, room_id: str) -> int:
        """Return until when (ms) at most nobody writes in a room."""
        return (await self._stored.room(room_id)).paused_until

    async def is_young(self, room_id: str, member: str) -> bool:
        """Return whether a member said of late that they are a child."""
        return await self._stored.is_young(room_id, member)

    async def is_closed(self, room_id: str) -> bool:
        """Return whether a meeting here is for those alone who live with its topic."""
        table = (await self._streams.log(TIMETABLE, TIMETABLE_STREAM)).state
        return any(m.room == room_id and not m.is_open for m in table.meetings.values())

    async def agree(
        self, asked: Asked, body: str, decide: Callable[[Group], Sequence[GroupEvent]]
    ) -> None:
        """Decide, and append what follows; a resend is answered as the first time."""
        log = await self._group(asked.room)
        await self._once(log.stream, asked, body, lambda once: self._try(log, decide, once))

    async def pair(
        self, asked: Asked, body: str, decide: Callable[[Pairs], PairEvent | None]
    ) -> None:
        """Decide about a line between two; one that is over loses its words at once."""
        log = await self._pairs(asked.room)

        async def act(once: tuple[bytes, bytes]) -> bool:
            event = decide(log.state)
            if not await self._append(log, (event,) if event else (), once):
                return False
            if isinstance(event, LineEnded):
                await self._erase(log, event.line)
            return True

        await self._once(log.stream, asked, body, act)

    async def change(self, room_id: str, decide: Callable[[Group], Sequence[GroupEvent]]) -> None:
        """Append what follows from something else than anybody's wish."""
        log = await self._group(room_id)
        while not await self._try(log, decide, None):
            pass

    async def agree_on_line(
        self, room_id: str, decide: Callable[[Pairs], PairEvent | None]
    ) -> None:
        """Append what follows from coming onto a line."""
        log = await self._pairs(room_id)
        while True:
            event = decide(log.state)
            if await self._append(log, (event,) if event else (), None):
                return

    async def forget(self, room_id: str, ended: Sequence[LineEnded]) -> None:
        """End a member's lines, and write the group anew: no older entry of theirs stays."""
        pairs = await self._pairs(room_id)
        for event in ended:
            while not await self._append(pairs, (event,), None):
                pass
            await self._erase(pairs, event.line)
        await self._streams.rewrite(await self._group(room_id))

    async def _try(
        self,
        log: Log[Group],
        decide: Callable[[Group], Sequence[GroupEvent]],
        once: tuple[bytes, bytes] | None,
    ) -> bool:
        return await self._append(log, decide(log.state), once)

    async def _append(
        self,
        log: Log[Any],
        events: Sequence[GroupEvent | PairEvent],
        once: tuple[bytes, bytes] | None,
    ) -> bool:
        """Append where the log is; False if somebody was first. Nothing to append is done."""
        if not events:
            return True
        first, *rest = [Draft(log.stream, event) for event in events]
        drafts = [Draft(log.stream, first.event, once=once, expect_n=log.head), *rest]
        drafts += [  # whoever writes on it at this moment finds it closed
            Draft(room_stream(event.line), RuleRaised(), raises_rule=True)
            for event in events
            if isinstance(event, LineEnded)
        ]
        try:
            positions = await self._streams.append(*drafts)
        except Stale:
            return False
        await log.reached(positions[len(events) - 1].n)
        return True

    async def _once(
        self, stream: str, asked: Asked, body: str, act: Callable[[tuple[bytes, bytes]], Any]
    ) -> None:
        once = self._stored.key(asked.room, asked.once(body))

        async def settle() -> None:
            while not await act(once):
                pass

        await answered(settle, lambda: self._streams.seen(stream, once))

    async def _erase(self, log: Log[Pairs], line: str) -> None:
        """Leave nothing of what was said on a line, nor of whose it was."""
        await erase_words(self._streams, line)
        await self._streams.rewrite(log)

    async def _group(self, room_id: str) -> Log[Group]:
        return await self._log(GROUP, group_stream(home_of(room_id)))

    async def _pairs(self, room_id: str) -> Log[Pairs]:
        return await self._log(PAIRS, pairs_stream(home_of(room_id)))

    async def _log(self, kind: Kind[Any], stream: str) -> Log[Any]:
        return await self._streams.log(kind, stream)


def _adults(group: Group, now: int) -> tuple[str, ...]:
    return tuple(sorted(adult.member for adult in named(group, now)))
