"""The directory and the help lines for programs, and whether the node is well."""

import asyncio
from dataclasses import asdict

from aiohttp import web

from moderation.helplines import Helplines
from rooms.refusal import Code
from server.directory import Directory, RoomView
from server.upkeep.health import Health
from server.web.answers import as_json, problem

_FIELDS = ("id", "topic", "side", "language", "title", "format", "people", "step", "next", "cover")


class Api:
    """`/api/...`, `/healthz` and `/readyz`."""

    def __init__(self, directory: Directory, helplines: Helplines, health: Health) -> None:
        self._directory = directory
        self._helplines = helplines
        self._health = health

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/api/rooms", self.rooms),
            web.get("/api/rooms/{id}", self.room),
            web.get("/api/helplines/{country}", self.helplines),
            web.route("*", "/api/{rest:.*}", self.nothing),
            web.get("/healthz", self.alive),
            web.get("/readyz", self.ready),
        ]

    async def rooms(self, _request: web.Request) -> web.Response:
        """Return the directory as a JSON array."""
        return as_json([_public(view) for view in self._directory.rooms()])

    async def room(self, request: web.Request) -> web.Response:
        """Return one room, or 404."""
        view = self._directory.room(request.match_info["id"])
        return problem(404, "no_such_room") if view is None else as_json(_public(view))

    async def helplines(self, request: web.Request) -> web.Response:
        """Return a country's help lines; of an unknown one, the international finder."""
        return as_json(self._helplines.for_country(request.match_info["country"]))

    async def nothing(self, _request: web.Request) -> web.Response:
        """Answer whatever else is asked for, or in another way, in the programs' form."""
        return problem(404, "not_found")

    async def alive(self, _request: web.Request) -> web.Response:
        """Say that the process answers."""
        return as_json({"alive": True})

    async def ready(self, _request: web.Request) -> web.Response:
        """Say whether the node can write: the last background write's result."""
        ready = self._health.ready(asyncio.get_running_loop().time())
        return as_json({"ready": True}) if ready else problem(503, Code.UNAVAILABLE.value)


def _public(view: RoomView) -> dict[str, object]:
    fields = asdict(view)
    return {name: fields[name] for name in _FIELDS}
