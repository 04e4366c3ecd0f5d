"""The volunteer's side of private lines: offer, write, finish, and hear what the person says."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from secrets import token_bytes, token_urlsafe
from typing import Any, Literal, assert_never

from moderation import acts
from moderation.actor import Actor, Claim
from moderation.acts import Decision
from moderation.case import Case, State, Talk
from moderation.desk import Desk
from moderation.events import CaseClaimed, TalkAccepted, TalkEnded, TalkOffered
from moderation.private_line import VOLUNTEER, case_on, has_blank, line_id
from moderation.refusal import DeskCode, No
from moderation.work import Work
from rooms import base64url, text
from rooms.events import MessagePosted
from rooms.refusal import Refusal
from server.desk.claims import StoredClaims
from server.desk.feed import Feed
from server.desk.stored import StoredDesk
from server.duty.faces import Faces
from server.fanout.hub import Hub
from server.presence.places import Places
from server.streams.ended_lines import erase_words
from server.streams.kinds import LINE, Entry
from server.streams.log import Log
from server.streams.names import room_of, room_stream
from server.streams.streams import Streams
from server.tasks import Tasks
from server.wire import desk as wire

TIDY_S = 20.0
SHOWN = 200
LineState = Literal["offered", "open", "ended"]
_STATES: Mapping[type, LineState] = {
    TalkOffered: "offered",
    TalkAccepted: "open",
    TalkEnded: "ended",
}

Turn = tuple[float, Callable[[], Awaitable[None]]]


class Talks:
    """The private lines of all cases, as far as volunteers at this node are part of them."""

    def __init__(  # noqa: PLR0913, PLR0917 - a line touches the desk, the store and the sockets
        self,
        streams: Streams,
        desks: StoredDesk,
        work: Work,
        claims: StoredClaims,
        feed: Feed,
        faces: Faces,
        hub: Hub,
        places: Places,
        tasks: Tasks,
    ) -> None:
        self._streams = streams
        self._desks = desks
        self._work = work
        self._claims = claims
        self._feed = feed
        self._faces = faces
        self._hub = hub
        self._places = places
        self._tasks = tasks
        self._tidied: set[str] = set()

    def turns(self) -> Sequence[Turn]:
        """Return what is to be done how often, in seconds."""
        return ((TIDY_S, self.tidy),)

    async def do(self, who: wire.Volunteer, frame: wire.Offer | wire.Write | wire.Finish) -> None:
        """Do what the holder of a case asks of its private line."""
        case = await self._work.case(frame.case)
        claim = Claim(frame.case, frame.fence, Actor(who.id))
        await self._work.do(frame.case, who.id, self._decision(claim, case, frame))
        await self._claims.take(frame.case, who.id)

    async def lines(self, case: Case) -> list[wire.TalkLine]:
        """Return what was said on the case's line, the oldest first; nothing once it is over."""
        if case.talk not in {Talk.OFFERED, Talk.OPEN}:
            return []
        log = await self._streams.log(LINE, room_stream(case.line))
        entries = await self._streams.page(log, max(0, log.head - SHOWN), SHOWN)
        return [line for entry in entries if (line := _line(case, entry))]

    def said(self, log: Log[Any], entry: Entry) -> None:
        """Tell a line's volunteer what was said on it; a listener of the lines' streams."""
        line = room_of(log.stream)
        for desk in self._desks.desks():
            case = case_on(desk, line)
            said = _line(case, entry) if case is not None else None
            if case is not None and said is not None:
                state = _STATES[TalkAccepted if case.talk is Talk.OPEN else TalkOffered]
                self._tell(case, wire.Talk(case=case.id, state=state, line=said))

    def changed(self, log: Log[Any], entry: Entry) -> None:
        """Follow what becomes of a line; a listener of the desks' streams."""
        event = entry.event
        case = log.state.cases.get(getattr(event, "case", ""))
        if case is None or not case.line:
            return
        match event:
            case TalkOffered() | TalkAccepted():
                self._tasks.start(self._follow(case))
                self._tell(case, wire.Talk(case=case.id, state=_STATES[type(event)]))
            case TalkEnded():
                self._tell(case, wire.Talk(case=case.id, state="ended"))
                self._tasks.start(self._erase(case.line))
            case CaseClaimed() if case.talk in {Talk.OFFERED, Talk.OPEN}:
                self._tasks.start(self._follow(case))
            case _:
                pass

    async def tidy(self) -> None:
        """Erase what a node that died left of lines that are over."""
        over = [c.line for c in self._feed.cases() if c.line and c.talk is Talk.ENDED]
        self._tidied &= set(over)
        for line in over:
            if line not in self._tidied:
                await self._erase(line)

    def _decision(
        self, claim: Claim, case: Case, frame: wire.Offer | wire.Write | wire.Finish
    ) -> Callable[[Desk], Decision]:
        match frame:
            case wire.Offer():
                offered = case.line if case.talk in {Talk.OFFERED, Talk.OPEN} else _new(case)
                opening = self._message(offered, claim, frame.text)
                return lambda desk: acts.offer_talk(desk, claim, offered, opening)
            case wire.Write():
                said = self._message(case.line, claim, frame.text)
                return lambda desk: acts.write(desk, claim, said)
            case wire.Finish():
                return lambda desk: acts.end_talk(desk, claim)
            case _:
                assert_never(frame)

    def _message(self, line: str, claim: Claim, words: str) -> MessagePosted:
        if not words.strip():
            raise No(DeskCode.NEEDS_WORDS)
        if has_blank(words):
            raise No(DeskCode.BLANK_LEFT)
        try:
            text.check(words)
        except Refusal:
            raise No(DeskCode.FAULT) from None
        me = self._faces.on(line, claim.actor.id)
        return MessagePosted(me.id, me.alias, words, base64url.encode(token_bytes(16)))

    async def _follow(self, case: Case) -> None:
        """Have this node hear the line, so that its volunteers do."""
        if any(seat.volunteer.id == case.holder for seat in self._feed.seats):
            await self._streams.log(LINE, room_stream(case.line))

    async def _erase(self, line: str) -> None:
        """Leave nothing of what was said on a line that is over."""
        await erase_words(self._streams, line)
        self._tidied.add(line)
        if not self._places.knows(line):
            self._hub.close(line)
            self._streams.unload(room_stream(line))

    def _tell(self, case: Case, frame: wire.Talk) -> None:
        """Tell the volunteer who has the case; others who look at it are shown it anew."""
        for seat in list(self._feed.seats):
            if case.state is State.CLAIMED and seat.volunteer.id == case.holder:
                seat.send(frame)
            else:
                seat.look_again(case.id)


def _new(case: Case) -> str:
    return line_id(case.room, token_urlsafe(12))


def _line(case: Case, entry: Entry) -> wire.TalkLine | None:
    said = entry.event
    if not isinstance(said, MessagePosted):
        return None
    by = "person" if said.by == case.about else said.alias.removeprefix(f"{VOLUNTEER} ")
    return wire.TalkLine(entry.n, entry.at, by, said.text)
