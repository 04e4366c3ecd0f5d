"""Pages out of templates and words, in the language the address asks for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import Protocol

from aiohttp import web

from moderation import helplines
from moderation.helplines import Country
from server.directory import RoomView
from server.timetable.meetings import iso
from server.timetable.zones import zone
from server.web.catalogue import DEFAULT, Catalogue, filed
from server.web.headers import INSIDE, OWN
from server.web.seldom import often
from server.web.static import Shelf
from server.web.templates import Templates, month_key


class Listing(Protocol):
    """The rooms there are, and the opaque names of their pages today."""

    house: str

    def rooms(self) -> Sequence[RoomView]:
        """Return every open room."""

    def by_handle(self, handle: str) -> RoomView | None:
        """Return the room behind a handle of today or yesterday."""

    def handle(self, room_id: str) -> str:
        """Return the handle of a room today."""


class Press:
    """Prints pages; every value in them is escaped, every word comes from a catalogue."""

    def __init__(
        self,
        templates: Templates,
        catalogues: Mapping[str, Catalogue],
        listing: Listing,
        shelf: Shelf,
        *,
        exit_elsewhere: bool,
    ) -> None:
        self.templates = templates
        self._catalogues = catalogues
        self._listing = listing
        self._shelf = shelf
        self._exit_elsewhere = exit_elsewhere
        self.helplines = helplines.load()

    def page(
        self,
        request: web.Request,
        template: str,
        more: Mapping[str, object] = MappingProxyType({}),
        style: str = "page",
    ) -> web.Response:
        """Return the template as a page, with what the page itself knows."""
        page = self.templates.render(template, style, self.words(request) | dict(more))
        answer = web.Response(text=page, content_type="text/html")
        answer[INSIDE] = self.templates.inside(template, style)
        answer.enable_compression()
        return answer

    def words(self, request: web.Request) -> dict[str, object]:
        """Return what every template may use."""
        words = self.catalogue(request)
        return {
            "lang": words.lang,
            "lang_in_url": words.lang != DEFAULT,
            "dir": words.direction,
            "languages": self._languages(request),
            "t": words.text,
            "has": words.has,
            "words": words.under,
            "often": partial(often, words),
            "month": lambda day: _month(words, day),
            "day": _day,
            "iso": iso,
            "clock": lambda at, name: _clock(words, at, name),
            "about": lambda room: _about(words, room),
            "link": self.link(request),
            "asset": self._shelf.address,
            "handle_of": lambda room: self._listing.handle(room.id),
            "house": self._listing.house,
            "helplines": self.helplines,
            "countries": sorted(self.helplines.countries, key=lambda it: _filed_in(words, it)),
            "scripted": OWN not in request,
            "exit_elsewhere": self._exit_elsewhere,
            "handle": "",
            "gate": "",
            "back": "",
            "chosen": None,
            "chosen_zone": "",
        }

    def catalogue(self, request: web.Request) -> Catalogue:
        """Return the words of the language the address asks for."""
        asked = request.query.get("lang", DEFAULT)
        return self._catalogues.get(asked) or self._catalogues[DEFAULT]

    def link(self, request: web.Request) -> Callable[..., str]:
        """Return what makes addresses that keep the language."""
        lang = self.catalogue(request).lang
        kept = {} if lang == DEFAULT else {"lang": lang}

        def link(path: str, **query: object) -> str:
            asked: Mapping[str, str] = {name: str(it) for name, it in query.items()} | kept
            return f"{path}?{'&'.join(f'{k}={v}' for k, v in asked.items())}" if asked else path

        return link

    def _languages(self, request: web.Request) -> list[tuple[str, str, str]]:
        # Without the path: behind two slashes it would name another place.
        here = request.rel_url
        return [
            (lang, words.text("page.language"), f"?{here.update_query(lang=lang).raw_query_string}")
            for lang, words in self._catalogues.items()
        ]


def _clock(words: Catalogue, at: int, name: str) -> str:
    """Return a moment (ms) by the clocks of a zone, which is named."""
    local = words.clock(datetime.fromtimestamp(at / 1000, zone(name) or UTC))
    return words.text("when.zone", when=local, zone=name)


def _filed_in(words: Catalogue, here: Country) -> tuple[object, ...]:
    """Return where a country stands in a page of this language: first where its lines speak it.

    That chooses for nobody: a Pole in Dublin finds Ireland a few lines below.
    """
    spoken = any(words.lang in line.languages for line in here.lines)
    return (not spoken, filed(words.text(f"country.{here.country}")))


def _about(words: Catalogue, room: RoomView) -> str:
    known = (f"about.{room.topic}.{room.side}", f"about.other.{room.side}", "about.other.self")
    return words.text(next(key for key in known if words.has(key)))


def _day(at: int) -> str:
    """Return a time (ms) for a page that does not know where its reader is."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def _month(words: Catalogue, day: str) -> str:
    key, year = month_key(day)
    return words.text(key, year=year)
