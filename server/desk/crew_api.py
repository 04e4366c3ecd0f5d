"""Inviting, the crew and the roster, as a coordinator and the volunteers see them."""

from secrets import token_urlsafe
from typing import Annotated

from aiohttp import web
from msgspec import Meta, Struct

from moderation import joining, roster
from moderation.actor import Role
from moderation.crew import Fate, Volunteer, Volunteers
from moderation.crew_events import ShiftKind, ShiftPlanned
from moderation.joining import HOUR_MS
from server.desk.asking import answering, asked, coordinator, somebody, who
from server.desk.inviting import Inviting
from server.desk.shifts import Shifts
from server.streams.crew import StoredCrew
from server.web.answers import as_json

Ms = Annotated[int, Meta(ge=0, le=2**53)]


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """An invitation: for which role, and how long it opens."""

    role: Role = Role.VOLUNTEER
    hours: Annotated[int, Meta(ge=1, le=7 * 24)] = 1


class ShiftWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Some hours of one volunteer, in milliseconds of the store's clock."""

    volunteer: str
    start: Ms
    end: Ms
    kind: ShiftKind = ShiftKind.DUTY


class RoleWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """Another role."""

    role: Role


class CrewApi:
    """`/desk/api/invitations`, `/desk/api/crew`, `/desk/api/roster`."""

    def __init__(self, crew: StoredCrew, inviting: Inviting, shifts: Shifts) -> None:
        self._crew = crew
        self._inviting = inviting
        self._shifts = shifts

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to add to the application."""
        return [
            web.get("/desk/api/invitations", answering(self.invitations)),
            web.post("/desk/api/invitations", answering(self.invite)),
            web.delete("/desk/api/invitations/{id}", answering(self.void)),
            web.get("/desk/api/crew", answering(self.crew)),
            web.post("/desk/api/crew/{id}", answering(self.change_role)),
            web.delete("/desk/api/crew/{id}", answering(self.remove)),
            web.get("/desk/api/roster", answering(self.roster)),
            web.post("/desk/api/roster", answering(self.plan)),
            web.delete("/desk/api/roster/{id}", answering(self.drop)),
        ]

    async def invitations(self, request: web.Request) -> web.StreamResponse:
        """Return the open invitations, without their links."""
        coordinator(request)
        now = self._crew.now()
        found = (it for it in self._crew.crew.invitations.values() if it.fate is Fate.OPEN)
        return as_json(
            [
                {"id": it.digest, "role": it.role, "until": it.until, "by": it.by}
                for it in found
                if it.until > now
            ]
        )

    async def invite(self, request: web.Request) -> web.StreamResponse:
        """Return a new invitation's link. It is told here and never again."""
        by = coordinator(request)
        wanted = await asked(request, Wanted)
        link = await self._inviting.invite(wanted.role, by, wanted.hours * HOUR_MS)
        return as_json({"link": link, "role": wanted.role}, 201)

    async def void(self, request: web.Request) -> web.StreamResponse:
        """Take an invitation back."""
        by, digest = coordinator(request), request.match_info["id"]
        await self._crew.change(lambda crew, _now: joining.void(crew, by, digest))
        return web.Response(status=204)

    async def crew(self, request: web.Request) -> web.StreamResponse:
        """Return who is in the crew."""
        somebody(request)
        return as_json([_shown(one) for one in self._crew.crew.people.values()])

    async def change_role(self, request: web.Request) -> web.StreamResponse:
        """Give somebody another role."""
        by, whose = coordinator(request), request.match_info["id"]
        role = (await asked(request, RoleWanted)).role
        await self._crew.change(lambda crew, _now: joining.change_role(crew, by, whose, role))
        return as_json(_shown(self._crew.crew.people[whose]))

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """End somebody's time in the crew; their sessions end with it, on every node."""
        by, whose = somebody(request), request.match_info["id"]
        await self._crew.change(lambda crew, _now: joining.remove(crew, by, whose))
        await self._shifts.end(whose)  # nobody is told that they are on duty still
        return web.Response(status=204)

    async def roster(self, request: web.Request) -> web.StreamResponse:
        """Return the shifts, by their beginning, and who leads now."""
        somebody(request)
        return as_json(_roster(self._crew.crew, self._crew.now()))

    async def plan(self, request: web.Request) -> web.StreamResponse:
        """Put a shift on the roster."""
        by, wanted = somebody(request), await asked(request, ShiftWanted)
        shift = ShiftPlanned(
            token_urlsafe(9), wanted.volunteer, wanted.start, wanted.end, wanted.kind
        )
        await self._crew.change(lambda crew, now: roster.plan(crew, by, shift, now))
        return as_json({"id": shift.shift}, 201)

    async def drop(self, request: web.Request) -> web.StreamResponse:
        """Take a shift off the roster."""
        by, shift = somebody(request), request.match_info["id"]
        await self._crew.change(lambda crew, _now: roster.drop(crew, by, shift))
        return web.Response(status=204)


def _shown(one: Volunteer) -> dict[str, object]:
    return {**who(one), "passkeys": len(one.passkeys), "devices": len(one.devices)}


def _roster(crew: Volunteers, now: int) -> dict[str, object]:
    lead = roster.duty_lead(crew, now)
    shifts = sorted(crew.shifts.values(), key=lambda shift: (shift.start, shift.id))
    return {"now": now, "lead": lead.id if lead is not None else None, "shifts": shifts}
