"""A member on one socket: what each frame asks for, and what comes back."""

import asyncio
from typing import assert_never

from moderation.private_line import home_of, is_line, is_with_volunteer
from rooms.commands import Post, Thank
from rooms.refusal import Code, Refusal
from server.connection.sockets import NOBODY, Socket
from server.connection.straight import Transport
from server.fanout.catching_up import Backlog, earlier, gap_frame
from server.fanout.reader import StreamReader
from server.group.asked import GroupFrame
from server.member.beside import asked_beside
from server.member.care_asked import asked_of_care, told_of_coming
from server.member.greeting import hello
from server.member.turns_asked import asked_in_meeting
from server.presence.place import RELOAD_MS
from server.presence.seat import Seat
from server.services import Services
from server.streams.in_order import InOrder
from server.wire.closes import Close
from server.wire.frames import (
    Ack,
    Answer,
    Enter,
    Forget,
    Leave,
    Lines,
    MeetingAsked,
    MemberFrame,
    More,
    Need,
    Report,
    Say,
    ServerFrame,
    Slip,
    Wait,
    You,
)
from server.wire.frames import Thank as ThankFrame

COME_BACK_S = 5


class Visitor:
    """Somebody on a socket: nobody yet, then a member of one room."""

    __slots__ = ("_box", "_posts", "_reader", "_seat", "_services", "_socket")

    def __init__(self, socket: Socket, transport: Transport, services: Services) -> None:
        self._socket = socket
        self._services = services
        self._box = services.hub.outbox(transport, self._too_slow)
        self._reader = StreamReader(self._box)
        self._posts: InOrder | None = None
        self._seat: Seat | None = None

    @property
    def you(self) -> You:
        """Who this is, once in."""
        return self._here.you

    @property
    def is_on_a_line(self) -> bool:
        """Whether this is a private line with a volunteer."""
        return self._seat is not None and is_with_volunteer(self._room)

    @property
    def is_in(self) -> bool:
        """Whether they have come in."""
        return self._seat is not None

    @property
    def _here(self) -> "Seat":
        assert self._seat is not None  # noqa: S101 - the session lets nothing before `enter`
        return self._seat

    @property
    def _room(self) -> str:
        return self._here.card.id

    def send(self, frame: ServerFrame) -> None:
        """Queue a frame for this socket alone."""
        self._reader.send(frame)

    def flush(self) -> None:
        """Write what waits, now."""
        self._reader.flush()

    def part(self, code: str, close: Close, after_s: int = COME_BACK_S) -> None:
        """Say goodbye with a code and close."""
        self._socket.part(code, close, after_s)

    async def enter(self, frame: Enter) -> None:
        """Come in, or ask again for what follows: hello, the backlog, then live frames."""
        self._reader.start_over()
        is_coming = not self.is_in  # and not only asking again for what follows
        visit = await self._services.doors.enter(frame)
        self._seat = Seat(visit.card, visit.you, visit.log, visit.kept.since)
        channel = self._services.hub.channel(visit.card.id, visit.log)
        self._services.group.side_rooms.came(visit.card, visit.you.id)
        self._services.places.arrive(visit.card.id, channel, visit.you.id, visit.place, self)
        self._services.places.greet(visit.card.id, visit.holders)
        self._services.clock.stir(visit.card.id)
        self._services.ticker.arrive(self._reader)
        self._services.mailbox.arrive(visit.card.id, visit.you.id, self)
        self.send(hello(visit, self._services))
        if visit.plan.gap is not None:
            self._reader.put(gap_frame(*visit.plan.gap))
        channel.readers.add(self._reader)
        await self._reader.catch_up(Backlog(self._services.streams, channel, visit.plan.read_after))
        await self._services.mailbox.collect(visit.card.id, visit.you.id)
        await self._services.cards.arrive(visit.card.id, visit.you.id, self)
        await self._services.group.told.arrive(visit.card.id, visit.you.id, self)
        await self._services.group.side_rooms.arrive(visit.card.id, visit.you.id, self)
        if is_coming and not is_line(self._room):
            await told_of_coming(self._services, self._room, visit.you.id)

    async def do(self, frame: MemberFrame) -> None:  # noqa: C901 - one arm for each frame
        """Do what a frame asks and answer it; raises `Refusal` and the like."""
        if isinstance(frame, GroupFrame):
            for told in await self._services.group.asked.do(self._here, frame):
                self.send(told)
            self._ack(frame.id)
            return
        if isinstance(frame, MeetingAsked):
            await self._in_meeting(frame)
            return
        match frame:
            case Say():
                await self._say(frame)
            case ThankFrame() if is_line(self._room):
                raise Refusal(Code.NO_SUCH_LINE)
            case ThankFrame():
                await self._services.rooms.thank(
                    self._room, Thank(self._here.you.id, frame.id, frame.n)
                )
                self._ack(frame.id)
            case Need() | Report() | Answer():
                await asked_of_care(frame, self._services, self._room, self.you.id, self.send)
            case More():
                self.send(await self.earlier(frame))
            case Slip() | Wait():
                await asked_beside(frame, self._services, self._room, self.you.id, self.send)
            case Forget():
                await self._forget(frame)
            case Enter() | Leave():
                pass  # the link's own
            case _:
                assert_never(frame)

    async def earlier(self, frame: More) -> Lines:
        """Return earlier lines that are still kept and that this member may see."""
        floor = self._here.since + 1
        streams, log = self._services.streams, self._here.log
        return await earlier(streams, log, frame.before, frame.limit, floor)

    def soon_collect(self) -> None:
        """Have thanks that just arrived handed over."""
        self._services.tasks.start(self._services.mailbox.collect(self._room, self._here.you.id))

    async def leave(self) -> None:
        """Give the place back, if this is the member's last socket; a private line ends."""
        was_last = await self._services.places.leave(self._room, self._here.you.id, self)
        if is_with_volunteer(self._room):
            await self._services.lines.end(self._room, self._here.you.id)
        elif was_last and not is_line(self._room):
            await self._services.meetings.leave(self._room, self._here.you.id)
            self._services.clock.stir(self._room)

    def hang_up(self) -> None:
        """Have nothing more written."""
        self._services.hub.drop(self._box)

    async def gone(self, grace: int = RELOAD_MS) -> None:
        """Let go of all but the place; who is back within `grace` (ms) was never gone."""
        self.hang_up()
        self._socket = NOBODY  # the socket holds us: a circle would outlive it for long
        seat = self._seat
        if seat is None:
            return
        room, member = seat.card.id, seat.you.id
        channel = self._services.hub.channel(room, seat.log)
        channel.readers.discard(self._reader)
        self._services.ticker.depart(self._reader)
        self._services.mailbox.depart(room, member, self)
        self._services.cards.depart(room, member, self)
        now = asyncio.get_running_loop().time()
        await self._services.places.depart(room, member, self, now, grace)
        self._services.clock.stir(room)

    async def _say(self, frame: Say) -> None:
        you = self._here.you
        post = Post(you.id, frame.id, you.alias, frame.text, frame.to or 0)
        if self._posts is None:  # who only reads needs none
            self._posts = InOrder(self._services.posting, self._services.posters)
        n = await self._posts.post(self._room, post, frame.replaces or "")
        self._services.counters.posted += 1
        self.send(Ack(id=frame.id, saved=self._services.backplane.durable, n=n))

    async def _in_meeting(self, frame: MeetingAsked) -> None:
        if is_line(self._room):
            raise Refusal(Code.NO_TURNS)
        command = asked_in_meeting(frame, self._here.you.id)
        n = await self._services.meetings.do(self._room, command)
        self.send(Ack(id=frame.id, saved=self._services.backplane.durable, n=n))

    async def _forget(self, frame: Forget) -> None:
        await self._services.doors.forget(home_of(self._room), self._here.you.id)
        self._ack(frame.id)
        await self.leave()
        self._socket.soon_close(Close.DONE)

    def _ack(self, frame_id: str) -> None:
        self.send(Ack(id=frame_id, saved=self._services.backplane.durable))

    def _too_slow(self) -> None:
        self._socket.soon_close(Close.TOO_SLOW)
