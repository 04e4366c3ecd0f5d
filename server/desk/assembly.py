"""The desk's parts, joined once for a node."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moderation.appeals import Appeals
from moderation.work import Work
from rooms.house import House
from server.desk.acting import Acting
from server.desk.claims import StoredClaims
from server.desk.desk_services import DeskServices
from server.desk.feed import Feed
from server.desk.looking import Looking
from server.desk.reviews import LOOK_S as REVIEW_S
from server.desk.reviews import Reviews
from server.desk.round import DeskRound, Outside
from server.desk.shifts import Shifts
from server.desk.stored import StoredDesk
from server.desk.talks import Talks, Turn
from server.desk.whereabouts import LOOK_S, Whereabouts
from server.duty.faces import Faces
from server.duty.watching import StoredNow
from server.services import Services
from server.streams.keyed_secrets import KeyedSecrets

PULSE_S = 25.0  # as the volunteers' wire says of `tick`


@dataclass(frozen=True, slots=True)
class DeskParts:
    """What the node needs of the desk."""

    services: DeskServices
    round: DeskRound
    appeals: Appeals
    reviews: Reviews

    def turns(self) -> Sequence[Turn]:
        """Return what the desk does how often, in seconds."""
        feed = self.services.feed
        of_feed = ((PULSE_S, feed.pulse), (LOOK_S, feed.look_around))
        of_bans = ((REVIEW_S, self.reviews.look),)
        return (*self.round.turns(), *self.services.talks.turns(), *of_feed, *of_bans)


def assemble(  # noqa: PLR0913, PLR0917 - what the desk stands on, handed over once
    members: Services,
    secrets: KeyedSecrets,
    house: Callable[[], House],
    name_of: Callable[[str], str],
    leads: Callable[[str], bool],
    may_hold: Callable[[str], bool],
    faces: Faces,
    outside: Outside,
) -> DeskParts:
    """Join the desk's parts over the members' services."""
    backplane, streams = members.backplane, members.streams
    members.duty.reached_by(outside.reaches)
    desks = StoredDesk(streams, secrets.key, backplane.now)
    claims = StoredClaims(backplane, backplane.now)
    work = Work(desks, claims)
    shifts = Shifts(backplane, members.duty)
    whereabouts = Whereabouts(members.places, members.cards.is_here)
    feed = Feed(desks, shifts, house, name_of, whereabouts, backplane.now)
    talks = Talks(
        streams, desks, work, claims, feed, faces, members.hub, members.places, members.tasks
    )
    services = DeskServices(
        hub=members.hub,
        counters=members.counters,
        tasks=members.tasks,
        desks=desks,
        work=work,
        feed=feed,
        shifts=shifts,
        acting=Acting(work, feed, shifts, claims, backplane.now, secrets.appeal, leads),
        looking=Looking(streams, desks, feed, talks, backplane),
        talks=talks,
        outside=outside,
        now=backplane.now,
    )
    round_ = DeskRound(
        desks,
        work,
        claims,
        shifts,
        feed,
        members.duty,
        backplane,
        outside,
        members.counters,
        house,
        may_hold,
    )
    watching = StoredNow(backplane.now, members.duty)
    appeals = Appeals(desks, members.screen, secrets, watching)
    reviews = Reviews(desks, members.care, members.duty, backplane.now)
    return DeskParts(services, round_, appeals, reviews)
