"""A page inside a room without script: what it stands on, and who gets to see it."""

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from aiohttp.typedefs import Handler

from server.faults import REFUSED, Refused
from server.plain import forms
from server.plain.callers import Caller
from server.plain.endings import refused
from server.plain.forms import Form
from server.plain.household import Household
from server.plain.sheets import NOT_TAKEN, status_of
from server.web.headers import OWN, script_free

Shown = Callable[[web.Request, Caller], Awaitable[web.StreamResponse]]
Pressed = Callable[[web.Request, Caller, Form], Awaitable[web.StreamResponse]]
Lost = Callable[[web.Request], web.StreamResponse]


class Page:
    """One page, or a few that belong together."""

    def __init__(self, household: Household) -> None:
        self._household = household
        self._services = household.services
        self._sheets = household.sheets
        self._acts = household.acts


class Doorway:
    """Leads callers to pages that stand in a frame of the room, or in the whole window.

    Whoever is nobody here reads so; so does whom a page refuses without words of its own. What
    was typed is given back in either case.
    """

    def __init__(self, household: Household, styles: Sequence[str], *, in_frame: bool) -> None:
        self._household = household
        self._headers = script_free(styles, in_frame=in_frame)
        self._in_frame = in_frame

    def shown(self, page: Shown) -> Handler:
        """Return what shows a page to its caller."""

        async def handled(request: web.Request) -> web.StreamResponse:
            request[OWN] = self._headers  # first of all: then errors on the way carry them too
            caller = self._household.callers.at(request)
            if caller is None:
                return self._household.sheets.lost(request)
            try:
                return await page(request, caller)
            except REFUSED as error:
                return self._refused(request, caller, error, 200)

        return handled

    def pressed(self, page: Pressed, lost: Lost | None = None) -> Handler:
        """Return what gives a page what its caller sent; `lost` answers who is nobody here."""

        async def handled(request: web.Request) -> web.StreamResponse:
            request[OWN] = self._headers
            fields, callers = await forms.fields(request), self._household.callers
            caller = callers.at(request)
            words = fields.get("text", "") if callers.is_from_here(request) else ""
            if caller is None:
                return lost(request) if lost else self._household.sheets.lost(request, words)
            is_wanted = forms.is_wanted(request, callers, caller, fields)
            try:
                return await page(request, caller, Form(fields, is_wanted, words))
            except REFUSED as error:
                return self._refused(request, caller, error, NOT_TAKEN, words)

        return handled

    def _refused(
        self,
        request: web.Request,
        caller: Caller,
        error: Refused,
        otherwise: int,
        words: str = "",
    ) -> web.Response:
        sheets, refusal = self._household.sheets, self._household.refusal_of(error)
        told = refused(refusal, sheets.circle(request)(refusal))
        status = status_of(refusal, otherwise)
        if self._in_frame:
            return sheets.told(request, caller, status, told, text=words)
        again = sheets.room_at(request, caller)
        return sheets.told(request, caller, status, told, text=words, again=again)
