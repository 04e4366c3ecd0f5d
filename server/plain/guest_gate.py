"""A guest's way in without script. The pass goes from form to form: it stands in no address."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from aiohttp import web

from rooms.refusal import Code
from server.faults import REFUSED
from server.group.passes import Pass
from server.plain import forms
from server.plain.callers import Caller
from server.plain.gate import Gate
from server.plain.household import Household
from server.plain.sheets import FOREIGN, NOT_TAKEN, status_of
from server.plain.write import WORDS as ROOM_WORDS
from server.web.headers import OWN, script_free
from server.web.pages import Pages

PASS_CODES = (Code.PASS_UNKNOWN, Code.PASS_EARLY, Code.PASS_USED, Code.PASS_OVER)
OF_PASSES = {code: f"group.{code.value}" for code in PASS_CODES}
WORDS = ROOM_WORDS | OF_PASSES | {Code.STEPPED_OUT: "group.step_out"}


class GuestGate:
    """`/guest/plain`: the pass, then the gate of its room, then in."""

    def __init__(self, household: Household, pages: Pages, gate: Gate) -> None:
        self._household = household
        self._pages = pages
        self._gate = gate
        self._headers = script_free(pages.press.templates.styles, in_frame=False)

    async def get(self, request: web.Request) -> web.Response:
        """Ask for the pass."""
        request[OWN] = self._headers
        return self._ask(request)

    async def post(self, request: web.Request) -> web.Response:
        """Say what the pass is good for; show the gate; let the guest in who agreed."""
        request[OWN] = self._headers
        fields = await forms.fields(request)
        if not self._household.callers.is_from_here(request):
            return self._ask(request, "plain.once_more", FOREIGN)
        code = fields.get("code", "").strip().rpartition("#")[2]  # the whole link, or its end
        passes = self._household.services.group.passes
        try:
            found = await passes.find(code, self._pages.listing.rooms())
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            return self._ask(request, "guest.away", status_of(refusal))
        if found is None:
            return self._ask(request, "guest.unknown", NOT_TAKEN)
        if found.standing in {"early", "over"}:
            return self._ask(request, f"guest.{found.standing}", NOT_TAKEN, found)
        return await self._at_gate(request, fields, found)

    async def _at_gate(
        self, request: web.Request, fields: Mapping[str, str], found: Pass
    ) -> web.Response:
        caller = self._gate.agreed(request, found.room, fields)
        if caller is None:
            return self._gate.shown(request, found.room, fields, guest=found)
        sheets, status = self._household.sheets, FOREIGN
        wrong = sheets.word(request, "plain.once_more")
        if forms.is_wanted(request, self._household.callers, caller, fields):
            try:
                await self._use(request, replace(caller, guest_pass=found.code))
            except REFUSED as error:
                refusal = self._household.refusal_of(error)
                status = status_of(refusal)
                wrong = sheets.refused(request, refusal, WORDS, "room.not_done")
        answer = self._gate.shown(request, found.room, fields, guest=found, wrong=wrong)
        answer.set_status(status)
        return answer

    async def _use(self, request: web.Request, guest: Caller) -> NoReturn:
        """Let the guest in, whom the room knows again from now on without the pass."""
        async with self._household.acts.errand(request, guest):
            raise web.HTTPSeeOther(self._household.sheets.room_at(request, guest))

    def _ask(
        self, request: web.Request, told: str = "", status: int = 200, found: Pass | None = None
    ) -> web.Response:
        answer = self._pages.press.page(request, "guest.html", {"told": told, "guest": found})
        answer.set_status(status)
        return answer
