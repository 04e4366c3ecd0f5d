"""The volunteers' entrance, joined once for a node: invitations, sign-in, crew, devices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from moderation import roster
from moderation.actor import Role
from moderation.crew_events import RoleChanged, SignedOut, SignedOutEverywhere, VolunteerRemoved
from server.alarms import webhook
from server.alarms.outside import Outside
from server.alarms.places import PushPlaces
from server.alarms.push import WebPush
from server.backplane import Unavailable
from server.connection.peers import Peers
from server.crypto.desk_keys import DeskKeys
from server.desk.adults_api import DeskAdults
from server.desk.challenges import Challenges
from server.desk.crew_api import CrewApi
from server.desk.domains import domain_of, origins_in
from server.desk.feed import Feed
from server.desk.gate import GATE, Gate, signed_in
from server.desk.guests_api import DeskGuests
from server.desk.inviting import Inviting
from server.desk.link import Sitting
from server.desk.meetings_api import DeskMeetings
from server.desk.pace import Pace
from server.desk.passkeys import Passkeys
from server.desk.push_api import PushApi
from server.desk.shifts import Shifts
from server.desk.signin import SignIn
from server.foundation import Foundation
from server.group.trained_adults import TrainedAdults
from server.services import Services
from server.settings import Settings
from server.streams.crew import StoredCrew
from server.streams.kinds import Entry
from server.streams.log import Log
from server.timetable.meetings import Meetings
from server.web.answers import problem
from server.web.press import Press
from server.wire.closes import Close
from server.wire.desk import Volunteer

CHANGED, SIGNED_OUT = "changed", "signed_out"


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

    def may_hold(self, volunteer: str) -> bool:
        """Return whether a volunteer may have cases at this moment."""
        one = self.crew.crew.people.get(volunteer)
        return one is not None and one.role is not Role.SHADOW

    def promised(self, start: int, end: int) -> bool:
        """Whether somebody has promised to be at the desk from `start` to `end` (ms)."""
        return roster.covers(self.crew.crew, start, end)

    async def seat(self, request: web.Request) -> Sitting | None:
        """Return who comes to the desk's socket."""
        one, session = signed_in(request), request.app[GATE].session(request)
        if one is None or session is None:
            return None
        return Sitting(Volunteer(one.id, one.name, one.role.value), session)

    async def sentences(self, at: str) -> Sequence[str]:
        """Return what a start says of the desk, now that its address is known."""
        self.inviting.lead_to(at)
        try:
            link = await self.inviting.at_start()
        except (Unavailable, TimeoutError):  # a full disk: the rooms are opened all the same
            return ["no coordinator could be invited: the store takes nothing now"]
        return [f"a coordinator may join, once and within the hour, at {link}"] if link else []

    def tell(self, feed: Feed) -> None:
        """Have a volunteer's sockets end with their place in the crew, with their old role, or
        with the session that somebody signed out of in another tab, or everywhere.
        """

        def changed(_log: Log[Any], entry: Entry) -> None:
            for seat in list(feed.seats):
                match entry.event:
                    case VolunteerRemoved(volunteer=seat.volunteer.id):
                        seat.part(CHANGED, Close.NOT_SIGNED_IN, 0)
                    case RoleChanged(volunteer=seat.volunteer.id):
                        seat.part(CHANGED, Close.COME_BACK, 0)
                    case (
                        SignedOut(session=seat.session.name)
                        | SignedOutEverywhere(volunteer=seat.volunteer.id)
                    ):
                        seat.part(SIGNED_OUT, Close.NOT_SIGNED_IN, 0)
                    case _:
                        pass

        self.crew.streams.listen(self.crew.log.kind.prefix, changed)


def setup(  # noqa: PLR0913, PLR0917 - what the door stands between
    app: web.Application,
    entrance: Entrance,
    services: Services,
    shifts: Shifts,
    press: Press,
    meetings: Meetings,
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
    pace = Pace(services.prefixes, peers)
    app.add_routes(SignIn(crew, entrance.keys, passkeys, at, pace).routes())
    app.add_routes(CrewApi(crew, entrance.inviting, shifts).routes())
    app.add_routes(DeskMeetings(meetings, crew).routes())
    app.add_routes(DeskGuests(crew).routes())
    app.add_routes(DeskAdults(TrainedAdults(crew.streams, services.backplane)).routes())
    app.add_routes(PushApi(crew, entrance.push, press).routes())
    app.router.add_route("*", "/desk/api/{rest:.*}", _nothing)


async def _nothing(_request: web.Request) -> web.Response:
    return problem(404, "not_found")
