"""Going: out of the room, out of its memory, or out of here at once."""

from contextlib import suppress

from aiohttp import web

from server.faults import REFUSED
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.page import Page
from server.plain.sheets import FOREIGN, status_of
from server.plain.tokens import new_id, whose
from server.wire.frames import Forget

HOUR_S = 3600


class Goodbye(Page):
    """`/t/<handle>/leave`, `/t/<handle>/forget`, and what `/out` does to a stream."""

    async def leave(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Give the place back at once, then show the rooms."""
        if form.is_wanted:
            with suppress(*REFUSED):  # then the place is free after its time
                await self._acts.leave(request, caller)
        return self.nobody(request)

    def nobody(self, request: web.Request) -> web.Response:
        """Show the rooms; also to whoever leaves and was nobody here any more."""
        raise web.HTTPSeeOther(self._sheets.link(request)("/"))

    async def ask(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Say what being forgotten means, before it happens."""
        return self._forget_page(request, caller)

    async def forget(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Forget who somebody was in this room, at once."""
        if not form.is_wanted:
            wrong = self._sheets.word(request, "plain.once_more")
            return self._forget_page(request, caller, FOREIGN, wrong=wrong)
        try:
            await self._acts.do(request, caller, Forget(id=new_id()))
            await self._acts.end_streams(caller)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            wrong = self._sheets.word(request, "room.not_done")
            return self._forget_page(request, caller, status_of(refusal), wrong=wrong)
        raise web.HTTPSeeOther(self._sheets.link(request)(caller.place, plain=1, forgotten=1))

    def fled(self, request: web.Request, answer: web.StreamResponse) -> None:
        """Give every place back without a moment's wait, and have the cookie forgotten."""
        secret = self._household.jar.secret(request)
        self._household.jar.take_back(request, answer)
        if secret is not None:
            for stream in self._household.sessions.holding(whose(secret)):
                self._services.tasks.start(stream.leave())

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
