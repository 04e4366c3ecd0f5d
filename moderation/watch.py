"""The one road with eyes: a message is looked at before it is appended, never after.

Message and case are in the same append, both or neither. What is held stands on the desk
only. A look that fails, or takes too long, lets the message pass and asks a human being.
"""

from dataclasses import replace

from moderation import young
from moderation.case import Case
from moderation.ports import Doorkeeper, Now, Screens, Secrets, WatchedStreams
from moderation.private_line import OF_TWO, home_of, is_line, is_sponsor_line
from moderation.raising import Concern, raised
from moderation.reading import Line as Spoken
from moderation.room_kind import YOUTH, room_kind
from moderation.verdicts import Hold, Level, Verdict
from moderation.window import Window
from rooms.events import MailEvent, MessagePosted, RoomEvent
from rooms.ports import AlreadyThere, Line, Once, Stale
from rooms.refusal import Code, Refusal
from rooms.standing import Standing
from rooms.state import Room

LOOK_S = 0.25  # a thousand times what a look costs: past it something is wrong with the look
UNSCANNED = "unscanned"
_CODES = {
    Hold.METHOD_DETAIL: Code.METHOD_DETAIL,
    Hold.ATTACK: Code.ATTACK,
    Hold.SLOW_DOOR: Code.SLOW_DOOR,
}


class Watch:
    """`rooms.ports.RoomStreams` over streams that have a desk beside them."""

    def __init__(
        self,
        streams: WatchedStreams,
        screen: Screens,
        secrets: Secrets,
        now: Now,
        doorkeeper: Doorkeeper,
    ) -> None:
        self._streams = streams
        self._screen = screen
        self._secrets = secrets
        self._now = now
        self._doorkeeper = doorkeeper
        self._window = Window()

    async def post(self, room_id: str, event: RoomEvent, once: Once, rule: int) -> int:
        """Append a message as `rooms.ports.RoomStreams.post`, with its case if it needs one."""
        if not isinstance(event, MessagePosted):
            return await self._streams.post(room_id, event, once, rule)
        case = (await self._streams.desk(room_id)).open_case(room_id, event.by)
        if case is not None:
            _check_held(case, event)
        line = Spoken(event.text)
        verdict = await self.look(room_id, event.by, line)
        if verdict.hold is Hold.PERSONAL_DETAIL:
            raise Refusal(Code.PERSONAL_DETAIL, spans=verdict.hold_spans)
        if verdict.hold is not None and is_sponsor_line(room_id):
            # No volunteer reads what two say to each other: it is refused, and kept nowhere.
            raise Refusal(_CODES[verdict.hold], spans=verdict.hold_spans)
        if verdict.hold is None and not is_line(room_id):
            verdict = await self._at_the_door(room_id, event, verdict)
        # On a private line the one reader is the volunteer who would look at what is held.
        if verdict.hold is not None and not is_line(room_id):
            await self._hold(room_id, event, once, verdict, _CODES[verdict.hold])
        n = await self._post(room_id, event, once, rule, verdict)
        self._window.add(home_of(room_id), event.by, self._now.now(), line)
        if verdict.young:
            await young.told(self._streams, self._secrets, self._now, room_id, event, n)
        return n

    async def _at_the_door(self, room_id: str, event: MessagePosted, verdict: Verdict) -> Verdict:
        """Let words wait for a glance where the door is slower; words in distress never do."""
        if verdict.level.is_now or not await self._doorkeeper.holds(room_id, event):
            return verdict
        return replace(verdict, hold=Hold.SLOW_DOOR)

    async def look(self, room_id: str, member: str, text: str) -> Verdict:
        """Look at a text in its room, together with what its author wrote just before."""
        room = home_of(room_id)
        card = await self._streams.card(room)
        kind = YOUTH if await self._streams.is_young(room, member) else room_kind(card)
        before = self._window.before(room, member, self._now.now())
        await self._screen.awake()
        started = self._now.spent_s()
        try:
            verdict = self._screen.look(
                text,
                room_kind=kind,
                language=card.language if card else None,
                before=before,
            )
        except Exception:  # noqa: BLE001 - a detector's bug must not cost anybody their words
            return _unscanned()
        if self._now.spent_s() - started > LOOK_S and not verdict.level.raises_case:
            return _unscanned()
        return verdict

    async def _post(
        self, room_id: str, event: MessagePosted, once: Once, rule: int, verdict: Verdict
    ) -> int:
        if not verdict.level.raises_case:
            return await self._streams.post(room_id, event, once, rule)
        kind = UNSCANNED if verdict.rule == UNSCANNED else "flag"
        async with self._streams.raising(room_id):
            while True:
                room = await self._streams.room(room_id)
                # Where the line will stand, or a little after: its number is the store's to give,
                # and a message that waited for it would be overtaken by its author's next ones.
                # A private line's numbers are not the room's: nobody there can have read it.
                near = 0 if is_line(room_id) else room.head + 1
                concern = _concern(kind, room_id, event, verdict, near)
                desk = await self._streams.desk(room_id)
                head, case = desk.head, raised(desk, concern, self._secrets, self._now)
                try:
                    return await self._streams.post_with_case(
                        room_id, event, once, case, rule=rule, head=head
                    )
                except Stale:  # of the desk: what was seen in the message is the same
                    if (await self._streams.room(room_id)).rule != rule:
                        raise

    async def _hold(
        self, room_id: str, event: MessagePosted, once: Once, verdict: Verdict, code: Code
    ) -> None:
        """Keep the message on the desk and tell its author where it stopped; never returns."""
        refusal = Refusal(code, spans=verdict.hold_spans, held=True)
        there = await self._streams.seen(room_id, once)
        if there is not None:  # released meanwhile, or accepted before: as it was the first time
            raise there
        concern = _concern("held", room_id, event, verdict, 0)
        held = Once(once.member, f"held|{once.id}", once.body)
        try:
            async with self._streams.raising(room_id):
                desk = await self._streams.desk(room_id)
                head, case = desk.head, raised(desk, concern, self._secrets, self._now)
                await self._streams.raise_case(room_id, case, held, (), head=head)
        except AlreadyThere as twice:
            if not twice.same:
                raise Refusal(Code.ID_REUSED) from None
        raise refusal

    async def room(self, room_id: str) -> Room:
        """Return the folded room."""
        return await self._streams.room(room_id)

    async def standing(self, room_id: str, member: str) -> Standing:
        """Return what volunteers let the member do."""
        return await self._streams.standing(room_id, member)

    async def is_open(self, room_id: str) -> bool:
        """Return whether the room takes words at all."""
        return await self._streams.is_open(room_id)

    async def line(self, room_id: str, n: int) -> Line | None:
        """Return a kept line."""
        return await self._streams.line(room_id, n)

    async def seen(self, room_id: str, once: Once) -> AlreadyThere | None:
        """Return what became of an id that was accepted before."""
        return await self._streams.seen(room_id, once)

    async def mail(self, room_id: str, event: MailEvent, once: Once) -> int:
        """Append to what waits for one member."""
        return await self._streams.mail(room_id, event, once)


def _check_held(case: Case, event: MessagePosted) -> None:
    """Answer a resend of a held message as the first time, whatever a look says now."""
    held = next((f for f in case.flagged if f.id == event.id and f.held), None)
    if held is None or held.held == "released":
        return
    if (held.text, held.to) != (event.text, event.to):
        raise Refusal(Code.ID_REUSED)
    code = Code(held.rule) if held.rule in {c.value for c in _CODES.values()} else Code.ATTACK
    raise Refusal(code, spans=held.spans, held=True)


def _unscanned() -> Verdict:
    return Verdict(level=Level.S3, rule=UNSCANNED, why="Nobody could look at this by program.")


def _concern(kind: str, room_id: str, event: MessagePosted, verdict: Verdict, of: int) -> Concern:
    held = kind == "held"
    level = verdict.level if verdict.level.raises_case else Level.S3
    return Concern(
        kind,
        home_of(room_id),
        event.by,
        level,
        verdict.family,
        rule=str(verdict.hold) if held else verdict.rule,
        why=OF_TWO if is_sponsor_line(room_id) else "",
        of=of,
        alias=event.alias,
        text=event.text,
        spans=tuple(verdict.hold_spans if held else verdict.spans),
        id=event.id,
        to=event.to,
    )
