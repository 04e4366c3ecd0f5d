"""The pages people see: rooms, the gate, help, their own data, and the way out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from moderation import helplines
from rooms import aliases
from server import headers
from server.catalogue import DEFAULT, Catalogue, filed, load_catalogues
from server.directory import RoomView
from server.notes import Place, note_bug
from server.static import Shelf, walk
from server.templates import Templates, month_key

NEUTRAL = "/weather"
HOUR_S = 3600
BAD_REQUEST = 400


class Listing(Protocol):
    """The rooms there are, and the opaque names of their pages today."""

    house: str

    def rooms(self) -> Sequence[RoomView]:
        """Return every open room."""

    def by_handle(self, handle: str) -> RoomView | None:
        """Return the room behind a handle of today or yesterday."""

    def handle(self, room_id: str) -> str:
        """Return the handle of a room today."""


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What the operator decides about pages."""

    origins: Sequence[str]
    exit_url: str | None = None  # None: the neutral page that comes with Kith
    static_max_age_s: int = 86_400  # 0: nothing is kept ("leave less trace")


class Pages:
    """One method per page; each renders words from the catalogue the address asks for."""

    def __init__(self, listing: Listing, settings: PageSettings) -> None:
        web_files = files("client") / "web"
        self.templates = Templates(web_files)
        self._listing = listing
        self._settings = settings
        self._catalogues = load_catalogues(web_files / "locales")
        self._helplines = helplines.load()
        self.shelf = Shelf(dict(walk(web_files)) | _name_lists(), settings.static_max_age_s)

    async def landing(self, request: web.Request) -> web.Response:
        """Show what this place is and which rooms there are."""
        return self._page(request, "landing.html", {"rooms": self._listing.rooms()}, "landing")

    async def room(self, request: web.Request) -> web.Response:
        """Show the gate of a room, and behind it the room."""
        handle = request.match_info["handle"]
        room = self._listing.by_handle(handle)
        if room is None:
            raise web.HTTPSeeOther(self._link(request)("/"))
        asked = request.query
        quiet = {"quiet": "1"} if asked.get("quiet") == "1" else {}
        place: dict[str, object] = {
            "room": room,
            "handle": handle,
            "quiet": bool(quiet),
            "gate": self._link(request)(f"/t/{handle}", **quiet),
            "names": self.shelf.address(f"names/{aliases.load(room.language).language}.json"),
        }
        if asked.get("try") == "1":
            return self._page(request, "neutral.html", {"back": place["gate"]}, "neutral")
        if asked.get("in") == "1" and asked.get("agree") == "on":
            return self._page(request, "room.html", place, "room")
        place["missing"] = asked.get("in") == "1"
        place["keep_hours"] = max(1, room.keep_s // HOUR_S)
        place["try_it"] = self._link(request)(f"/t/{handle}", **{"try": "1"}, **quiet)
        return self._page(request, "gate.html", place)

    async def help(self, request: web.Request) -> web.Response:
        """Show help lines, of the country the person chose if they chose one."""
        country = request.query.get("country")
        chosen = self._helplines.for_country(country) if country else None
        return self._page(request, "help.html", {"chosen": chosen})

    async def data(self, request: web.Request) -> web.Response:
        """Show what is on the person's own device; none of it comes here."""
        return self._page(request, "data.html")

    async def safe(self, request: web.Request) -> web.Response:
        """Say what is protected here and what is not."""
        return self._page(request, "safe.html")

    async def neutral(self, request: web.Request) -> web.Response:
        """Show the ordinary page that stands there after leaving."""
        return self._page(request, "neutral.html", style="neutral")

    async def out(self, request: web.Request) -> web.Response:
        """Empty the device and send the person to the neutral page."""
        there = self._settings.exit_url or self._link(request)(NEUTRAL)
        answer = web.Response(status=303, headers={"Location": there})
        # A foreign page must not be able to empty somebody's device with a hidden picture.
        if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
            held = request.query.get("hold") == "1"
            # Never "cache": browsers may freeze for 20 s over it, just when it matters.
            answer.headers["Clear-Site-Data"] = '"cookies"' if held else '"cookies", "storage"'
        return answer

    async def no_icon(self, _: web.Request) -> web.Response:
        """Spare every visit a missing picture: the tab stays plain."""
        return web.Response(status=204)

    def mishap(self, request: web.Request, status: int) -> web.Response:
        """Show a calm page with help lines in place of an error."""
        answer = self._page(request, "error.html", {"status": status})
        answer.set_status(status)
        return answer

    def _page(
        self,
        request: web.Request,
        template: str,
        more: Mapping[str, object] = MappingProxyType({}),
        style: str = "page",
    ) -> web.Response:
        page = self.templates.render(template, style, self._words(request) | dict(more))
        answer = web.Response(text=page, content_type="text/html")
        answer.enable_compression()
        return answer

    def _words(self, request: web.Request) -> dict[str, object]:
        words = self._catalogue(request)
        return {
            "lang": words.lang,
            "lang_in_url": words.lang != DEFAULT,
            "dir": words.direction,
            "languages": self._languages(request),
            "t": words.text,
            "has": words.has,
            "words": words.under,
            "month": lambda day: _month(words, day),
            "about": lambda room: _about(words, room),
            "link": self._link(request),
            "asset": self.shelf.address,
            "handle_of": lambda room: self._listing.handle(room.id),
            "house": self._listing.house,
            "helplines": self._helplines,
            "countries": sorted(
                self._helplines.countries,
                key=lambda here: filed(words.text(f"country.{here.country}")),
            ),
            "exit_elsewhere": self._settings.exit_url is not None,
            "handle": "",
            "gate": "",
            "back": "",
            "chosen": None,
        }

    def _catalogue(self, request: web.Request) -> Catalogue:
        asked = request.query.get("lang", DEFAULT)
        return self._catalogues.get(asked) or self._catalogues[DEFAULT]

    def _languages(self, request: web.Request) -> list[tuple[str, str, str]]:
        return [
            (lang, words.text("page.language"), str(request.rel_url.update_query(lang=lang)))
            for lang, words in self._catalogues.items()
        ]

    def _link(self, request: web.Request) -> Callable[..., str]:
        lang = self._catalogue(request).lang
        kept = {} if lang == DEFAULT else {"lang": lang}

        def link(path: str, **query: object) -> str:
            asked: Mapping[str, str] = {name: str(it) for name, it in query.items()} | kept
            return f"{path}?{'&'.join(f'{k}={v}' for k, v in asked.items())}" if asked else path

        return link


def _name_lists() -> dict[str, bytes]:
    """Return the lists that a browser picks names from, one file per language."""
    lists = (aliases.load(language) for language in aliases.languages())
    return {
        f"names/{names.language}.json": json.dumps(
            {"first": names.first, "second": names.second}, separators=(",", ":")
        ).encode()
        for names in lists
    }


def _about(words: Catalogue, room: RoomView) -> str:
    known = (f"about.{room.topic}.{room.side}", f"about.other.{room.side}", "about.other.self")
    return words.text(next(key for key in known if words.has(key)))


def _month(words: Catalogue, day: str) -> str:
    key, year = month_key(day)
    return words.text(key, year=year)


def calm(pages: Pages) -> Middleware:
    """Return the middleware that turns errors of pages into calm pages with help lines."""

    @web.middleware
    async def calmly(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < BAD_REQUEST or request.path.startswith("/api/"):
                raise
            return pages.mishap(request, error.status)
        except Exception as bug:  # noqa: BLE001 - noted here, once; a person gets help lines
            note_bug(Place.PAGES, bug)
            return pages.mishap(request, 500)

    return calmly


def setup(app: web.Application, listing: Listing, settings: PageSettings) -> None:
    """Put the pages, their files and the strict headers into the application."""
    pages = Pages(listing, settings)
    texts = pages.templates
    headers.install(app, headers.content_policy(settings.origins, texts.scripts, texts.styles))
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
