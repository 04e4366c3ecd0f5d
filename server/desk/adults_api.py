"""Trained adults of the rooms of the young, as a coordinator names them at the desk."""

from typing import Annotated, Any, Literal

from aiohttp import web
from msgspec import Meta, Struct

from rooms.house import RoomCard
from server.desk.asking import answering, asked, coordinator
from server.group.trained_adults import TrainedAdults, shown
from server.web.answers import as_json


class AdultNaming(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody by the two words they have in the room, and what becomes of it."""

    what: Literal["name", "take_back"]
    alias: Annotated[str, Meta(min_length=1, max_length=80)]


class DeskAdults:
    """`/desk/api/adults`."""

    def __init__(self, trained: TrainedAdults) -> None:
        self._trained = trained

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/desk/api/adults", answering(self.rooms)),
            web.post("/desk/api/adults/{room}", answering(self.change)),
        ]

    async def rooms(self, request: web.Request) -> web.StreamResponse:
        """Return the rooms of the young, each with who is a trained adult there."""
        coordinator(request)
        return as_json([await self._room(card) for card in await self._trained.rooms()])

    async def change(self, request: web.Request) -> web.StreamResponse:
        """Name somebody who is in the room, or take it back."""
        by, said = coordinator(request), await asked(request, AdultNaming)
        change = self._trained.name if said.what == "name" else self._trained.take_back
        await change(request.match_info["room"], said.alias, by.id)
        return web.Response(status=204)

    async def _room(self, card: RoomCard) -> dict[str, Any]:
        named = [shown(adult) for adult in await self._trained.named(card.id)]
        return {"room": card.id, "title": card.title, "language": card.language, "adults": named}
