"""The pages people see: rooms, the gate, help, their own data, and the way out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from rooms import aliases
from server.directory import RoomView
from server.notes import Place, note_bug
from server.web import headers
from server.web.answers import problem_of, wants_page
from server.web.catalogue import load_catalogues
from server.web.press import Listing, Press
from server.web.seldom import seldom
from server.web.static import Shelf, walk
from server.web.templates import Templates, lean, lean_style

NEUTRAL = "/weather"
HOUR_S = 3600
BAD_REQUEST = 400


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the operator decides about pages."""

    origins: Sequence[str]
    exit_url: str | None = None  # None: the neutral page that comes with Kith
    static_max_age_s: int = 86_400  # 0: nothing is kept ("leave less trace")
    locales: Traversable | None = None  # None: the languages that come with Kith


class PlainDoor(Protocol):
    """The rooms that need no script."""

    async def open(self, request: web.Request, room: RoomView) -> web.StreamResponse:
        """Show the gate of a room, and behind it the room."""

    def left(self, request: web.Request, answer: web.Response) -> None:
        """Let go of whoever leaves with this answer."""


class Pages:
    """One method per page; each renders words from the catalogue the address asks for."""

    def __init__(self, listing: Listing, settings: PageSettings) -> None:
        web_files = files("client") / "web"
        self.listing = listing
        self.settings = settings
        self._plain: PlainDoor | None = None
        scripts_and_styles = {path: _lean(path, plain) for path, plain in walk(web_files)}
        catalogues = load_catalogues(settings.locales or web_files / "locales")
        made = scripts_and_styles | _name_lists() | seldom(catalogues)
        self.shelf = Shelf(made, settings.static_max_age_s)
        self.press = Press(
            Templates(web_files),
            catalogues,
            listing,
            self.shelf,
            exit_elsewhere=settings.exit_url is not None,
        )

    def open_plain_rooms(self, door: PlainDoor) -> None:
        """Have rooms without script behind this door from now on."""
        self._plain = door

    async def landing(self, request: web.Request) -> web.Response:
        """Show what this place is and which rooms there are."""
        return self.press.page(request, "landing.html", {"rooms": self.listing.rooms()}, "landing")

    async def room(self, request: web.Request) -> web.StreamResponse:
        """Show the gate of a room, and behind it the room."""
        handle = request.match_info["handle"]
        room = self.listing.by_handle(handle)
        if room is None:
            raise web.HTTPSeeOther(self.press.link(request)("/"))
        asked = request.query
        is_plain = asked.get("plain") == "1" or room.moved_from  # a page with script has no other
        if is_plain and self._plain is not None:
            return await self._plain.open(request, room)
        quiet = {"quiet": "1"} if asked.get("quiet") == "1" else {}
        place: dict[str, object] = {
            "room": room,
            "handle": handle,
            "quiet": bool(quiet),
            "gate": self.press.link(request)(f"/t/{handle}", **quiet),
            "plain": self._plain_at(request, handle, quiet),
            "names": self.shelf.address(f"names/{aliases.load(room.language).language}.json"),
        }
        if asked.get("try") == "1":
            return self.press.page(request, "neutral.html", {"back": place["gate"]}, "neutral")
        if asked.get("in") == "1" and asked.get("agree") == "on":
            return self.press.page(request, "room.html", place, "room")
        place["missing"] = asked.get("in") == "1"
        place["keep_hours"] = max(1, room.keep_s // HOUR_S)
        place["try_it"] = self.press.link(request)(f"/t/{handle}", **{"try": "1"}, **quiet)
        return self.press.page(request, "gate.html", place)

    def _plain_at(self, request: web.Request, handle: str, quiet: Mapping[str, str]) -> str:
        """Return the address of the room without script, where there is one."""
        if self._plain is None:
            return ""
        return self.press.link(request)(f"/t/{handle}", plain=1, **quiet)

    async def help(self, request: web.Request) -> web.Response:
        """Show help lines, of the country the person chose if they chose one."""
        country = request.query.get("country")
        chosen = self.press.helplines.for_country(country) if country else None
        return self.press.page(request, "help.html", {"chosen": chosen})

    async def data(self, request: web.Request) -> web.Response:
        """Show what is on the person's own device; none of it comes here."""
        return self.press.page(request, "data.html")

    async def safe(self, request: web.Request) -> web.Response:
        """Say what is protected here and what is not."""
        return self.press.page(request, "safe.html")

    async def neutral(self, request: web.Request) -> web.Response:
        """Show the ordinary page that stands there after leaving."""
        return self.press.page(request, "neutral.html", style="neutral")

    async def out(self, request: web.Request) -> web.Response:
        """Empty the device and send the person to the neutral page."""
        there = self.settings.exit_url or self.press.link(request)(NEUTRAL)
        answer = web.Response(status=303, headers={"Location": there})
        # A foreign page must not be able to empty somebody's device with a hidden picture.
        if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            held = request.query.get("hold") == "1"
            # Never "cache": browsers may freeze for 20 s over it, just when it matters.
            answer.headers["Clear-Site-Data"] = '"cookies"' if held else '"cookies", "storage"'
            if self._plain is not None:
                self._plain.left(request, answer)
        return answer

    async def no_icon(self, _: web.Request) -> web.Response:
        """Spare every visit a missing picture: the tab stays plain."""
        return web.Response(status=204)

    def mishap(self, request: web.Request, status: int) -> web.Response:
        """Show a calm page with help lines in place of an error; tell a program its code."""
        if not wants_page(request):
            return problem_of(status)
        answer = self.press.page(request, "error.html", {"status": status})
        answer.set_status(status)
        return answer


def _lean(path: str, plain: bytes) -> bytes:
    """Return a file as it travels: what scripts and styles say to their readers stays here."""
    if path.endswith(".css"):
        return lean_style(plain.decode()).encode()
    return lean(plain.decode()).encode() if path.endswith(".js") else plain


def _name_lists() -> dict[str, bytes]:
    """Return the lists that a browser picks names from, one file per language."""
    lists = (aliases.load(language) for language in aliases.languages())
    return {
        f"names/{names.language}.json": json.dumps(
            {"first": names.first, "second": names.second}, separators=(",", ":")
        ).encode()
        for names in lists
    }


def calm(pages: Pages) -> Middleware:
    """Return the middleware that turns errors of pages into calm pages with help lines."""

    @web.middleware
    async def calmly(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < BAD_REQUEST:
                raise
            return pages.mishap(request, error.status)
        except Exception as bug:
            if request.transport is None or request.transport.is_closing():
                raise  # nobody is there to be answered, and going away is nobody's bug
            note_bug(Place.PAGES, bug)
            return pages.mishap(request, 500)

    return calmly


def setup(app: web.Application, listing: Listing, settings: PageSettings) -> Pages:
    """Put the pages, their files and the strict headers into the application."""
    pages = Pages(listing, settings)
    headers.install(app, settings.origins)
    app.middlewares.append(calm(pages))
    app.router.add_get("/", pages.landing)
    app.router.add_get("/t/{handle}", pages.room)
    app.router.add_get("/help", pages.help)
    app.router.add_get("/data", pages.data)
    app.router.add_get("/safe", pages.safe)
    app.router.add_get("/out", pages.out)
    app.router.add_get(NEUTRAL, pages.neutral)
    app.router.add_get("/favicon.ico", pages.no_icon)
    app.router.add_get("/s/{path:.+}", pages.shelf.serve)
    return pages
