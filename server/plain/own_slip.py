"""One's own attendance slip without script: a page to copy or print; nothing of it is kept."""

from aiohttp import web

from rooms.refusal import Code
from server.faults import REFUSED, refusal_of
from server.plain import forms
from server.plain.endings import STUCK
from server.plain.household import Household
from server.plain.sheets import NOT_TAKEN

FOREIGN = 403


class OwnSlip:
    """`/t/<handle>/slip`. Asked for by a form: an address alone opens nothing."""

    def __init__(self, household: Household) -> None:
        self._services = household.services
        self._sheets = household.sheets
        self._callers = household.callers
        self._acts = household.acts

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Show the slip, or why there is none."""
        form = await forms.fields(request)
        caller = self._callers.at(request)
        if caller is None:
            return self._sheets.lost(request)
        if not forms.is_wanted(request, self._callers, caller, form):
            return self._sheets.told(request, caller, FOREIGN, STUCK)
        code, why = "", ""
        try:
            member = await self._acts.who(request, caller)
            code = self._services.slips.of(caller.room.id, member)
        except REFUSED as error:
            refusal = refusal_of(error)
            why = "room.no_slip" if refusal.code is Code.NO_SLIP else "room.not_done"
        shown = {"code": code, "why": why, "room_at": self._sheets.room_at(request, caller)}
        status = NOT_TAKEN if why else 200
        return self._sheets.page(request, "plain_slip.html", caller, status, **shown)
