"""One line, and what one can do about it: thank somebody, or ask a volunteer to look."""

from aiohttp import web

from rooms.refusal import TRY_AGAIN, Code
from server.faults import REFUSED
from server.plain import forms
from server.plain.callers import Caller
from server.plain.forms import Form
from server.plain.page import Page
from server.plain.sheets import FOREIGN, NOT_TAKEN, status_of
from server.plain.tokens import id_for, new_id
from server.wire.frames import More, Said

DONE = {"thank": "room.thanked", "report": "room.reported"}
WORDS = {
    Code.SLOW_DOWN: "plain.wait",
    Code.NO_SUCH_LINE: "room.gone",
    Code.UNAVAILABLE: "plain.cannot_unavailable",
}


class Line(Page):
    """`/t/<handle>/line/<n>`."""

    async def get(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Show the line, or that it is gone."""
        return await self._page(request, caller)

    async def post(self, request: web.Request, caller: Caller, form: Form) -> web.StreamResponse:
        """Thank, or report; then say so."""
        if not form.is_wanted:
            wrong = self._sheets.word(request, "plain.once_more")
            return await self._page(request, caller, FOREIGN, wrong=wrong)
        do = form.get("do")
        frame = forms.frame(do, **_asked(do, form, number(request))) if do in DONE else None
        if frame is None:
            wrong = self._sheets.word(request, "plain.choose")
            return await self._page(request, caller, NOT_TAKEN, wrong=wrong)
        try:
            await self._acts.do(request, caller, frame)
        except REFUSED as error:
            refusal = self._household.refusal_of(error)
            wrong = self._sheets.refused(request, refusal, WORDS, "room.not_done")
            ident = form.get("id") if refusal.code in TRY_AGAIN else new_id()
            return await self._page(request, caller, status_of(refusal), wrong=wrong, id=ident)
        return await self._page(request, caller, done=DONE[do])

    async def _page(
        self, request: web.Request, caller: Caller, status: int = 200, **more: object
    ) -> web.Response:
        n = number(request)
        before = await self._acts.earlier(request, caller, More(before=n + 1, limit=1))
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


def _asked(do: str, form: Form, n: int) -> dict[str, object]:
    asked: dict[str, object] = {"id": id_for(do, form.get("id")), "n": n}
    return asked | ({"why": form.get("why")} if do == "report" else {})
