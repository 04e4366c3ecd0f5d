"""The pages of rooms without script: their addresses, and what stands on each of them."""

from collections.abc import Callable, Mapping

from aiohttp import web

from rooms.refusal import Code, Refusal
from server.plain.callers import Caller
from server.plain.fragments import Fragments, Told
from server.web.press import Listing, Press

STYLE = "plain"
SLOW_S = 20
TOO_MANY_REQUESTS = 429
UNAVAILABLE = 503
NOT_TAKEN = 422
FOREIGN = 403

STATUS = {
    Code.SLOW_DOWN: TOO_MANY_REQUESTS,
    Code.UNAVAILABLE: UNAVAILABLE,
    Code.MOVING: UNAVAILABLE,
    Code.DISK: UNAVAILABLE,
    Code.ROOM_FULL: UNAVAILABLE,
}


class Sheets:
    """Prints what stands inside a room, for the one who asks."""

    def __init__(self, press: Press, listing: Listing) -> None:
        self._press = press
        self._listing = listing

    def page(
        self, request: web.Request, template: str, caller: Caller, status: int = 200, **more: object
    ) -> web.Response:
        """Return a page, with every address that pages of this room name."""
        words = self._addresses(request, caller) | {"token": caller.token} | more
        answer = self._press.page(request, template, words, STYLE)
        answer.set_status(status)
        return answer

    def text(self, request: web.Request, template: str, caller: Caller, **more: object) -> str:
        """Return a page as text, for one that goes on."""
        words = self._press.words(request) | self._addresses(request, caller) | more
        return self._press.templates.render(template, STYLE, words)

    def told(
        self, request: web.Request, caller: Caller, status: int, told: Told, **more: str
    ) -> web.Response:
        """Return what stands where messages would be; `again` is where it goes on, if not there."""
        shown: dict[str, object] = {"told": told, "text": "", **more}
        return self.page(request, "plain_told.html", caller, status, **shown)

    def lost(self, request: web.Request, words: str = "") -> web.Response:
        """Return what somebody sees who is nobody here; what they wrote is given back."""
        handle = request.match_info["handle"]
        known = self._listing.by_handle(handle) is not None
        gate = self._press.link(request)(f"/t/{handle}", plain=1) if known else ""
        more = {"gate": gate, "text": words}
        answer = self._press.page(request, "plain_lost.html", more, STYLE)
        answer.set_status(FOREIGN if known else 404)
        return answer

    def fragments(self, request: web.Request, caller: Caller) -> Fragments:
        """Return what draws the pieces of this caller's messages."""
        link = self._press.link(request)
        known = self._addresses(request, caller) | {
            "token": caller.token,
            "young": caller.room.side == "young",
        }
        words = self._press.words(request) | known
        draw = self._press.templates.pieces("plain_parts.html", words)
        messages = f"{caller.place}/messages"
        return Fragments(draw, lambda n: link(messages, before=n))

    def word(self, request: web.Request, key: str) -> str:
        """Return one sentence."""
        return self._press.catalogue(request).text(key)

    def refused(
        self, request: web.Request, refusal: Refusal, words_of: Mapping[Code, str], otherwise: str
    ) -> str:
        """Return a refusal in words: those of its code, or what is said of every other."""
        words = self._press.catalogue(request)
        key = words_of.get(refusal.code, f"room.no_{refusal.code.value}")
        if words.has(f"{key}_{refusal.why}"):
            key = f"{key}_{refusal.why}"
        return words.text(key if words.has(key) else otherwise, n=refusal.after_s or 1)

    def link(self, request: web.Request) -> Callable[..., str]:
        """Return what makes addresses that keep the language."""
        return self._press.link(request)

    def room_at(self, request: web.Request, caller: Caller) -> str:
        """Return the address of the room behind the gate."""
        return self._behind_gate(request, caller, caller.place)

    def _behind_gate(self, request: web.Request, caller: Caller, place: str) -> str:
        asked = {"plain": 1, "name": caller.alias, "agree": "on", "in": 1}
        return self._press.link(request)(place, **asked)

    def circle(self, request: web.Request) -> Callable[[Refusal], str]:
        """Return what tells the address of the circle a full room names."""

        def circle(refusal: Refusal) -> str:
            if refusal.next_room is None:
                return ""
            handle = self._listing.handle(refusal.next_room)
            return self._press.link(request)(f"/t/{handle}", plain=1)

        return circle

    def _addresses(self, request: web.Request, caller: Caller) -> dict[str, object]:
        link, place = self._press.link(request), caller.place
        named = {"name": caller.alias} if caller.alias else {}
        messages = link(f"{place}/messages", **named)
        return {
            "place": place,
            "room_handle": caller.handle,
            "kept": link(""),  # the language alone, as an address's end
            "messages": messages,
            "again": messages,
            "slow_at": link(f"{place}/messages", slow=1, **named),
            "slow_s": SLOW_S,
            "write": link(f"{place}/write", **named),
            "forget": link(f"{place}/forget"),
            "leave": link(f"{place}/leave"),
            "slip": link(f"{place}/slip", **named),
            "group": link(f"{place}/group", **named),
            "invite": link(f"{place}/invite", **named),
            "handle": "",
            "aside_at": lambda room_id: self._behind_gate(
                request, caller, f"/t/{self._listing.handle(room_id)}"
            ),
        }


def status_of(refusal: Refusal, otherwise: int = NOT_TAKEN) -> int:
    """Return the status under which a refusal is told."""
    return STATUS.get(refusal.code, otherwise)
