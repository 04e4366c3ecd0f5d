"""The composition root: here, and in `foundation.py`, concrete parts are chosen and joined."""

import asyncio
import signal
import sys
import time
from contextlib import suppress

from aiohttp import web

from moderation import helplines
from rooms.events import MessagePosted
from rooms.formats.house_formats import HouseFormats
from rooms.held_meetings import HeldMeetings
from rooms.house import House
from rooms.timetable.table import Timetable
from server.admin import ADMIN_HOST, admin_app
from server.auditing import Heads
from server.by_the_clock import turns
from server.commands.commanded import listening
from server.commands.operating import Operating
from server.desk import entrance
from server.desk import pages as desk_pages
from server.desk.assembly import assemble
from server.desk.entrance import Entrance
from server.desk.front import DeskFront
from server.directory import Directory
from server.duty.cover import Cover
from server.duty.faces import Faces
from server.ending import ended
from server.foundation import Foundation
from server.joining import join
from server.member.front import Front
from server.notes import Note, note
from server.plain import routes as plain
from server.presence import sent_out
from server.public import appealing, routes
from server.rounds import Rounds
from server.serving import Leaving, Site, announce, bound, bracketed, drain
from server.settings import Settings
from server.streams.keyed_secrets import KeyedSecrets
from server.streams.kinds import HOUSE, TIMETABLE
from server.streams.let_go import write_late
from server.streams.log import Log
from server.streams.names import AUDIT, DESK, LINE, MAIL, ROOM
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.names import TIMETABLE as TIMETABLE_STREAM
from server.tasks import Tasks
from server.timetable.meetings import Meetings
from server.upkeep import litter
from server.upkeep.disk import FreeSpace, let_go_of_ballast
from server.upkeep.health import Health
from server.upkeep.keeping import TALK_S, Keeping
from server.upkeep.trusted_clock import HELD_SENTENCE
from server.waking import Waking, detectors
from server.web import pages
from server.web.api import Api
from server.web.bodies import BODY_BYTES

STATIC_S = 86_400
HEADS_S = 2.0


async def serve(ground: Foundation, settings: Settings) -> None:
    """Run one node over an open data folder, until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    heads = Heads(settings.data / "keys")
    ground.streams.listen(AUDIT, heads.changed)  # before the first act: a start invites somebody
    house = await ground.streams.log(HOUSE, HOUSE_STREAM)
    forms = HouseFormats(lambda: house.state)
    operating = Operating(ground, forms, heads, limited=settings.limits)
    await operating.first_start()
    timetable = await ground.streams.log(TIMETABLE, TIMETABLE_STREAM)
    volunteers = await Entrance.open(ground, settings)
    async with asyncio.TaskGroup() as group:
        node = Node(ground, settings, house, timetable, Tasks(group), volunteers, heads)
        async with listening(settings.data, operating, volunteers.inviting, node.meetings):
            await node.run(group, stop)


class Node:
    """All parts of one running node."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a node stands on, each once
        self,
        ground: Foundation,
        settings: Settings,
        house: Log[House],
        timetable: Log[Timetable],
        tasks: Tasks,
        volunteers: Entrance,
        heads: Heads,
    ) -> None:
        self._settings = settings
        self._ground = ground
        self._disk = FreeSpace(settings.data, settings.disk_reserve_mib)
        self._disk.look()
        self._health = Health(ground.backplane)
        keys = ground.keys
        self._heads = heads
        self._waking = Waking(detectors)
        self._secrets = KeyedSecrets(keys.fingerprint)
        faces = Faces(self._secrets, volunteers.name_of)
        now = ground.backplane.now
        meetings = self._meetings = Meetings(
            keys.handle, lambda: timetable.state, lambda: house.state, now, volunteers.promised
        )
        disk, health, waking = self._disk, self._health, self._waking
        self._services = join(
            ground, settings, tasks, self._secrets, faces, disk, health, waking, meetings
        )
        cover = Cover(self._services.duty, volunteers.crew)
        self._directory = Directory(
            keys.house, keys.handle, lambda: house.state, now, TALK_S, cover, meetings
        )
        self._desk = assemble(
            self._services,
            self._secrets,
            lambda: house.state,
            volunteers.name_of,
            volunteers.leads,
            volunteers.may_hold,
            faces,
            volunteers.outside,
        )
        self._volunteers = volunteers
        self._links: set[Leaving] = set()
        self._front: Front | None = None
        self._began_in_s = 0.0
        self._listen()

    @property
    def meetings(self) -> HeldMeetings:
        """The meetings that are held in the house's rooms."""
        return self._services.meetings

    async def run(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        """Serve until `stop`, then say goodbye to everybody."""
        keeping = Keeping(
            self._ground.backplane,
            self._ground.streams,
            self._services.hub,
            self._ground.ratchets,
            counted=self._heads.changed,
            held=self._ground.clock_held,
        )
        rounds = Rounds(self._services, keeping, self._health, self._disk, self._directory)
        await self._desk.services.desks.load()
        await keeping.sweep()
        await self._keep_heads()
        bells, feed = self._volunteers.outside, self._desk.services.feed
        timed = turns(self._meetings, self._services, feed, bells, self._directory.handle)
        more = [(HEADS_S, self._keep_heads), *timed]
        going = rounds.start(group, [*self._desk.turns(), *more])
        litter.settle()
        sites = await self._listen_on()
        group.create_task(self._waking.wake())
        await stop.wait()
        for site in sites:
            await site.accept_no_more()
        services = self._services
        away_s = 0.0 if rounds.in_company else self._began_in_s
        await drain(self._links.copy(), services.tasks, services.arrivals, away_s)
        await ended(going)
        let_go_of_ballast(self._settings.data)  # what ends now has to be written
        with suppress(OSError):  # still no room: it ends in order all the same
            await self._keep_heads()
        await write_late(self._ground.streams.let_go)
        for site in sites:
            await site.end()
        litter.leave()
        note(Note.STOPPED)

    async def _keep_heads(self) -> None:
        await asyncio.to_thread(self._heads.write)

    async def _listen_on(self) -> list[Site]:
        """Begin to serve. The first line on standard output says where."""
        settings = self._settings
        members = bound(settings.host, settings.port)
        port = members.getsockname()[1]
        app = self._public_app(port)
        sites = [Site(app, members, self._front)]
        if settings.admin_port is not None:
            admin = bound(ADMIN_HOST, settings.admin_port)
            sites.append(Site(admin_app(self._services.counters), admin))
        for site in sites:
            await site.listen()
        announce(f"listening on http://{bracketed(settings.host)}:{port}")
        # About what the next start takes, too; twice, since no node has a machine for itself.
        self._began_in_s = 2 * time.process_time()
        if settings.admin_port is not None:
            announce(f"metrics on http://{ADMIN_HOST}:{admin.getsockname()[1]}/metrics")
        for line in await self._volunteers.sentences(settings.link(port)):
            announce(line)
        for sentence in self._ground.warnings:
            sys.stderr.write(sentence + "\n")
        if self._ground.clock_held:
            sys.stderr.write(HELD_SENTENCE + "\n")
            note(Note.CLOCK_HELD)
        note(Note.STARTED)
        return sites

    def _public_app(self, port: int) -> web.Application:
        settings = self._settings
        origins = settings.origins(port)
        app = web.Application(client_max_size=BODY_BYTES)
        age = 0 if settings.leave_less_trace else STATIC_S
        kept = pages.PageSettings(origins, settings.exit_url or None, age)
        shown = pages.setup(app, self._directory, kept)
        address = settings.link(port)
        routes.setup(app, shown, self._services, self._meetings, address)
        api = Api(self._directory, helplines.load(), self._health)
        app.add_routes(api.routes())  # what is under /api/ and is not there is answered here
        front = self._front = Front(self._services, origins, self._links)
        app.router.add_get(front.path.decode(), front.socket)
        desk = DeskFront(self._desk.services, self._volunteers.seat, origins, self._links)
        app.router.add_get("/desk/ws", desk.socket)
        appealing.setup(app, shown, self._services, self._desk.appeals)
        plain.setup(app, shown, self._services, self._links)
        shifts = self._desk.services.shifts
        press = desk_pages.setup(app, shown).press
        entrance.setup(app, self._volunteers, self._services, shifts, press, self._meetings, port)
        return app

    def _listen(self) -> None:
        streams, services = self._ground.streams, self._services
        streams.listen(ROOM, services.hub.publish)
        streams.listen(ROOM, services.clock.changed)
        services.group.listen(streams, services.tasks)
        streams.listen(MAIL, services.mailbox.posted)
        streams.listen(LINE, services.hub.publish)
        streams.listen(LINE, self._desk.services.talks.said)
        streams.listen(DESK, services.cards.changed)
        streams.listen(DESK, self._desk.services.talks.changed)
        streams.listen(DESK, self._desk.services.feed.changed)
        streams.listen(ROOM, self._desk.services.feed.paused, but=MessagePosted)
        self._volunteers.tell(self._desk.services.feed)
        sent_out.follow(streams, services.places)
