"""The members' side of a node: the use cases and the edge's shared parts, joined once."""

import asyncio
from functools import cache

from moderation.care import Care
from moderation.from_outside import FromOutside
from moderation.ports import Screens
from moderation.posting import Posting
from moderation.private_line import PrivateLines
from moderation.watch import Watch
from rooms import aliases
from rooms.formats.house_formats import Which
from rooms.held_meetings import HeldMeetings
from rooms.ports import Disk
from rooms.service import Rooms
from server.connection.limits import Prefixes
from server.counters import Counters
from server.crypto.slip_key import SlipKey
from server.doors.doorkeeper import Doorkeeper
from server.doors.doors import Doors
from server.doors.visit import Premises
from server.duty.duty import Duty
from server.duty.faces import Faces
from server.duty.watching import StoredNow
from server.fanout.hub import Hub
from server.fanout.ticking import Ticker
from server.foundation import Foundation
from server.group.cards import Cards
from server.group.groups import OfGroups, of_groups
from server.group.mailbox import Mailbox
from server.group.slips import Slips
from server.meeting_clock import MeetingClock
from server.presence.circles import Circles
from server.presence.company import Company
from server.presence.places import Places
from server.services import Services
from server.settings import Settings
from server.streams.care import StoredCare
from server.streams.keyed_secrets import KeyedSecrets
from server.streams.pace import StoredPurse
from server.tasks import Tasks
from server.timetable.meetings import Meetings
from server.timetable.waiting import Waiting
from server.upkeep.health import Health
from server.upkeep.keeping import TALK_S


def join(  # noqa: PLR0913, PLR0917 - what a node stands on, each once
    ground: Foundation,
    settings: Settings,
    tasks: Tasks,
    secrets: KeyedSecrets,
    faces: Faces,
    disk: Disk,
    health: Health,
    screen: Screens,
    timetable: Meetings,
) -> Services:
    """Join what every member's socket of a node shares."""
    counters = Counters()
    hub = Hub(counters)
    places = Places(ground.backplane)
    stored = _stored(ground, timetable)
    purse = StoredPurse(ground.backplane, limited=settings.limits)
    duty = Duty()
    watching = StoredNow(ground.backplane.now, duty)
    care = Care(stored, purse, secrets, watching, screen)
    lines = PrivateLines(stored)
    company = Company(places, ground.backplane, ground.last_used)
    cards = Cards(ground.streams, duty, hub, faces, secrets, ground.backplane.now)
    group = of_groups(ground, settings, stored, care, purse, secrets, places, hub, cards, tasks)
    doorkeeper = _doorkeeper(ground, stored, group, watching, timetable, counters, tasks)
    watch = Watch(stored, screen, secrets, watching, doorkeeper)
    rooms = Rooms(watch, purse, disk)
    meetings = HeldMeetings(stored, company, purse, timetable.formats, group.agreements)
    return Services(
        settings=settings,
        house=ground.keys.house,
        epoch=ground.epoch,
        keep_s=TALK_S,
        backplane=ground.backplane,
        streams=ground.streams,
        rooms=rooms,
        care=care,
        from_outside=FromOutside(stored, secrets, watching, screen),
        lines=lines,
        meetings=meetings,
        company=company,
        clock=MeetingClock(meetings, ground.backplane.now),
        posting=Posting(rooms, watch, care),
        screen=screen,
        duty=duty,
        cards=cards,
        group=group,
        doorkeeper=doorkeeper,
        doors=_doors(ground, places, health, secrets, faces, lines, group, timetable),
        waiting=_waiting(ground, stored, meetings, timetable, places, cards),
        slips=_slips(ground, stored, timetable, places),
        circles=Circles(ground.streams, places),
        places=places,
        mailbox=Mailbox(ground.streams, duty),
        hub=hub,
        ticker=Ticker(settings.ping_s, lambda: duty.on),
        prefixes=Prefixes(limited=settings.limits),
        counters=counters,
        tasks=tasks,
    )


def _stored(ground: Foundation, timetable: Meetings) -> StoredCare:
    met_only = Which(timetable.formats, lambda form: form.between == "nobody")
    return StoredCare(ground.streams, ground.keys.fingerprint, ground.backplane.now, met_only)


def _doorkeeper(  # noqa: PLR0913, PLR0917 - what a raid is seen by, each once
    ground: Foundation,
    stored: StoredCare,
    group: OfGroups,
    watching: StoredNow,
    timetable: Meetings,
    counters: Counters,
    tasks: Tasks,
) -> Doorkeeper:
    newcomers, is_near = group.agreements.newcomers, timetable.begins_near
    doorkeeper = Doorkeeper(stored, newcomers, watching, is_near, counters, tasks)
    doorkeeper.listen(ground.streams)
    return doorkeeper


def _waiting(  # noqa: PLR0913, PLR0917 - whom they wait for, and where
    ground: Foundation,
    stored: StoredCare,
    meetings: HeldMeetings,
    timetable: Meetings,
    places: Places,
    cards: Cards,
) -> Waiting:
    return Waiting(
        ground.backplane,
        meetings,
        timetable.room,
        timetable.formats,
        places.connected,
        lambda room_id, member: cards.tell(room_id, member, "pair"),
        stored.is_young,
    )


def _slips(ground: Foundation, stored: StoredCare, timetable: Meetings, places: Places) -> Slips:
    key, now = SlipKey.of(ground.keys), ground.backplane.now
    return Slips(key, timetable, stored.room, places.attending, now)


def _doors(  # noqa: PLR0913, PLR0917 - what the doors open on, each once
    ground: Foundation,
    places: Places,
    health: Health,
    secrets: KeyedSecrets,
    faces: Faces,
    lines: PrivateLines,
    group: OfGroups,
    timetable: Meetings,
) -> Doors:
    premises = Premises(
        formats=timetable.formats,
        names=cache(aliases.load),
        fingerprint_key=ground.keys.fingerprint,
        epoch=ground.epoch,
        now=ground.backplane.now,
        settling=lambda: health.settling(asyncio.get_running_loop().time()),
        lines=lines,
        beside=faces.beside,
        appeal=secrets.appeal,
        arranged=group.arranged,
    )
    return Doors(ground.streams, places, premises)
