"""One line, and what one can do about it: thank somebody, or ask a volunteer to look."""

from collections.abc import Mapping

from aiohttp import web

from rooms.refusal import Code
from server.faults import REFUSED, refusal_of
from server.plain import forms
from server.plain.callers import Caller
from server.plain.endings import refused
from server.plain.household import Household
from server.plain.sheets import NOT_TAKEN, STATUS
from server.plain.tokens import id_for, new_id
from server.wire.frames import More, Said

DONE = {"thank": "room.thanked", "report": "room.reported"}
FOREIGN = 403
WORDS = {Code.SLOW_DOWN: "plain.wait", Code.NO_SUCH_LINE: "room.gone"}


class Line:
    """`/t/<handle>/line/<n>`."""

    def __init__(self, household: Household) -> None:
        self._services = household.services
        self._sheets = household.sheets
        self._callers = household.callers
        self._acts = household.acts

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Show the line, or that it is gone."""
        caller = self._callers.at(request)
        if caller is None:
            return self._sheets.lost(request)
        return await self._page(request, caller)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Thank, or report; then say so."""
        form = await forms.fields(request)
        caller = self._callers.at(request)
        if caller is None:
            return self._sheets.lost(request)
        if not forms.is_wanted(request, self._callers, caller, form):
            wrong = self._sheets.word(request, "plain.once_more")
            return await self._page(request, caller, FOREIGN, wrong=wrong)
        do = form.get("do", "")
        frame = forms.frame(do, **_asked(do, form, number(request))) if do in DONE else None
        if frame is None:
            wrong = self._sheets.word(request, "plain.choose")
            return await self._page(request, caller, NOT_TAKEN, wrong=wrong)
        try:
            await self._acts.do(request, caller, frame)
        except REFUSED as error:
            refusal = refusal_of(error)
            self._services.counters.refusal(refusal.code)
            wrong = self._sheets.refused(request, refusal, WORDS, "room.not_done")
            status = STATUS.get(refusal.code, NOT_TAKEN)
            return await self._page(request, caller, status, wrong=wrong)
        return await self._page(request, caller, done=DONE[do])

    async def _page(
        self, request: web.Request, caller: Caller, status: int = 200, **more: object
    ) -> web.Response:
        n = number(request)
        try:
            before = await self._acts.earlier(request, caller, More(before=n + 1, limit=1))
        except REFUSED as error:
            refusal = refusal_of(error)
            status = STATUS.get(refusal.code, status)
            return self._sheets.told(request, caller, status, refused(refusal))
        line = next((e for e in before.lines.events if isinstance(e, Said) and e.n == n), None)
        shown: dict[str, object] = {
            "line": line,
            "mine": line is not None and line.by == before.you,
            "here": self._sheets.link(request)(f"{caller.place}/line/{n}"),
            "id": new_id(),
            "done": "",
            "wrong": "",
        }
        return self._sheets.page(request, "plain_line.html", caller, status, **shown | more)


def number(request: web.Request) -> int:
    """Return the line's number; the route lets nothing else in."""
    return int(request.match_info["n"])


def _asked(do: str, form: Mapping[str, str], n: int) -> dict[str, object]:
    asked: dict[str, object] = {"id": id_for(do, form.get("id", "")), "n": n}
    return asked | ({"why": form.get("why", "")} if do == "report" else {})
