"""The page `/slip`: whoever was handed a code sees here whether it is genuine. Nothing is kept."""

from aiohttp import web

from server.crypto.slip_key import SlipCheck
from server.plain.forms import fields
from server.web.pages import Pages


class SlipPage:
    """Shows the form, and what a code says."""

    def __init__(self, pages: Pages, check: SlipCheck) -> None:
        self._press = pages.press
        self._check = check

    async def get(self, request: web.Request) -> web.Response:
        """Show the form. A code is never in an address."""
        return self._page(request)

    async def post(self, request: web.Request) -> web.Response:
        """Say of a code whether it was signed here, and of what it tells."""
        code = (await fields(request)).get("code", "").strip()
        return self._page(request, code, self._check.checked(code), asked=bool(code))

    def _page(
        self, request: web.Request, code: str = "", slip: object = None, *, asked: bool = False
    ) -> web.Response:
        shown = {"code": code, "slip": slip, "asked": asked, "key": self._check.written}
        return self._press.page(request, "slip.html", shown, "meetings")


def setup(app: web.Application, pages: Pages, check: SlipCheck) -> None:
    """Put the page into the application."""
    page = SlipPage(pages, check)
    app.router.add_get("/slip", page.get)
    app.router.add_post("/slip", page.post)
