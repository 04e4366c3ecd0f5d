"""One's own attendance slip without script: a page to copy or print; nothing of it is kept."""

from aiohttp import web

from rooms.refusal import Code
from server.faults import REFUSED
from server.plain.callers import Caller
from server.plain.endings import STUCK
from server.plain.forms import Form
from server.plain.page import Page
from server.plain.sheets import FOREIGN, NOT_TAKEN


class OwnSlip(Page):
    """`/t/<handle>/slip`. Asked for by a form: an address alone opens nothing."""

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Show the slip, or why there is none."""
        if not form.is_wanted:
            return self._sheets.told(request, caller, FOREIGN, STUCK)
        code, why = "", ""
        try:
            member = await self._acts.who(request, caller)
            code = self._services.slips.of(caller.room.id, member)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            why = "room.no_slip" if refusal.code is Code.NO_SLIP else "room.not_done"
        shown = {"code": code, "why": why, "room_at": self._sheets.room_at(request, caller)}
        status = NOT_TAKEN if why else 200
        return self._sheets.page(request, "plain_slip.html", caller, status, **shown)
