"""The volunteers' entrance, joined once for a node: invitations, sign-in, crew, devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from moderation import roster
from moderation.crew_events import RoleChanged, VolunteerRemoved
from server.alarms import webhook
from server.alarms.outside import Outside
from server.alarms.places import PushPlaces
from server.alarms.push import WebPush
from server.api import problem
from server.backplane import Unavailable
from server.crew_streams import StoredCrew
from server.crypto.desk_keys import DeskKeys
from server.desk.challenges import Challenges
from server.desk.crew_api import CrewApi
from server.desk.feed import Feed
from server.desk.gate import GATE, Gate, signed_in
from server.desk.inviting import Inviting
from server.desk.passkeys import Passkeys, domain_of, origins_in
from server.desk.push_api import PushApi
from server.desk.shifts import Shifts
from server.desk.signin import SignIn
from server.foundation import Foundation
from server.kinds import Entry
from server.log import Log
from server.peers import Peers
from server.press import Press
from server.services import Services
from server.settings import Settings
from server.wire.closes import Close
from server.wire.desk import Volunteer

CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the node needs to know volunteers by."""

    crew: StoredCrew
    keys: DeskKeys
    inviting: Inviting
    push: WebPush
    outside: Outside

    @classmethod
    async def open(cls, ground: Foundation, settings: Settings) -> "Entrance":
        """Load the crew."""
        crew = await StoredCrew.load(ground.streams, ground.backplane.now)
        keys = DeskKeys.of(ground.keys)
        at = settings.link(settings.port)
        push = WebPush(keys.vapid, at, PushPlaces(settings.push_hosts))
        outside = Outside(crew, push, webhook.of(settings))
        return cls(crew, keys, Inviting(crew, keys, at), push, outside)

    def name_of(self, volunteer: str) -> str:
        """Return a volunteer's name for their shifts; of one who left, nothing is kept."""
        one = self.crew.crew.people.get(volunteer)
        return one.name if one is not None else ""

    def leads(self, volunteer: str) -> bool:
        """Return whether the roster has a volunteer as the duty lead at this moment."""
        lead = roster.duty_lead(self.crew.crew, self.crew.now())
        return lead is not None and lead.id == volunteer

    async def seat(self, request: web.Request) -> Volunteer | None:
        """Return who comes to the desk's socket."""
        one = signed_in(request)
        return Volunteer(one.id, one.name, one.role.value) if one is not None else None

    async def sentences(self, at: str) -> Sequence[str]:
        """Return what a start says of the desk, now that its address is known."""
        self.inviting.lead_to(at)
        try:
            link = await self.inviting.at_start()
        except (Unavailable, TimeoutError):  # a full disk: the rooms are opened all the same
            return ["no coordinator could be invited: the store takes nothing now"]
        return [f"a coordinator may join, once and within the hour, at {link}"] if link else []

    def tell(self, feed: Feed) -> None:
        """Have a volunteer's sockets end with their place in the crew, or with their old role."""

        def changed(_log: Log[Any], entry: Entry) -> None:
            match entry.event:
                case VolunteerRemoved(volunteer=whose):
                    close = Close.NOT_SIGNED_IN
                case RoleChanged(volunteer=whose):
                    close = Close.COME_BACK
                case _:
                    return
            for seat in list(feed.seats):
                if seat.volunteer.id == whose:
                    seat.part(CHANGED, close, 0)

        self.crew.streams.listen(self.crew.log.kind.prefix, changed)


def setup(  # noqa: PLR0913, PLR0917 - what the door stands between
    app: web.Application,
    entrance: Entrance,
    services: Services,
    shifts: Shifts,
    press: Press,
    port: int,
) -> None:
    """Put the gate, sign-in, crew and devices into the application."""
    settings, crew = services.settings, entrance.crew
    origins, at = settings.origins(port), settings.link(port)
    peers = Peers(settings, services.prefixes)
    app[GATE] = Gate(crew, entrance.keys.session, origins, peers)
    challenges = Challenges(entrance.keys.session, services.backplane)
    domain = domain_of(at)
    passkeys = Passkeys(challenges, domain, origins_in(domain, origins))
    app.add_routes(SignIn(crew, entrance.keys, passkeys, at).routes())
    app.add_routes(CrewApi(crew, entrance.inviting, shifts).routes())
    app.add_routes(PushApi(crew, entrance.push, press).routes())
    app.router.add_route("*", "/desk/api/{rest:.*}", _nothing)


async def _nothing(_request: web.Request) -> web.Response:
    return problem(404, "not_found")
