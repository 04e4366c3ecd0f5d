"""Going: out of the room, out of its memory, or out of here at once."""

from contextlib import suppress

from aiohttp import web

from server.faults import REFUSED, refusal_of
from server.plain import forms
from server.plain.callers import Caller
from server.plain.household import Household
from server.plain.sheets import NOT_TAKEN, STATUS
from server.plain.tokens import new_id, whose
from server.wire.frames import Forget

HOUR_S = 3600
FOREIGN = 403


class Goodbye:
    """`/t/<handle>/leave`, `/t/<handle>/forget`, and what `/out` does to a stream."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._sheets = household.sheets
        self._callers = household.callers

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Give the place back at once, then show the rooms."""
        form = await forms.fields(request)
        caller = self._callers.at(request)
        if caller is not None and forms.is_wanted(request, self._callers, caller, form):
            await self._let_go(request, caller)
        raise web.HTTPSeeOther(self._sheets.link(request)("/"))

    async def ask(self, request: web.Request) -> web.StreamResponse:
        """Say what being forgotten means, before it happens."""
        caller = self._callers.at(request)
        if caller is None:
            return self._sheets.lost(request)
        return self._forget_page(request, caller)

    async def forget(self, request: web.Request) -> web.StreamResponse:
        """Forget who somebody was in this room, at once."""
        form = await forms.fields(request)
        caller = self._callers.at(request)
        if caller is None:
            return self._sheets.lost(request)
        if not forms.is_wanted(request, self._callers, caller, form):
            wrong = self._sheets.word(request, "plain.once_more")
            return self._forget_page(request, caller, FOREIGN, wrong=wrong)
        try:
            await self._household.acts.do(request, caller, Forget(id=new_id()))
            await self._household.acts.end_streams(caller)
        except REFUSED as error:
            refusal = refusal_of(error)
            wrong = self._sheets.word(request, "room.not_done")
            status = STATUS.get(refusal.code, NOT_TAKEN)
            return self._forget_page(request, caller, status, wrong=wrong)
        raise web.HTTPSeeOther(self._sheets.link(request)(caller.place, plain=1, forgotten=1))

    def fled(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Give every place back without a moment's wait, and have the cookie forgotten."""
        secret = self._household.jar.secret(request)
        self._household.jar.take_back(request, answer)
        if secret is not None:
            for stream in self._household.sessions.holding(whose(secret)):
                self._household.services.crew.start(stream.leave())

    async def _let_go(self, request: web.Request, caller: Caller) -> None:
        with suppress(*REFUSED):  # then the place is free after its time
            await self._household.acts.leave(request, caller)

    def _forget_page(
        self, request: web.Request, caller: Caller, status: int = 200, wrong: str = ""
    ) -> web.Response:
        hours = max(1, caller.room.keep_s // HOUR_S)
        back = self._sheets.room_at(request, caller)
        return self._sheets.page(
            request,
            "plain_forget.html",
            caller,
            status,
            wrong=wrong,
            id=new_id(),
            keep_hours=hours,
            back=back,
        )
