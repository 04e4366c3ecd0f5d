"""Guests as a coordinator sees them: who waits for a check or a yes, and the place to say it."""

from aiohttp import web
from msgspec import Struct

from moderation.refusal import DeskCode, No
from rooms.refusal import Refusal
from server.desk.asking import answering, asked, coordinator
from server.group.guest_answers import GuestAnswers, Word
from server.streams.crew import StoredCrew
from server.web.answers import as_json


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """A coordinator's answer."""

    what: Word


class DeskGuests:
    """`/desk/api/guests`."""

    def __init__(self, crew: StoredCrew) -> None:
        self._crew = crew
        self._answers = GuestAnswers(crew.streams)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/desk/api/guests", answering(self.waiting)),
            web.post("/desk/api/guests/{room}/{guest}", answering(self.answer)),
        ]

    async def waiting(self, request: web.Request) -> web.StreamResponse:
        """Return who waits for a coordinator."""
        coordinator(request)
        return as_json({"now": self._crew.now(), "guests": await self._answers.waiting()})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Say yes or no to one of them, or that they were checked."""
        by, word = coordinator(request), (await asked(request, Said)).what
        room, guest = request.match_info["room"], request.match_info["guest"]
        try:
            await self._answers.answer(room, guest, by.id, word)
        except Refusal:
            raise No(DeskCode.NO_SUCH_GUEST) from None
        return web.Response(status=204)
