"""What a volunteer's frame asks for, as a decision of moderation's; one row a frame."""

from collections.abc import Callable
from functools import partial
from typing import assert_never

from msgspec.structs import replace

from moderation import acts, agreeing, room_pauses, together
from moderation.actor import Actor, Claim, Role
from moderation.acts import Decision
from moderation.case import Case, Outcome, State
from moderation.desk import Desk
from moderation.levels import Level
from moderation.refusal import DeskCode, No
from moderation.sanctions import What
from moderation.work import Work
from rooms.meeting import pausing
from rooms.state import Room
from server.desk.claims import StoredClaims
from server.desk.feed import Feed
from server.desk.shifts import Shifts
from server.desk.stored import digest_of
from server.wire import desk as wire

REST_MS = 10 * 60 * 1000  # after an S1, before a new one (CARE, "The desk")
MINUTE_MS = 60_000

Agreeing = wire.Sign | wire.Lift | wire.Answer | wire.Note | wire.Opinion | wire.Beside | wire.Wrong
Secret = Callable[[str, str], str]


class Acting:
    """Does what volunteers ask for."""

    def __init__(  # noqa: PLR0913, PLR0917 - the desk's parts, joined once
        self,
        work: Work,
        feed: Feed,
        shifts: Shifts,
        claims: StoredClaims,
        now: Callable[[], int],
        appeal_code: Secret,
        leads: Callable[[str], bool],
    ) -> None:
        self._work = work
        self._feed = feed
        self._shifts = shifts
        self._claims = claims
        self._now = now
        self._appeal_code = appeal_code
        self._leads = leads

    async def begin_shift(self, who: wire.Volunteer) -> None:
        """Count a volunteer in, or renew their shift; the roster says whether they lead now."""
        leads = self._leads(who.id)
        await self._shifts.begin(wire.OnDuty(who.id, who.name, who.role, 0, leads))

    async def end_shift(self, who: wire.Volunteer, *, accepted: bool) -> None:
        """Count a volunteer out; not while they hold cases, unless the lead is called for them."""
        held = self._held_by(who.id)
        if held and not accepted:
            raise No(DeskCode.STILL_OPEN)
        for case in held:
            claim = Claim(case.id, case.fence, self.actor(who))
            await self._work.let_go(case.id, claim.actor, partial(acts.call, claim=claim))
        await self._shifts.end(who.id)

    async def beat(self, who: wire.Volunteer, *, on_shift: bool) -> None:
        """Renew the shift and every claim of a volunteer who is here."""
        if on_shift:
            await self.begin_shift(who)
        for case in self._held_by(who.id):
            await self._claims.take(case.id, who.id)
            if case.level is Level.S1:
                await self._claims.take_severe(who.id, case.id)

    async def claim(self, who: wire.Volunteer, case_id: str, *, on_shift: bool) -> wire.Done:
        """Take a case; the answer has the fence."""
        fence = await self._work.claim(case_id, self.actor(who, on_shift=on_shift))
        return wire.Done(id="", fence=fence)

    async def settle(self, who: wire.Volunteer, frame: wire.Settle, *, on_shift: bool) -> wire.Done:
        """Decide held messages together, each in its case; the answer says for how many."""
        actor = self.actor(who, on_shift=on_shift)

        decide = partial(together.settle, actor=actor, release=frame.release)
        cases = {
            case: partial(decide, case_id=case, seen=seen) for case, seen in frame.seen.items()
        }
        return wire.Done(id="", many=await self._work.settle(cases, who.id))

    async def held(self, who: wire.Volunteer, frame: wire.Held) -> None:
        """Do what only the holder of a case does."""
        actor = self.actor(who)
        claim = Claim(frame.case, frame.fence, actor)
        if isinstance(frame, wire.Hide):
            decide = self._decision(claim, frame)
            await self._work.change_line(frame.case, actor, frame.n, decide)
        elif isinstance(frame, wire.Quiet):
            await self._work.do_in_room(frame.case, who.id, self._paused(claim, frame.minutes))
        elif isinstance(frame, wire.Back | wire.Call | wire.Close):
            await self._work.let_go(frame.case, actor, self._decision(claim, frame))
        else:
            await self._work.do(frame.case, who.id, self._decision(claim, frame))
        await self._renew(frame.case, who.id)

    async def agree(self, who: wire.Volunteer, frame: Agreeing, *, on_shift: bool) -> None:
        """Do what needs no claim."""
        actor = self.actor(who, on_shift=on_shift)
        await self._work.do(frame.case, who.id, self._agreed(frame, actor))

    def actor(self, who: wire.Volunteer, *, on_shift: bool = True) -> Actor:
        """Return who acts, and how they are."""
        now = self._now()
        others = [o for o in self._shifts.on if o.id != who.id and o.role != Role.SHADOW]
        rests = any(
            case.closed_by == who.id and now - case.closed_at < REST_MS
            for case in self._feed.cases()
            if case.level is Level.S1
        )
        holds_s1 = any(case.level is Level.S1 for case in self._held_by(who.id))
        return Actor(who.id, Role(who.role), on_shift, holds_s1, rests, alone=not others)

    def _held_by(self, volunteer: str) -> list[Case]:
        cases = self._feed.cases()
        return [c for c in cases if c.state is State.CLAIMED and c.holder == volunteer]

    async def _renew(self, case_id: str, volunteer: str) -> None:
        """Any act renews the lease."""
        if any(case.id == case_id for case in self._held_by(volunteer)):
            await self._claims.take(case_id, volunteer)

    def _decision(self, claim: Claim, frame: wire.Held) -> Callable[[Desk], Decision]:
        match frame:
            case wire.Back():
                return lambda desk: acts.give_back(desk, claim)
            case wire.Call():
                return lambda desk: acts.call(desk, claim)
            case wire.Close():
                outcome = Outcome(frame.outcome)
                return lambda desk: acts.close(desk, claim, outcome, frame.note)
            case wire.Hand():
                words = (frame.known, frame.said, frame.next, frame.urgency)
                return lambda desk: acts.hand_over(desk, claim, words)
            case wire.Second():
                return lambda desk: acts.ask(desk, claim)
            case wire.Give():
                return lambda desk: acts.give_card(desk, claim, frame.kind)
            case wire.Decide():
                release = frame.release
                return lambda desk: acts.decide_held(desk, claim, frame.message, release=release)
            case wire.Hide():
                act = acts.hide if frame.hide else acts.show
                return lambda desk: act(desk, claim, frame.n)
            case wire.Sanction():
                return lambda desk: self._sanction(desk, claim, frame)
            case _:
                raise No(DeskCode.FAULT)

    def _paused(self, claim: Claim, minutes: int) -> Callable[[Desk, Room], Decision]:
        """Return what pauses the room for so long; for no time at all, lets it go on."""
        if not minutes:
            return lambda desk, room: room_pauses.let_room_go_on(desk, claim, room, self._now())
        pause = pausing.begun(self._now(), minutes * MINUTE_MS)
        return lambda desk, room: room_pauses.pause_room(desk, claim, room, pause)

    def _agreed(self, frame: Agreeing, actor: Actor) -> Callable[[Desk], Decision]:
        case = frame.case
        match frame:
            case wire.Sign(of=of) if of:
                return lambda desk: agreeing.sign_sanction(desk, case, of, actor)
            case wire.Sign():
                return lambda desk: agreeing.sign(desk, case, actor)
            case wire.Lift(of=of):
                return lambda desk: agreeing.lift(desk, case, of, actor)
            case wire.Answer(of=of, lift=lift):
                return lambda desk: agreeing.answer(desk, case, of, actor, lifted=lift)
            case wire.Note(text=text):
                return lambda desk: agreeing.note(desk, case, actor, text)
            case wire.Opinion(text=text):
                return lambda desk: agreeing.give_opinion(desk, case, actor, text)
            case wire.Beside(on=True):
                here = self._feed.on_shift()
                return lambda desk: agreeing.come_beside(desk, case, actor, here)
            case wire.Beside():
                return lambda desk: agreeing.step_back(desk, case, actor)
            case wire.Wrong():
                return lambda desk: agreeing.doubt(desk, case, actor)
            case _:
                assert_never(frame)

    def _sanction(self, desk: Desk, claim: Claim, frame: wire.Sanction) -> Decision:
        case = acts.held_by(desk, claim)
        until = self._now() + frame.minutes * MINUTE_MS
        appeal = digest_of(self._appeal_code(case.id, case.about))
        return acts.sanction(desk, claim, What(frame.what), until, frame.reason, appeal)


def answered(frame_id: str, done: wire.Done | None) -> wire.Done:
    """Return the answer to the frame with this id."""
    return replace(done, id=frame_id) if done else wire.Done(id=frame_id)
