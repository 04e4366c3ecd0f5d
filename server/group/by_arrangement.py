"""Doors that open by arrangement: a guest's pass, and a line that two members agreed on."""

from collections.abc import Callable, Sequence

from rooms.group import adults, guests, roles
from rooms.group.events import GroupEvent
from rooms.group.state import Group
from rooms.meeting.events import MeetingEnded, StepBegan
from rooms.refusal import Code, Refusal
from rooms.sponsor import lines
from rooms.sponsor.pairs import Pair
from rooms.state import Room
from server.group.agreements import Agreements
from server.group.asked import digest_of
from server.presence.places import Places
from server.streams.kinds import Entry
from server.streams.log import Log
from server.streams.names import room_of


class ByArrangement:
    """Lets guests and pairs in, and guests out when their step is over."""

    def __init__(self, agreements: Agreements, places: Places, now: Callable[[], int]) -> None:
        self._agreements = agreements
        self._places = places
        self._now = now

    async def is_guest(self, room_id: str, member: str, code: str) -> bool:
        """Return whether somebody at the door is a guest; refused with a pass that opens nothing.

        A guest who left cannot come back under the same key as if they were a member.
        """
        now = self._now()
        if not code:
            return guests.come_back(await self._agreements.group(room_id), member, now) is not None

        def decide(group: Group) -> Sequence[GroupEvent]:
            if group.role_of(member, now) is not None:
                raise Refusal(Code.NOT_FOR_GUESTS)
            used = guests.come_in(group, digest_of(code), member, now)
            return (used,) if used else ()

        await self._agreements.change(room_id, decide)
        await self._agreements.guest_came(room_id, member)
        return True

    async def pair(self, room_id: str, line: str, member: str) -> Pair:
        """Return the line that two have, opening it if this is who was asked; nobody else's."""
        now = self._now()
        await self._agreements.agree_on_line(
            room_id, lambda pairs: lines.agree(pairs, line, member, now)
        )
        return lines.mine(await self._agreements.pairs(room_id), line, member, now)

    async def forget(self, room_id: str, member: str) -> None:
        """Leave nothing the group knows of a member: their role is free, their lines are over."""
        group = await self._agreements.group(room_id)
        pairs = await self._agreements.pairs(room_id)
        ended = lines.closed_for(pairs, member)
        is_known = any(held.member == member for held in group.held.values())
        is_known |= any(adult.member == member for adult in group.adults.values())
        if not (ended or is_known or member in group.sponsors):
            return

        def decide(group: Group) -> Sequence[GroupEvent]:
            withdrawn = lines.withdraw(group, member)
            left = (*roles.gone(group, member), *adults.gone(group, member))
            return (*left, *((withdrawn,) if withdrawn else ()))

        await self._agreements.change(room_id, decide)
        await self._agreements.forget(room_id, ended)

    async def close_lines(self, room_id: str, member: str) -> None:
        """End what a member has of lines of two: they said how young they are."""
        if member in (await self._agreements.group(room_id)).sponsors:

            def decide(group: Group) -> Sequence[GroupEvent]:
                withdrawn = lines.withdraw(group, member)
                return (withdrawn,) if withdrawn else ()

            await self._agreements.change(room_id, decide)
        ended = lines.closed_for(await self._agreements.pairs(room_id), member)
        if ended:
            await self._agreements.forget(room_id, ended)

    def left(self, log: Log[Room], entry: Entry) -> bool:
        """Return whether an entry of a room ends the part of the meeting that guests are in."""
        match entry.event:
            case MeetingEnded():
                return True
            case StepBegan(step=step) if log.state.meeting is not None:
                steps = log.state.meeting.protocol.steps
                return not steps[step].guest and any(one.guest for one in steps[:step])
            case _:
                return False

    async def send_guests_home(self, room_id: str) -> None:
        """Let guests go: their step is over, and their pass with it."""
        now = self._now()
        here = (await self._agreements.group(room_id)).guests_here(now)
        if here:
            await self._agreements.change(room_id, lambda group: guests.step_over(group, now))

    def show_out(self, log: Log[Group], entry: Entry) -> None:
        """Say goodbye to guests who are not expected any more; a listener of the groups."""
        for guest in log.state.guests.values():
            if guest.member and guest.ended is not None:
                self._places.part(room_of(log.stream), guest.member, Code.PASS_OVER)
        del entry
