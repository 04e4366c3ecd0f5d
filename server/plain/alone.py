"""A private talk with a volunteer, without script: a page of its own, and a box under it."""

from collections.abc import Sequence
from dataclasses import replace

from aiohttp import web

from moderation.case import Case, Talk
from rooms.refusal import TRY_AGAIN, Code, Refusal
from server.faults import REFUSED
from server.plain import forms
from server.plain.callers import Caller
from server.plain.endings import STUCK, refused
from server.plain.forms import Form
from server.plain.fragments import Told
from server.plain.marks import marked
from server.plain.page import Page
from server.plain.sheets import FOREIGN, status_of
from server.plain.tokens import new_id
from server.plain.write import DONE, WORDS
from server.streams.kinds import DESK
from server.streams.names import desk_stream
from server.wire.frames import AnyServerFrame, Card, Said

EVERY_S = 10  # what was said is shown anew; what is being typed stands outside of it
WRONG = WORDS | {Code.NO_SUCH_ROOM: "room.card_talk_ended"}
STATES = {Talk.OFFERED: "ask", Talk.OPEN: "open"}


class Alone(Page):
    """`/t/<handle>/alone`. The line's id stands in no address: it would tell the room."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show the question, the talk, or that it is over."""
        return await self._show(request, caller, done=DONE.get(request.query.get("done", ""), ""))

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Say yes or not now, write, or end it."""
        text = form.words
        if not form.is_wanted:
            wrong = self._sheets.word(request, "plain.once_more")
            return await self._show(request, caller, FOREIGN, wrong=wrong, text=text)
        try:
            await self._do(request, caller, form)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            return await self._returned(request, caller, form, refusal)
        done = {"done": self._household.saved} if form.get("do") == "say" else {}
        here = self._sheets.link(request)(f"{caller.place}/alone", name=caller.alias, **done)
        raise web.HTTPSeeOther(here)

    async def not_meant(
        self, request: web.Request, caller: Caller, form: Form
    ) -> web.StreamResponse:
        """Note that the person says they did not mean it; stands where messages were."""
        if not form.is_wanted:
            return self._sheets.told(request, caller, FOREIGN, STUCK)
        member = await self._acts.who(request, caller)
        await self._services.lines.not_meant(caller.room.id, member)
        return self._sheets.told(request, caller, 200, Told(("room.not_meant_told",), again_s=0))

    async def said(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show what was said; stands in a frame of the talk, and loads itself."""
        try:
            case = await self._case(caller, await self._acts.who(request, caller))
            frames = await self._heard(request, caller, case)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            again = replace(refused(refusal), again_s=EVERY_S)
            here = self._said_at(request, caller)
            return self._sheets.told(request, caller, status_of(refusal), again, again=here)
        shown: dict[str, object] = {
            "state": STATES[case.talk] if case else "over",
            "said": [frame for frame in frames if isinstance(frame, Said)],
            "cards": [frame for frame in frames if isinstance(frame, Card)],
            "said_at": self._said_at(request, caller),
            "every_s": EVERY_S,
        }
        return self._sheets.page(request, "plain_alone_said.html", caller, 200, **shown)

    def _said_at(self, request: web.Request, caller: Caller) -> str:
        return self._sheets.link(request)(f"{caller.place}/alone/said", name=caller.alias)

    async def _do(self, request: web.Request, caller: Caller, form: Form) -> None:
        do = form.get("do")
        member = await self._acts.who(request, caller)
        case = await self._case(caller, member)
        lines = self._services.lines
        if do == "not_now":
            await lines.decline(caller.room.id, member)
        elif case is not None and do == "yes":
            await lines.accept(case.line, member)
        elif case is not None and do == "end":
            await lines.end(case.line, member)
        elif do == "say":
            frame = forms.frame("say", id=form.get("id"), text=form.words)
            if case is None or frame is None:
                raise Refusal(Code.NO_SUCH_ROOM)  # it ended while they wrote
            await self._acts.do(request, _on(caller, case), frame)

    async def _returned(
        self, request: web.Request, caller: Caller, form: Form, refusal: Refusal
    ) -> web.StreamResponse:
        return await self._show(
            request,
            caller,
            status_of(refusal),
            wrong=self._sheets.refused(request, refusal, WRONG, "room.no_other"),
            id=form.get("id") if refusal.code in TRY_AGAIN else new_id(),
            text=form.words,
            marked=marked(form.words, refusal.spans),
        )

    async def _show(
        self, request: web.Request, caller: Caller, status: int = 200, **more: object
    ) -> web.StreamResponse:
        case = await self._case(caller, await self._acts.who(request, caller))
        shown: dict[str, object] = {
            "state": STATES[case.talk] if case else "over",
            "said_at": self._said_at(request, caller),
            "here": self._sheets.link(request)(f"{caller.place}/alone", name=caller.alias),
            "room_at": self._sheets.room_at(request, caller),
            "wrong": "",
            "done": "",
            "id": new_id(),
            "text": "",
            "marked": (),
        }
        return self._sheets.page(request, "plain_alone.html", caller, status, **shown | more)

    async def _heard(
        self, request: web.Request, caller: Caller, case: Case | None
    ) -> Sequence[AnyServerFrame]:
        if case is None or case.talk is not Talk.OPEN:
            return ()
        async with self._acts.errand(request, _on(caller, case), reads=True) as errand:
            return errand.told()

    async def _case(self, caller: Caller, member: str) -> Case | None:
        log = await self._services.streams.log(DESK, desk_stream(caller.room.id))
        case = log.state.open_case(caller.room.id, member)
        return case if case is not None and case.talk in STATES else None


def _on(caller: Caller, case: Case) -> Caller:
    """Return the caller as somebody on the private line: the same key, another door."""
    return replace(caller, room=replace(caller.room, id=case.line))
