"""The way in without script: a name, the agreement, and behind it the room with its frames."""

from aiohttp import web

from rooms import aliases
from rooms.membership import ALIASES
from server.directory import RoomView
from server.headers import OWN, script_free
from server.plain.callers import Caller, alias_asked
from server.plain.cookie import new_secret
from server.plain.goodbye import Goodbye
from server.plain.household import Household
from server.plain.sheets import STYLE
from server.press import Press

HOUR_S = 3600


class Gate:
    """`/t/<handle>?plain=1`; a `pages.PlainDoor`."""

    def __init__(self, household: Household, press: Press, goodbye: Goodbye) -> None:
        self._household = household
        self._press = press
        self._goodbye = goodbye
        self._headers = script_free(press.templates.styles, in_frame=False)

    async def open(self, request: web.Request, room: RoomView) -> web.StreamResponse:
        """Show the gate of a room, and behind it the room."""
        request[OWN] = self._headers
        asked = request.query
        secret = self._household.jar.secret(request)
        goes_in = asked.get("in") == "1"
        if asked.get("try") == "1":
            back = str(request.rel_url.without_query_params("try"))
            return self._press.page(request, "neutral.html", {"back": back}, "neutral")
        if secret is not None and goes_in and asked.get("agree") == "on":
            return self._room(request, self._household.callers.in_room(request, room, secret))
        return self._gate(request, room, secret)

    def left(self, request: web.Request, answer: web.Response) -> None:
        """Let go of whoever leaves with this answer."""
        self._goodbye.fled(request, answer)

    def _gate(self, request: web.Request, room: RoomView, known: bytes | None) -> web.Response:
        jar = self._household.jar
        way = jar.way(request)
        lost = known is None and request.query.get("had") == "1"
        given = (
            new_secret() if known is None and way is not None and jar.may_give(request) else None
        )
        secret = known or given
        caller = self._household.callers.in_room(request, room, secret) if secret else None
        answer = self._press.page(
            request,
            "plain_gate.html",
            self._named(request, caller)
            | {
                "room": room,
                "handle": request.match_info["handle"],
                "safe": way is not None,
                "known": known is not None,
                "lost": lost,
                "missing": request.query.get("in") == "1" and not lost,
                "keep_hours": max(1, room.keep_s // HOUR_S),
            },
            STYLE,
        )
        if given is not None and way is not None:
            jar.give(answer, way, given)
        return answer

    def _named(self, request: web.Request, caller: Caller | None) -> dict[str, object]:
        asked = request.query
        index = _chosen(request)
        names: list[str] = []
        if caller is not None:
            words = aliases.load(caller.room.language)
            names = [words.words(caller.key, i) for i in range(ALIASES)]
        return {
            "index": index,
            "names": names,
            "name": names[index] if names else "",
            "agreed": asked.get("agree") == "on",
            "forgotten": asked.get("forgotten") == "1",
            "quiet": asked.get("quiet") == "1",
            "try_it": str(request.rel_url.update_query({"try": "1"})),
        }

    def _room(self, request: web.Request, caller: Caller) -> web.Response:
        quiet = request.query.get("quiet") == "1"
        return self._household.sheets.page(
            request, "plain_room.html", caller, room=caller.room, quiet=quiet
        )


def _chosen(request: web.Request) -> int:
    """Return which of the sixteen names is to be looked at now."""
    pick = request.query.get("pick", "")
    if pick.isascii() and pick.isdigit() and int(pick[:2]) < ALIASES:
        return int(pick[:2])
    index = alias_asked(request)
    return (index + 1) % ALIASES if request.query.get("another") == "1" else index
