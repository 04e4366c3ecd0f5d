"""Every frame of the volunteers' wire, `kith.desk.v1`: same habits as the members'.

A volunteer's socket opens after signing in; the first frame is the server's `desk`. What asks
for something carries an `id` of the client's and is answered by one `ack` or `nack` with it.
`fence` is the number that `ack` gave for a claim: a decision under another one is refused.
Times are milliseconds of the store's clock; `spans` count Unicode code points.
"""

from server.wire.volunteers.asked import (
    MOST_TOGETHER,
    Answer,
    Beat,
    Beside,
    Claim,
    Glance,
    Lift,
    Look,
    Note,
    Opinion,
    Settle,
    Shift,
    Sign,
    Test,
    Wrong,
)
from server.wire.volunteers.claimed import (
    Back,
    Call,
    Close,
    Decide,
    Finish,
    Give,
    Hand,
    Held,
    Hide,
    Minutes,
    Offer,
    Outcomes,
    Quiet,
    Reasons,
    Sanction,
    Second,
    Urgency,
    Write,
)
from server.wire.volunteers.frame import (
    DESK_PROTOCOL,
    DESK_VERSION,
    ActId,
    CaseId,
    DeskFrame,
    Fence,
    RoomId,
    Words,
)
from server.wire.volunteers.items import (
    AloneItem,
    CaseItem,
    CaseState,
    ContextLine,
    HandoverItem,
    HeldItem,
    Level,
    Message,
    NoteItem,
    OnDuty,
    SanctionItem,
    TalkLine,
    Volunteer,
)
from server.wire.volunteers.told import (
    Alarm,
    Alone,
    Case,
    Crew,
    Desk,
    Detail,
    Done,
    Gone,
    Parting,
    Pulse,
    Refused,
    Talk,
    ToDesk,
    Together,
)

VolunteerFrame = (
    Shift
    | Test
    | Beat
    | Claim
    | Look
    | Glance
    | Settle
    | Back
    | Offer
    | Write
    | Finish
    | Give
    | Decide
    | Hide
    | Sanction
    | Lift
    | Quiet
    | Second
    | Opinion
    | Beside
    | Note
    | Wrong
    | Call
    | Hand
    | Close
    | Sign
    | Answer
)

__all__ = [
    "DESK_PROTOCOL",
    "DESK_VERSION",
    "MOST_TOGETHER",
    "ActId",
    "Alarm",
    "Alone",
    "AloneItem",
    "Answer",
    "Back",
    "Beat",
    "Beside",
    "Call",
    "Case",
    "CaseId",
    "CaseItem",
    "CaseState",
    "Claim",
    "Close",
    "ContextLine",
    "Crew",
    "Decide",
    "Desk",
    "DeskFrame",
    "Detail",
    "Done",
    "Fence",
    "Finish",
    "Give",
    "Glance",
    "Gone",
    "Hand",
    "HandoverItem",
    "Held",
    "HeldItem",
    "Hide",
    "Level",
    "Lift",
    "Look",
    "Message",
    "Minutes",
    "Note",
    "NoteItem",
    "Offer",
    "OnDuty",
    "Opinion",
    "Outcomes",
    "Parting",
    "Pulse",
    "Quiet",
    "Reasons",
    "Refused",
    "RoomId",
    "Sanction",
    "SanctionItem",
    "Second",
    "Settle",
    "Shift",
    "Sign",
    "Talk",
    "TalkLine",
    "Test",
    "ToDesk",
    "Together",
    "Urgency",
    "Volunteer",
    "VolunteerFrame",
    "Words",
    "Write",
    "Wrong",
]
