"""Who asks for a page of a room without script: what their cookie makes them there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from aiohttp import web
from msgspec import UNSET, UnsetType

from rooms import base64url
from rooms.identity import room_key
from rooms.membership import ALIASES
from server.directory import RoomView
from server.plain.cookie import Jar
from server.plain.tokens import form_token, whose
from server.web.from_here import is_from_here
from server.web.press import Listing
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
    guest_pass: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Return the address of the room's page, without what is asked of it."""
        return f"/t/{self.handle}"

    def enter(self, after: After | UnsetType = UNSET) -> Enter:
        """Return the frame to come in with, as a browser with script would send it."""
        key = base64url.encode(self.key)
        guest = self.guest_pass or UNSET
        return Enter(room=self.room.id, key=key, alias=self.alias, after=after, guest=guest)


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
        return self.in_room(room, secret, alias_asked(request.query))

    def in_room(self, room: RoomView, secret: bytes, alias: int) -> Caller:
        """Return who this secret is in a room, and under which of the sixteen names."""
        house = self._listing.house
        return Caller(
            room=room,
            handle=self._listing.handle(room.id),
            alias=alias,
            key=room_key(secret, house, room.moved_from or room.id),
            token=form_token(secret, house, room.id),
            whose=whose(secret),
        )

    def house_at(self, request: web.Request) -> str:
        """Return the address of this house by which the person came, also behind a front."""
        own = (origin for origin in self._origins if origin.partition("//")[2] == request.host)
        return next(own, f"{request.scheme}://{request.host}")

    def is_from_here(self, request: web.Request) -> bool:
        """Return whether a page of ours sent a form; what settles it is the form's token."""
        return is_from_here(request, self._origins)


def alias_asked(asked: Mapping[str, str]) -> int:
    """Return which of the sixteen names is asked for; anything else is the first."""
    name = asked.get("name", "")
    return int(name) % ALIASES if name.isascii() and name.isdigit() and len(name) < 3 else 0  # noqa: PLR2004 - two digits are enough for sixteen
