"""What is kept of members, per room: written at the first visit, gone with `forget`."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from rooms.events import MemberForgotten, MemberKnown
from rooms.members import Members, Record
from rooms.ports import Stale
from server.streams.envelope import Draft
from server.streams.kinds import MAIL, MEMBERS
from server.streams.log import Log
from server.streams.names import mail_stream, members_stream
from server.streams.streams import Streams


class MemberRecords:
    """Fingerprint, alias index and month of last use; nothing joins two rooms."""

    def __init__(self, streams: Streams, now: Callable[[], int]) -> None:
        self._streams = streams
        self._now = now

    async def find(self, room_id: str, member: str) -> Record | None:
        """Return what is kept of a member."""
        return (await self._log(room_id)).state.records.get(member)

    async def remember(self, room_id: str, member: str, alias: int, found: Record | None) -> bool:
        """Keep the member; written anew only with another alias or in another month.

        `found` is what was kept before. False if another node was first with this member:
        then what is kept says which alias.
        """
        members, month = await self._log(room_id), month_of(self._now())
        while members.state.records.get(member) == found:
            if found is not None and (found.alias, found.month) == (alias, month):
                return True
            if found is not None:
                await self._listed(members, found.n, now=members.head + 1)
            with suppress(Stale):  # somebody else's record came first: look again
                await self._write(members, MemberKnown(member, alias, month))
                if found is not None:
                    await self._unwrite(members, found.n)
                return True
        return False

    async def _write(self, members: Log[Members], event: MemberKnown) -> None:
        # One member on two nodes at once must not leave two records: `forget` knows of one.
        (position,) = await self._streams.append(
            Draft(members.stream, event, expect_n=members.head)
        )
        await members.reached(position.n)

    async def forget(self, room_id: str, member: str) -> None:
        """Remove a member's record at once, and the thanks that waited for them."""
        members = await self._log(room_id)
        record = members.state.records.get(member)
        if record is not None:
            await self._listed(members, record.n)
            await self._unwrite(members, record.n)
        mail = await self._streams.log(MAIL, mail_stream(room_id))
        for n in mail.state.about(member):
            await self._streams.erase(mail.stream, n)

    async def _log(self, room_id: str) -> Log[Members]:
        return await self._streams.log(MEMBERS, members_stream(room_id))

    async def _listed(self, members: Log[Members], n: int, now: int = 0) -> None:
        """Let no backup bring a record back; written anew, it is where `now` says."""
        if self._streams.let_go is not None:
            await self._streams.let_go.forgets(members.stream, n, now)

    async def _unwrite(self, members: Log[Members], n: int) -> None:
        """Make a record unreadable everywhere: entry, fold and snapshot."""
        await self._streams.erase(members.stream, n)
        (position,) = await self._streams.append(Draft(members.stream, MemberForgotten(n)))
        await members.reached(position.n)
        await self._streams.rewrite(members)


def month_of(now: int) -> int:
    """Return the month of a time in ms, counted: year * 12 + month - 1."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    return moment.year * 12 + moment.month - 1
