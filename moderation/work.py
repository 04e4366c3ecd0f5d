"""The desk's use cases: decide from the fold, append once with its audit, decide again if late."""

from collections.abc import Callable, Mapping
from typing import Protocol

from moderation import acts
from moderation.actor import Actor
from moderation.acts import Decision
from moderation.case import Case
from moderation.desk import Desk
from moderation.levels import Level
from moderation.refusal import DeskCode, No
from rooms.ports import Line, Stale
from rooms.state import Room

CHANGED = frozenset(
    {DeskCode.TAKEN, DeskCode.CLOSED, DeskCode.NO_SUCH_CASE, DeskCode.NO_SUCH_MESSAGE}
)


class DeskStreams(Protocol):
    """The desks of all shards, found by a case's id."""

    async def desk_of(self, case_id: str) -> Desk:
        """Return the desk the case is on. Raises `No` for an id no shard can have."""

    async def act(self, case_id: str, by: str, decision: Decision, head: int) -> int:
        """Append the decision's events, the room's beside them, and the audit's, all or nothing.

        Returns the number of the desk's first event. Raises `Stale` if anything came to the
        desk after `head`, at which it was decided.
        """

    async def room(self, room_id: str) -> Room:
        """Return how a room, or a line, is just now."""

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line of a room."""


class Claims(Protocol):
    """Who has which case, as leases that end by themselves."""

    async def take(self, case: str, volunteer: str) -> None:
        """Hold the case's lease, or renew it."""

    async def release(self, case: str, volunteer: str) -> None:
        """Let the lease go."""

    async def take_severe(self, volunteer: str, case: str) -> bool:
        """Take the volunteer's own lease for one S1 at a time; False if another holds it."""

    async def release_severe(self, volunteer: str, case: str) -> None:
        """Let the volunteer's own lease go."""


class Work:
    """What volunteers do. Every method returns once the act is durable, or raises `No`."""

    def __init__(self, streams: DeskStreams, claims: Claims) -> None:
        self._streams = streams
        self._claims = claims

    async def do(self, case_id: str, by: str, decide: Callable[[Desk], Decision]) -> int:
        """Append what `decide` says, and decide again whenever somebody was first."""
        while True:
            desk = await self._streams.desk_of(case_id)
            done = await self._try(case_id, by, desk.head, decide(desk))
            if done is not None:
                return done

    async def do_in_room(
        self, case_id: str, by: str, decide: Callable[[Desk, Room], Decision]
    ) -> int:
        """Do what depends on how the room of the case is just now."""
        case = await self.case(case_id)
        while True:
            room = await self._streams.room(case.room)
            desk = await self._streams.desk_of(case_id)
            done = await self._try(case_id, by, desk.head, decide(desk, room))
            if done is not None:
                return done

    async def claim(self, case_id: str, actor: Actor) -> int:
        """Take a case; return the fence under which its holder acts.

        Of two who claim at the same moment exactly one has it: the append is exclusive.
        """
        case = (await self._streams.desk_of(case_id)).cases.get(case_id)
        severe = case is not None and case.level is Level.S1
        if severe and not await self._claims.take_severe(actor.id, case_id):
            raise No(DeskCode.TWO_SEVERE)
        try:
            fence = await self.do(case_id, actor.id, lambda desk: acts.claim(desk, case_id, actor))
        except No:
            if severe:
                await self._claims.release_severe(actor.id, case_id)
            raise
        await self._claims.take(case_id, actor.id)
        return fence

    async def settle(self, cases: Mapping[str, Callable[[Desk], Decision]], by: str) -> int:
        """Decide several cases, each by itself; return for how many it was still to be done.

        One that somebody else has now, or that changed since it was looked at, is left as it is.
        """
        done = 0
        for case_id, decide in cases.items():
            try:
                await self.do(case_id, by, decide)
            except No as no:
                if no.code not in CHANGED:
                    raise
            else:
                done += 1
        return done

    async def let_go(self, case_id: str, actor: Actor, decide: Callable[[Desk], Decision]) -> int:
        """Do what ends a claim: give back, call the lead, close."""
        n = await self.do(case_id, actor.id, decide)
        await self._claims.release(case_id, actor.id)
        await self._claims.release_severe(actor.id, case_id)
        return n

    async def change_line(
        self, case_id: str, actor: Actor, n: int, decide: Callable[[Desk], Decision]
    ) -> int:
        """Hide or show a line that is there."""
        case = await self.case(case_id)
        if await self._streams.line(case.room, n) is None:
            raise No(DeskCode.NO_SUCH_MESSAGE)
        return await self.do(case_id, actor.id, decide)

    async def _try(self, case_id: str, by: str, head: int, decision: Decision) -> int | None:
        """Append what was decided; None if somebody was first."""
        try:
            return await self._streams.act(case_id, by, decision, head)
        except Stale:
            return None

    async def case(self, case_id: str) -> Case:
        """Return a case, or raise `No`."""
        return acts.case_of(await self._streams.desk_of(case_id), case_id)
