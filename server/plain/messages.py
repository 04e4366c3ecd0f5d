"""What is said: as a stream, as a page that loads itself again, or further back."""

import asyncio
from collections.abc import Iterator, Sequence

from aiohttp import web

from rooms.refusal import Code, Refusal
from server.connection.limits import may_enter
from server.plain.callers import Caller
from server.plain.endings import TOO_MANY
from server.plain.errand import Errand
from server.plain.fragments import Fragments, is_wait
from server.plain.page import Page
from server.plain.reading import END, Reading
from server.plain.sheets import TOO_MANY_REQUESTS
from server.plain.stream import PlainStream
from server.wire.frames import AnyServerFrame, Card, Duty, Erased, Hello, Lines, More, Said

EARLIER = 50
FULL_AGAIN_S = 30
DIGITS = 15


class Messages(Page):
    """`/t/<handle>/messages`."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show what is said, in the way that is asked for."""
        if before := _before(request):
            return await self._earlier(request, caller, before)
        if request.query.get("slow") == "1":
            return await self._slow(request, caller)
        return await self._counted(request, caller)

    async def _counted(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Stream, if neither this session nor its part of the network has too many."""
        bucket, prefixes = self._household.peers.bucket(request), self._services.prefixes
        if not self._household.sessions.may_open(caller.whose):
            return self._sheets.told(request, caller, TOO_MANY_REQUESTS, TOO_MANY)
        if not prefixes.arrive(bucket):
            raise Refusal(Code.SLOW_DOWN, after_s=FULL_AGAIN_S)
        self._services.counters.sockets.inc()
        try:
            may_enter(prefixes.enter(bucket, asyncio.get_running_loop().time()))
            return await self._stream(request, caller)
        finally:
            self._services.counters.sockets.dec()
            prefixes.depart(bucket)

    async def _stream(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        household, below = self._household, request.transport
        # A front that gathers chunks before it sends them would show nothing at all.
        headers = {"Content-Type": "text/html; charset=utf-8", "X-Accel-Buffering": "no"}
        response = web.StreamResponse(headers=headers)
        if below is None:
            return response
        reading = Reading(self._sheets.fragments(request, caller), self._services.backplane.now)
        stream = PlainStream(self._services, caller, reading, below, household.pace)
        stream.first = self._acts.unheard.take(caller)
        household.sessions.opened(stream)
        household.links.add(stream)
        try:
            await response.prepare(request)
            await response.write(self._head(request, caller).encode())
            await stream.run(response, self._sheets.circle(request))
        finally:
            household.links.discard(stream)
            household.sessions.ended(stream)
        return response

    async def _slow(self, request: web.Request, caller: Caller) -> web.Response:
        """Show a page that loads itself again; for what holds chunks back on the way."""
        reading = Reading(self._sheets.fragments(request, caller), self._services.backplane.now)
        async with self._acts.errand(request, caller, reads=True) as errand:
            unheard, shown = self._acts.unheard.take(caller), errand.told()
            waits = await self._waits(errand, caller, shown)
            told = (*shown, *waits, *(one for one in unheard if not (waits and is_wait(one))))
            page = "".join(map(reading.take, told))
        return _page(self._head(request, caller, slow=True) + page + reading.whole())

    async def _waits(
        self, errand: Errand, caller: Caller, shown: Sequence[AnyServerFrame]
    ) -> Sequence[Card]:
        """Say anew on each page that somebody is waited for, and that they have come.

        Whoever loads no page for a while waits no longer; then nothing says that they do.
        """
        room, you = caller.room, errand.visitor.you.id
        now = asyncio.get_running_loop().time()
        with self._services.answering.bound():
            if not await self._services.waiting.look_again(room.id, you, now):
                return ()
        here = [len(one.members) + one.others for one in shown if isinstance(one, Hello)]
        young = room.side == "young"
        kind = "ring_came" if max(here, default=1) > 1 else "ring_young" if young else "ring_on"
        return (Card(kind=kind, duty=Duty(on=self._services.duty.on)),)

    async def _earlier(self, request: web.Request, caller: Caller, before: int) -> web.Response:
        more = More(before=before, limit=EARLIER)
        found = await self._acts.earlier(request, caller, more)
        draw = self._sheets.fragments(request, caller)
        page = "".join(_lines(draw, found.lines, found.you))
        return _page(self._head(request, caller, earlier=True) + page + END)

    def _head(
        self, request: web.Request, caller: Caller, *, slow: bool = False, earlier: bool = False
    ) -> str:
        return self._sheets.text(request, "plain_messages.html", caller, slow=slow, earlier=earlier)


def _before(request: web.Request) -> int:
    asked = request.query.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= DIGITS else 0


def _lines(draw: Fragments, lines: Lines, you: str) -> Iterator[str]:
    """Yield earlier lines as a list, with the way further back above it."""
    if lines.from_ > lines.first_kept:
        yield draw.earlier(lines.from_)
    if not any(isinstance(event, Said) for event in lines.events):
        yield draw.paragraph("plain.nothing_earlier")
    yield draw.before()
    gone_at = -1
    for event in lines.events:
        if isinstance(event, Said):
            yield draw.said(event, mine=event.by == you)
        elif isinstance(event, Erased) and not isinstance(event.of, int):
            if event.n != gone_at + 1:
                yield draw.note("room.gone")
            gone_at = event.n
    yield "</ol>\n"


def _page(text: str) -> web.Response:
    answer = web.Response(text=text, content_type="text/html")
    answer.enable_compression()
    return answer
