"""Who asks for a page of a room without script: what their cookie makes them there."""

from collections.abc import Collection
from dataclasses import dataclass, field

from aiohttp import web
from msgspec import UNSET, UnsetType

from rooms import base64url
from rooms.identity import room_key
from rooms.membership import ALIASES
from server.directory import RoomView
from server.plain.cookie import Jar
from server.plain.tokens import form_token, whose
from server.press import Listing
from server.wire.frames import After, Enter


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a cookie at the door of a room."""

    room: RoomView
    handle: str
    alias: int
    key: bytes = field(repr=False)
    token: str = field(repr=False)
    whose: bytes = field(repr=False)

    @property
    def place(self) -> str:
        """Return the address of the room's page, without what is asked of it."""
        return f"/t/{self.handle}"

    def enter(self, after: After | UnsetType = UNSET) -> Enter:
        """Return the frame to come in with, as a browser with script would send it."""
        key = base64url.encode(self.key)
        return Enter(room=self.room.id, key=key, alias=self.alias, after=after)


class Callers:
    """Tells callers from their requests."""

    def __init__(self, listing: Listing, jar: Jar, origins: Collection[str]) -> None:
        self._listing = listing
        self._jar = jar
        self._origins = frozenset(origins)

    def at(self, request: web.Request) -> Caller | None:
        """Return who asks; None without a room of today or without a cookie."""
        handle = request.match_info["handle"]
        room = self._listing.by_handle(handle)
        secret = self._jar.secret(request)
        if room is None or secret is None:
            return None
        return self.in_room(request, room, secret)

    def in_room(self, request: web.Request, room: RoomView, secret: bytes) -> Caller:
        """Return who this secret is in a room."""
        house = self._listing.house
        return Caller(
            room=room,
            handle=request.match_info["handle"],
            alias=alias_asked(request),
            key=room_key(secret, house, room.id),
            token=form_token(secret, house, room.id),
            whose=whose(secret),
        )

    def is_from_here(self, request: web.Request) -> bool:
        """Return whether a form was sent by a page of ours, as far as the browser says.

        Our pages send no referrer, and so browsers call their origin `null`. What settles it
        is the form's token.
        """
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin", "null").lower()
        return site == "same-origin" and (origin == "null" or origin in self._origins)


def alias_asked(request: web.Request) -> int:
    """Return which of the sixteen names is asked for; anything else is the first."""
    asked = request.query.get("name", "")
    return int(asked) % ALIASES if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0  # noqa: PLR2004 - two digits are enough for sixteen
