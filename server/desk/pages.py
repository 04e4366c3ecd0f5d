"""The volunteers' pages: the desk, joining, the crew. Their words are a catalogue of their own.

Here alone a page may use a passkey, ask for calls and keep the screen awake during a shift;
everything else is as strict as anywhere.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import dirname, join, normpath

from aiohttp import web

from server.web.catalogue import Catalogue, load_catalogues
from server.web.headers import OWN, content_policy, powers
from server.web.pages import Pages
from server.web.press import Press

WORDS = "locales/desk"
# A picture in the tab that shows how many wait; the one address made out of text is the worker's.
OTHERWISE = {"img-src": ["'self'"], "trusted-types": ["kith-desk"]}
POWERS = ("autoplay", "publickey-credentials-get", "screen-wake-lock")
ENTRIES = ("desk", "join", "roster")
IMPORT = re.compile(r"""^import\b[^"';]*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


class DeskPages:
    """One method per page; what is on it is drawn by its script."""

    def __init__(self, members: Pages) -> None:
        folder = files("client") / "web"
        chosen = members.settings.locales or folder / "locales"
        own = chosen / "desk" if (chosen / "desk").is_dir() else folder / WORDS
        self.press = Press(
            members.press.templates,
            _both(load_catalogues(chosen), load_catalogues(own)),
            members.listing,
            members.shelf,
            exit_elsewhere=False,
        )
        scripts = members.press.templates.scripts_in("desk_layout.html")
        policy = content_policy(members.settings.origins, scripts, [], OTHERWISE)
        self._headers = {"Content-Security-Policy": policy, "Permissions-Policy": powers(POWERS)}
        self._modules = {page: imported(folder, f"desk/{page}.js") for page in ENTRIES}

    async def desk(self, request: web.Request) -> web.Response:
        """Show the queue and a case."""
        return self._page(request, "desk", "desk.html", ("desk.",), stale=self._stale())

    async def join(self, request: web.Request) -> web.Response:
        """Take up an invitation, which only the browser sees."""
        return self._page(
            request, "join", "desk_join.html", ("desk.nack.", "desk.join", "desk.door")
        )

    async def crew(self, request: web.Request) -> web.Response:
        """Show the roster and who is in the crew."""
        return self._page(
            request,
            "roster",
            "desk_crew.html",
            ("crew.", "desk.nack.", "desk.door", "desk.no", "group.is_"),
        )

    def _stale(self) -> list[str]:
        """Return the countries with help lines that nobody has looked at for half a year."""
        today = datetime.now(UTC).date()
        return sorted({code for code, _ in self.press.helplines.stale(today)})

    def _page(
        self,
        request: web.Request,
        script: str,
        template: str,
        speaks: Sequence[str],
        **more: object,
    ) -> web.Response:
        request[OWN] = self._headers
        here = {"roster": "crew"}.get(script, script)
        known = {"modules": self._modules[script], "speaks": speaks, "here": here, **more}
        return self.press.page(request, template, known)


def imported(folder: Traversable, entry: str) -> list[str]:
    """Return a module and everything it imports, itself first: fetched in one wave, not in four."""
    found, waiting = [], [entry]
    while waiting:
        path = waiting.pop(0)
        if path in found:
            continue
        found.append(path)
        text = folder.joinpath(*path.split("/")).read_text("utf-8")
        waiting += [normpath(join(dirname(path), spec)) for spec in IMPORT.findall(text)]
    return found


def _both(base: Mapping[str, Catalogue], more: Mapping[str, Catalogue]) -> Mapping[str, Catalogue]:
    """Return the house's words with the desk's beside them, for every language that has both."""
    return {
        lang: Catalogue(lang, {**words.entries, **more[lang].entries})
        for lang, words in base.items()
        if lang in more
    }


def setup(app: web.Application, members: Pages) -> DeskPages:
    """Put the volunteers' pages into the application."""
    pages = DeskPages(members)
    app.router.add_get("/desk", pages.desk)
    app.router.add_get("/desk/join", pages.join)
    app.router.add_get("/desk/roster", pages.crew)
    return pages
