"""What a member does from a page: on their open stream, else on an errand of one request."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from server.connection.limits import may_enter
from server.connection.peers import Peers
from server.member.visitor import Visitor
from server.plain.callers import Caller
from server.plain.errand import Errand
from server.plain.sessions import Sessions
from server.plain.stream import PlainStream
from server.plain.unheard import Heard, Unheard
from server.presence.place import PAGE_MS
from server.services import Services
from server.streams.kinds import talk
from server.streams.names import room_stream
from server.wire.frames import After, Card, Lines, MemberFrame, More


@dataclass(frozen=True, slots=True)
class Before:
    """Earlier lines, and who asked for them."""

    you: str
    lines: Lines


class Acts:
    """Does what members ask for, under the rules that hold on sockets.

    Each step is bounded as an answer there is, so that no store that hangs holds a page for long.
    """

    def __init__(self, services: Services, sessions: Sessions, peers: Peers) -> None:
        self._services = services
        self._sessions = sessions
        self._peers = peers
        self.unheard = Unheard()

    async def do(self, request: web.Request, caller: Caller, frame: MemberFrame) -> Sequence[Card]:
        """Do it, or raise `Refusal` and the like. Returns cards that no open stream was told."""
        for stream in self._sessions.of(caller.whose, caller.room.id):
            if await self._came_in(stream):
                with self._services.answering.bound():
                    await stream.visitor.do(frame)
                return []
        return await self.do_apart(request, caller, frame)

    async def do_apart(
        self, request: web.Request, caller: Caller, frame: MemberFrame
    ) -> Sequence[Card]:
        """Do it on an errand of its own: what is told of it comes to this page, and to no other."""
        async with self.errand(request, caller) as errand:
            with self._services.answering.bound():
                await errand.visitor.do(frame)
            return [told for told in errand.told() if isinstance(told, Card)]

    def tell(self, caller: Caller, frame: Heard) -> None:
        """Say something on the member's open stream, or when they look again."""
        stream = self._stream(caller)
        if stream is not None:
            stream.send(frame)
        else:
            self.unheard.keep(caller, frame)

    async def earlier(self, request: web.Request, caller: Caller, frame: More) -> Before:
        """Return earlier lines that are still kept and that this member may see."""
        stream = self._stream(caller)
        if stream is not None:
            with self._services.answering.bound():
                return Before(stream.you.id, await stream.earlier(frame))
        async with self.errand(request, caller) as errand:
            with self._services.answering.bound():
                return Before(errand.visitor.you.id, await errand.visitor.earlier(frame))

    async def who(self, request: web.Request, caller: Caller) -> str:
        """Return the member id of whoever asks."""
        stream = self._stream(caller)
        if stream is not None:
            return stream.you.id
        async with self.errand(request, caller) as errand:
            return errand.visitor.you.id

    async def leave(self, request: web.Request, caller: Caller) -> None:
        """End this session's streams in the room and give the place back at once."""
        if not await self.end_streams(caller):
            async with self.errand(request, caller) as errand:
                await errand.visitor.leave()

    async def end_streams(self, caller: Caller) -> bool:
        """End this session's streams in the room; return whether there was one."""
        streams = self._sessions.holding(caller.whose, caller.room.id)
        for stream in streams:
            await stream.leave()
        return bool(streams)

    @asynccontextmanager
    async def errand(
        self, request: web.Request, caller: Caller, *, reads: bool = False
    ) -> AsyncIterator[Errand]:
        """Be in the room as long as the block lasts; `reads` brings what was said before."""
        now = asyncio.get_running_loop().time()
        may_enter(self._services.prefixes.enter(self._peers.bucket(request), now))
        errand = Errand(self._services)
        try:
            with self._services.answering.bound():
                after = None if reads else await self._head(caller)
                await errand.visitor.enter(caller.enter(after) if after else caller.enter())
            yield errand
        finally:
            await errand.visitor.gone(PAGE_MS)

    async def _came_in(self, stream: PlainStream) -> bool:
        with self._services.answering.bound():
            return await stream.came_in()

    async def _head(self, caller: Caller) -> After:
        room = caller.room.id
        log = await self._services.streams.log(talk(room), room_stream(room))
        return After(epoch=self._services.epoch, n=log.head)

    def _stream(self, caller: Caller) -> Visitor | None:
        streams = self._sessions.of(caller.whose, caller.room.id)
        return next((stream.visitor for stream in streams if stream.is_in), None)
