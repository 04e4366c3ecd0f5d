"""The page `/details`: somebody's number stands in a room, and they are not in it.

No name, no account, no script. What is typed of the detail itself is looked for and let go of; the
answer is the same whether it was found or not, and comes before anybody looked.
"""

import time
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from aiohttp import web

from moderation.from_outside import NO_ROOM, Since
from moderation.sought import LONGEST, Detail
from rooms.refusal import Code, Refusal, too_fast
from server.backplane import Unavailable
from server.backplane.buckets import Buckets
from server.connection.peers import Peers
from server.directory import RoomView
from server.plain.forms import fields
from server.services import Services
from server.web.from_here import is_from_here
from server.web.pages import Pages

BURST, PER_S = 6, 6 / 3600  # of one part of the network
ONION_BURST, ONION_PER_S = 30, 30 / 3600  # behind it nobody can be told apart
MOST_SOUGHT = 4  # at a time: each reads thousands of lines
MS_PER_S = 1000
WRONG = {Code.SLOW_DOWN: ("details.wait", 429), Code.UNAVAILABLE: ("details.away", 503)}
NOT_TAKEN, FOREIGN = 422, 403

Choice = TypeVar("Choice", bound=StrEnum)


class OutsidePage:
    """Shows the form, and takes it."""

    def __init__(self, pages: Pages, services: Services) -> None:
        self._press = pages.press
        self._listing = pages.listing
        self._origins = frozenset(pages.settings.origins)
        self._services = services
        self._peers = Peers(services.settings, services.prefixes)
        self._pace = Buckets(lambda: int(time.monotonic() * MS_PER_S))
        self._seeking = 0

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Show the form."""
        return self._page(request)

    async def post(self, request: web.Request) -> web.StreamResponse:
        """Take what is told; durable before it is answered."""
        form = await fields(request)
        if not is_from_here(request, self._origins):  # a page of others may not speak for anybody
            return self._page(request, wrong="details.once_more", status=FOREIGN)
        kind, since = _chosen(Detail, form, "kind"), _chosen(Since, form, "since")
        detail = form.get("detail", "").strip()
        if kind is None or since is None or len(detail) > LONGEST:
            return self._page(request, form, wrong="details.once_more", status=NOT_TAKEN)
        room = self._listing.by_handle(form.get("room", ""))
        if room is None and not detail:  # nobody could find it
            return self._page(request, form, wrong="details.neither", status=NOT_TAKEN)
        try:
            self._check_pace(request)
            await self._told(room, kind, since, detail)
        except Refusal as refusal:
            return self._refused(request, form, refusal)
        except (Unavailable, TimeoutError):
            return self._refused(request, form, Refusal(Code.UNAVAILABLE))
        return self._page(request, said="sought" if detail else "told")

    async def _told(self, room: RoomView | None, kind: Detail, since: Since, detail: str) -> None:
        await self._services.from_outside.tell(room.id if room else NO_ROOM, kind, since)
        if detail:
            self._services.tasks.start(self._seek(self._circles(room), kind, detail))

    def _circles(self, room: RoomView | None) -> list[str]:
        """Return the room and those that grew from it; every one where the room is not known."""
        views = [view for view in self._listing.rooms() if not room or _root(view) == _root(room)]
        return list({view.id: None for view in (*views, *([room] if room else []))})

    async def _seek(self, rooms: list[str], kind: Detail, detail: str) -> None:
        self._seeking += 1
        try:
            await self._services.from_outside.seek(rooms, kind, detail)
        finally:
            self._seeking -= 1

    def _check_pace(self, request: web.Request) -> None:
        if not self._services.settings.limits:
            return
        bucket = self._peers.bucket(request)
        name, burst, per_s = (
            ("", ONION_BURST, ONION_PER_S) if bucket is None else (bucket.hex(), BURST, PER_S)
        )
        wait_s = self._pace.spend(name, burst, per_s)
        if wait_s > 0 or self._seeking >= MOST_SOUGHT:
            raise too_fast(max(wait_s, 1.0))

    def _refused(
        self, request: web.Request, form: Mapping[str, str], refusal: Refusal
    ) -> web.Response:
        self._services.counters.refusal(refusal.code)
        wrong, status = WRONG.get(refusal.code, ("details.once_more", NOT_TAKEN))
        return self._page(request, form, wrong=wrong, status=status)

    def _page(
        self,
        request: web.Request,
        form: Mapping[str, str] | None = None,
        *,
        said: str = "",
        wrong: str = "",
        status: int = 200,
    ) -> web.Response:
        duty = self._services.duty
        here = {
            "form": form or {},
            "said": said,
            "wrong": wrong,
            "rooms": self._listing.rooms(),
            "kinds": list(Detail),
            "times": list(Since),
            "longest": LONGEST,
            "who": "here" if duty.on else "called" if duty.calls else "later",
        }
        answer = self._press.page(request, "details.html", here)
        answer.set_status(status)
        return answer


def _root(room: RoomView) -> str:
    return room.circle_of or room.id


def _chosen(choices: type[Choice], form: Mapping[str, str], name: str) -> Choice | None:
    try:
        return choices(form.get(name, ""))
    except ValueError:
        return None


def setup(app: web.Application, pages: Pages, services: Services) -> None:
    """Put the page into the application."""
    page = OutsidePage(pages, services)
    app.router.add_get("/details", page.get)
    app.router.add_post("/details", page.post)
