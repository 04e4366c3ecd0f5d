"""What somebody is told first: who they are, who is here, and what follows."""

from msgspec import UNSET

from server.doors.visit import Visit
from server.fanout.meeting_views import facts
from server.services import Services
from server.wire.frames import VERSION, Duty, Hello, RoomFacts

MEMBERS_TOLD = 50
OPEN = "open"  # the step of a room in which no meeting runs


def hello(visit: Visit, services: Services) -> Hello:
    """Return the frame that says somebody is in."""
    people, running = visit.people, visit.log.state.meeting
    paused, now = visit.log.state.paused_until, services.backplane.now()
    return Hello(
        v=VERSION,
        house=services.house,
        epoch=services.epoch,
        n=visit.kept.head,
        from_=visit.plan.from_,
        resumed=visit.plan.resumed,
        you=visit.you,
        room=RoomFacts(
            id=visit.card.id,
            title=visit.card.title,
            topic=visit.card.topic,
            side=visit.card.side,
            language=visit.card.language,
            format=visit.card.format,
            step=running.now_step.id if running is not None else OPEN,
            keep_s=services.keep_s,
        ),
        members=people[:MEMBERS_TOLD],
        others=max(0, len(people) - MEMBERS_TOLD),
        duty=Duty(on=services.duty.on),
        ping_s=services.settings.ping_s,
        meeting=facts(running, visit.you.id, now),
        paused=paused if paused > now else UNSET,
    )
