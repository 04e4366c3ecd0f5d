"""One's own attendance slip without script: a page to copy or print; nothing of it is kept."""

from aiohttp import web

from rooms.refusal import Code
from server.faults import REFUSED
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.page import Page
from server.plain.sheets import FOREIGN, status_of


class OwnSlip(Page):
    """`/t/<handle>/slip`. Asked for by a form: an address alone opens nothing."""

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Show the slip, or why there is none."""
        if not form.is_wanted:
            return self._page(request, caller, FOREIGN, why="plain.once_more")
        try:
            member = await self._acts.who(request, caller)
            code = await self._services.slips.of(caller.room.id, member)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            why = "room.slip_none" if refusal.code is Code.NO_SLIP else "room.not_done"
            return self._page(request, caller, status_of(refusal), why=why)
        return self._page(request, caller, code=code)

    def _page(
        self, request: web.Request, caller: Caller, status: int = 200, code: str = "", why: str = ""
    ) -> web.Response:
        room_at = self._sheets.room_at(request, caller)
        shown = {"code": code, "why": why, "room_at": room_at}
        return self._sheets.page(request, "plain_slip.html", caller, status, **shown)
