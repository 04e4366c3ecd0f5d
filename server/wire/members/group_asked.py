"""What a member may send about who serves the group, its guests and who stands by whom."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.wire.members.frame import ClientFrame, Id128, MemberId, Number, RoomId


class Serve(ClientFrame, frozen=True):
    """Take a role of the group that nobody has or that is offered, offer one's own `to` somebody,
    or lay it down.
    """

    id: Id128
    role: Literal["opener", "timekeeper", "greeter", "reserve"]
    what: Literal["take", "offer", "lay_down"]
    to: MemberId | UnsetType = UNSET


class Invite(ClientFrame, frozen=True):
    """Propose to have a guest from `starts` to `ends` (ms)."""

    id: Id128
    profession: Literal[
        "doctor",
        "nurse",
        "psychologist",
        "social_worker",
        "counsellor",
        "debt_adviser",
        "lawyer",
        "teacher",
    ]
    starts: Number
    ends: Number


class Guest(ClientFrame, frozen=True):
    """About the `guest` of this id: object; say that one asked at the institution; have the pass
    made (it comes as a card, and only to who asks); or, as the chair, send the guest away.
    """

    id: Id128
    guest: Annotated[str, Meta(max_length=64)]
    what: Literal["object", "checked", "pass", "away"]


class Sponsor(ClientFrame, frozen=True):
    """Offer to stand by somebody or take that back; ask a member who offers it (`to`); or end a
    line, or say no to the question, by its id (`line`).
    """

    id: Id128
    what: Literal["offer", "withdraw", "ask", "end"]
    to: MemberId | UnsetType = UNSET
    line: RoomId | UnsetType = UNSET
