"""The page `/appeal`: a code and one's own words, no cookie, no name, no script needed."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from moderation.appeals import LONGEST, Appeals, Standing
from rooms.refusal import Code, Refusal
from server.backplane import Unavailable
from server.connection.limits import may_enter
from server.connection.peers import Peers
from server.desk.stored import digest_of
from server.plain.forms import fields
from server.services import Services
from server.web.from_here import is_from_here
from server.web.pages import Pages

CODE_LONGEST = 64
WRONG = {
    Code.EMPTY: "appeal.once_more",
    Code.TOO_LONG: "appeal.too_long",
    Code.BAD_TEXT: "appeal.bad_text",
    Code.PERSONAL_DETAIL: "appeal.details",
    Code.SLOW_DOWN: "appeal.wait",
}
STATUS = {Code.SLOW_DOWN: 429, Code.UNAVAILABLE: 503}
NOT_TAKEN = 422
FOREIGN = 403


class AppealPage:
    """Shows the form, takes it, and tells what another volunteer decided."""

    def __init__(self, pages: Pages, services: Services, appeals: Appeals) -> None:
        self._press = pages.press
        self._origins = frozenset(pages.settings.origins)
        self._services = services
        self._appeals = appeals
        self._peers = Peers(services.settings, services.prefixes)

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Show the form. A code is never in an address."""
        return self._page(request)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Take what is asked. Known, unknown and used codes are answered alike."""
        form = await fields(request)
        if not is_from_here(request, self._origins):  # a page of others may not speak for anybody
            return self._page(request, {"wrong": "appeal.once_more"}, FOREIGN)
        code = "".join(form.get("code", "")[:CODE_LONGEST].lower().split())
        words = form.get("words", "")
        box = {"code": code, "words": words}
        try:
            self._check_pace(request)
            if not code:
                return self._page(request, {**box, "wrong": "appeal.no_code"}, NOT_TAKEN)
            said = await self._said(code, words)
        except Refusal as refusal:
            return self._refused(request, box, refusal)
        except (Unavailable, TimeoutError):
            return self._refused(request, box, Refusal(Code.UNAVAILABLE))
        return self._page(request, {"code": code, "said": said})

    async def _said(self, code: str, words: str) -> str:
        digest = digest_of(code)
        standing = self._appeals.standing(digest)
        if standing is not Standing.NONE:
            await self._appeals.hear(digest, words)
        if standing is not Standing.NONE or not words.strip():
            return f"appeal.{standing.value}"
        await self._appeals.ask(digest, words)
        return "appeal.sent"

    def _check_pace(self, request: web.Request) -> None:
        now = asyncio.get_running_loop().time()
        may_enter(self._services.prefixes.enter(self._peers.bucket(request), now))

    def _refused(
        self, request: web.Request, box: Mapping[str, str], refusal: Refusal
    ) -> web.Response:
        self._services.counters.refusal(refusal.code)
        wrong = WRONG.get(refusal.code, "appeal.wait")
        return self._page(request, {**box, "wrong": wrong}, STATUS.get(refusal.code, NOT_TAKEN))

    def _page(
        self, request: web.Request, more: Mapping[str, str] | None = None, status: int = 200
    ) -> web.Response:
        told = {"code": "", "words": "", "said": "", "wrong": "", **(more or {})}
        answer = self._press.page(request, "appeal.html", {**told, "longest": LONGEST})
        answer.set_status(status)
        return answer


def setup(app: web.Application, pages: Pages, services: Services, appeals: Appeals) -> None:
    """Put the page into the application."""
    page = AppealPage(pages, services, appeals)
    app.router.add_get("/appeal", page.get)
    app.router.add_post("/appeal", page.post)
