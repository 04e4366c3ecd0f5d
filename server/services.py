"""What every socket of this node shares; made once by `app.py`."""

from dataclasses import dataclass, field

from moderation.ports import Screens
from moderation.posting import Posting
from moderation.private_line import PrivateLines
from moderation.service import Care
from rooms.held_meetings import HeldMeetings
from rooms.service import Rooms
from server.arrivals import Arrivals
from server.backplane import Backplane
from server.cards import Cards
from server.circles import Circles
from server.company import Company
from server.counters import Counters
from server.crew import Crew
from server.doors import Doors
from server.duty import Duty
from server.hub import Hub
from server.in_time import InTime
from server.in_turn import InTurn
from server.limits import Prefixes
from server.mailbox import Mailbox
from server.meeting_clock import MeetingClock
from server.of_groups import OfGroups
from server.places import Places
from server.settings import Settings
from server.slips import Slips
from server.streams import Streams
from server.ticking import Ticker
from server.waiting import Waiting

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
    lines: PrivateLines
    meetings: HeldMeetings
    company: Company
    clock: MeetingClock
    posting: Posting
    screen: Screens
    duty: Duty
    cards: Cards
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
    crew: Crew
    posters: InTurn = field(default_factory=InTurn)
    answering: InTime = field(default_factory=lambda: InTime(ANSWER_S))
    arrivals: Arrivals = field(default_factory=Arrivals)
