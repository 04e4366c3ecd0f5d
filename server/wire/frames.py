"""Every frame of the wire, version 1: the one source of docs, JSON Schema and typedefs.

A frame is one JSON object in one text message, told apart by its field `t`. What the
server reads is strict: unknown fields, wrong types and values out of range are faults of
the peer. What it sends may grow: clients ignore frames and fields they do not know.
`text` and `spans` count Unicode code points; times are milliseconds of the store's clock.
"""

from server.wire.members.asked import (
    After,
    AliasIndex,
    Answer,
    Enter,
    Forget,
    Leave,
    More,
    Need,
    Report,
    Say,
    Slip,
    Thank,
    Wait,
    Why,
)
from server.wire.members.facts import Duty, Person, RoomFacts, You
from server.wire.members.frame import (
    CLIENT_FRAME_BYTES,
    MEMBER_PROTOCOL,
    SERVER_FRAME_BYTES,
    VERSION,
    ClientFrame,
    Id128,
    Key256,
    MemberId,
    Number,
    RoomId,
    ServerFrame,
)
from server.wire.members.group_asked import Guest, Invite, Serve, Sponsor
from server.wire.members.group_told import Group, GuestFacts, RoleFacts
from server.wire.members.meeting_asked import (
    Alone,
    Halt,
    Hand,
    Lead,
    MeetingAsked,
    Next,
    Pass,
    Wish,
)
from server.wire.members.meeting_facts import FeedbackFacts, MeetingFacts, StepFacts, TurnFacts
from server.wire.members.meeting_told import (
    Closing,
    Meeting,
    MeetingFrame,
    Over,
    Pause,
    Resume,
    Roles,
    Step,
    Turn,
)
from server.wire.members.stream import Door, Erased, Hidden, Rule, Said, Shown, StreamFrame
from server.wire.members.told import (
    Ack,
    Bye,
    Card,
    Gap,
    Hello,
    Here,
    Lines,
    Nack,
    OnDuty,
    Outage,
    Reset,
    Resync,
    Tick,
)

MemberFrame = (
    Enter
    | Say
    | Thank
    | Report
    | Need
    | Answer
    | Hand
    | Pass
    | Wish
    | Next
    | Lead
    | Alone
    | Serve
    | Invite
    | Guest
    | Sponsor
    | Halt
    | More
    | Leave
    | Slip
    | Wait
    | Forget
)

# In the order of the document that is made from them.
AnyServerFrame = (
    Hello
    | StreamFrame
    | Group
    | Lines
    | Here
    | Ack
    | Nack
    | Card
    | Gap
    | Reset
    | Resync
    | Tick
    | OnDuty
    | Outage
    | Bye
)

__all__ = [
    "CLIENT_FRAME_BYTES",
    "MEMBER_PROTOCOL",
    "SERVER_FRAME_BYTES",
    "VERSION",
    "Ack",
    "After",
    "AliasIndex",
    "Alone",
    "Answer",
    "AnyServerFrame",
    "Bye",
    "Card",
    "ClientFrame",
    "Closing",
    "Door",
    "Duty",
    "Enter",
    "Erased",
    "FeedbackFacts",
    "Forget",
    "Gap",
    "Group",
    "Guest",
    "GuestFacts",
    "Halt",
    "Hand",
    "Hello",
    "Here",
    "Hidden",
    "Id128",
    "Invite",
    "Key256",
    "Lead",
    "Leave",
    "Lines",
    "Meeting",
    "MeetingAsked",
    "MeetingFacts",
    "MeetingFrame",
    "MemberFrame",
    "MemberId",
    "More",
    "Nack",
    "Need",
    "Next",
    "Number",
    "OnDuty",
    "Outage",
    "Over",
    "Pass",
    "Pause",
    "Person",
    "Report",
    "Reset",
    "Resume",
    "Resync",
    "RoleFacts",
    "Roles",
    "RoomFacts",
    "RoomId",
    "Rule",
    "Said",
    "Say",
    "Serve",
    "ServerFrame",
    "Shown",
    "Slip",
    "Sponsor",
    "Step",
    "StepFacts",
    "StreamFrame",
    "Thank",
    "Tick",
    "Turn",
    "TurnFacts",
    "Wait",
    "Why",
    "Wish",
    "You",
]
