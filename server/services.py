"""What every socket of this node shares; made once by `app.py`."""

from dataclasses import dataclass, field

from moderation.care import Care
from moderation.from_outside import FromOutside
from moderation.ports import Screens
from moderation.posting import Posting
from moderation.private_line import PrivateLines
from rooms.held_meetings import HeldMeetings
from rooms.service import Rooms
from server.backplane import Backplane
from server.connection.arrivals import Arrivals
from server.connection.limits import Prefixes
from server.counters import Counters
from server.doors.doorkeeper import Doorkeeper
from server.doors.doors import Doors
from server.duty.duty import Duty
from server.fanout.hub import Hub
from server.fanout.ticking import Ticker
from server.group.cards import Cards
from server.group.groups import OfGroups
from server.group.mailbox import Mailbox
from server.group.slips import Slips
from server.in_time import InTime
from server.meeting_clock import MeetingClock
from server.presence.circles import Circles
from server.presence.company import Company
from server.presence.places import Places
from server.settings import Settings
from server.streams.in_turn import InTurn
from server.streams.streams import Streams
from server.tasks import Tasks
from server.timetable.waiting import Waiting

ANSWER_S = 9.0  # every say is answered within 10 s (PROTOCOL), however many steps it takes


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases and the edge's shared parts."""

    settings: Settings
    house: str
    epoch: str
    keep_s: int
    backplane: Backplane
    streams: Streams
    rooms: Rooms
    care: Care
    from_outside: FromOutside
    lines: PrivateLines
    meetings: HeldMeetings
    company: Company
    clock: MeetingClock
    posting: Posting
    screen: Screens
    duty: Duty
    cards: Cards
    doorkeeper: Doorkeeper
    doors: Doors
    slips: Slips
    waiting: Waiting
    circles: Circles
    places: Places
    mailbox: Mailbox
    hub: Hub
    ticker: Ticker
    group: OfGroups
    prefixes: Prefixes
    counters: Counters
    tasks: Tasks
    posters: InTurn = field(default_factory=InTurn)
    answering: InTime = field(default_factory=lambda: InTime(ANSWER_S))
    arrivals: Arrivals = field(default_factory=Arrivals)
