"""What a member may send about the meeting that runs."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.wire.members.frame import ClientFrame, Id128, MemberId


class Hand(ClientFrame, frozen=True):
    """Ask for a turn, or take the wish back; with `last`, go to the end of the line.

    Taken back by somebody who does not stand in line, it means: not me, this time round.
    """

    id: Id128
    up: bool | UnsetType = UNSET
    last: bool | UnsetType = UNSET


class Pass(ClientFrame, frozen=True):
    """Pass the turn on, or give it `to` a member; whoever shared ends the feedback with it."""

    id: Id128
    to: MemberId | UnsetType = UNSET


class Wish(ClientFrame, frozen=True):
    """Say, while it is your turn, what may follow it: nothing, feedback, or one question."""

    id: Id128
    what: Literal["listen", "welcome", "question"]


class Next(ClientFrame, frozen=True):
    """As the chair, end the `step` the meeting is at; whoever holds the piece may end first."""

    id: Id128
    step: Annotated[str, Meta(max_length=32)]


class Lead(ClientFrame, frozen=True):
    """Open the evening, or stand in as the reserve; or, without `up`, lay it down."""

    id: Id128
    up: bool


class Alone(ClientFrame, frozen=True):
    """Ask that no guest is there while it is your turn, and until it was answered; or, without
    `up`, take that back. Nobody is told who asked.
    """

    id: Id128
    up: bool


class Halt(ClientFrame, frozen=True):
    """As who opens the evening or stands in: pause it and call a volunteer; or let it go on. With
    `aside`, the circle goes on in a side room meanwhile.
    """

    id: Id128
    on: bool
    aside: bool | UnsetType = UNSET


MeetingAsked = Hand | Pass | Wish | Next | Lead | Alone
