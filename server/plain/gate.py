"""The way in without script: a name, the agreement, and behind it the room with its frames."""

from collections.abc import Mapping

from aiohttp import web

from rooms import aliases
from rooms.membership import ALIASES
from server.directory import RoomView
from server.group.passes import Pass
from server.plain.callers import Caller, alias_asked
from server.plain.cookie import new_secret
from server.plain.goodbye import Goodbye
from server.plain.household import Household
from server.plain.sheets import STYLE
from server.web.headers import OWN, script_free
from server.web.press import Press

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
        if asked.get("try") == "1":
            back = str(request.rel_url.without_query_params("try"))
            return self._press.page(request, "neutral.html", {"back": back}, "neutral")
        caller = self.agreed(request, room, asked)
        if caller is not None and asked.get("had") == "1":
            # The room has an address of its own: who comes back to it was inside before.
            raise web.HTTPSeeOther(str(request.rel_url.without_query_params("had")))
        if caller is None and _was_inside(asked):
            raise web.HTTPSeeOther(self._press.link(request)("/"))
        return self._room(request, caller) if caller else self.shown(request, room, asked)

    def left(self, request: web.Request, answer: web.Response) -> None:
        """Let go of whoever leaves with this answer."""
        self._goodbye.fled(request, answer)

    def agreed(
        self, request: web.Request, room: RoomView, asked: Mapping[str, str]
    ) -> Caller | None:
        """Return who asks to go in; None without a name of their own, or before they agreed."""
        secret = self._household.jar.secret(request)
        if secret is None or asked.get("in") != "1" or asked.get("agree") != "on":
            return None
        return self._household.callers.in_room(room, secret, alias_asked(asked))

    def shown(
        self,
        request: web.Request,
        room: RoomView,
        asked: Mapping[str, str],
        *,
        guest: Pass | None = None,
        wrong: str = "",
    ) -> web.Response:
        """Show the gate, to an invited guest with their pass in its form."""
        jar, callers = self._household.jar, self._household.callers
        way, known = jar.way(request), jar.secret(request)
        lost = known is None and asked.get("had") == "1"
        given = new_secret() if way and known is None and jar.may_give(request) else None
        secret = known or given
        caller = callers.in_room(room, secret, _chosen(asked)) if secret else None
        answer = self._press.page(
            request,
            "plain_gate.html",
            self._named(request, asked, caller)
            | {
                "room": room,
                "guest": guest,
                "wrong": wrong,
                "handle": request.match_info.get("handle", ""),
                "safe": way is not None,
                "known": known is not None,
                "lost": lost,
                "missing": asked.get("in") == "1" and not (lost or wrong),
                "keep_hours": max(1, room.keep_s // HOUR_S),
            },
            STYLE,
        )
        if given is not None and way is not None:
            jar.give(answer, way, given)
        return answer

    def _named(
        self, request: web.Request, asked: Mapping[str, str], caller: Caller | None
    ) -> dict[str, object]:
        index = _chosen(asked)
        names: list[str] = []
        if caller is not None:
            words = aliases.load(caller.room.language)
            names = [words.words(caller.key, i) for i in range(ALIASES)]
        return {
            "index": index,
            "token": caller.token if caller else "",
            "names": names,
            "name": names[index] if names else "",
            "agreed": asked.get("agree") == "on" and caller is not None,
            "forgotten": asked.get("forgotten") == "1",
            "quiet": asked.get("quiet") == "1",
            "try_it": str(request.rel_url.update_query({"try": "1"})),
        }

    def _room(self, request: web.Request, caller: Caller) -> web.Response:
        quiet = request.query.get("quiet") == "1"
        return self._household.sheets.page(
            request, "plain_room.html", caller, room=caller.room, quiet=quiet
        )


def _was_inside(asked: Mapping[str, str]) -> bool:
    """Return whether this is the room's own address; without a cookie, it was left meanwhile.

    Somebody at home who goes back in the browser's history must not be shown which room it was.
    """
    return (asked.get("in"), asked.get("agree"), asked.get("had")) == ("1", "on", None)


def _chosen(asked: Mapping[str, str]) -> int:
    """Return which of the sixteen names is to be looked at now."""
    pick = asked.get("pick", "")
    if pick.isascii() and pick.isdigit() and int(pick[:2]) < ALIASES:
        return int(pick[:2])
    index = alias_asked(asked)
    return (index + 1) % ALIASES if asked.get("another") == "1" else index
