"""What a group agreed on, told as a whole."""

from msgspec import UNSET, Struct, UnsetType

from server.wire.members.facts import Person
from server.wire.members.frame import ServerFrame


class RoleFacts(Struct, frozen=True, omit_defaults=True):
    """Who has a role until then (ms), and to whom it is offered."""

    role: str
    id: str
    alias: str
    until: int
    offered: str | UnsetType = UNSET


class GuestFacts(Struct, frozen=True, omit_defaults=True):
    """A guest the group thinks of, expects, or has with it: then `member` is who.

    One may object until `agreed` (ms); `checked` is when (ms) two members had asked at the
    institution; `coordinator`: one has still to say yes; `declined`: one said no; `objected`: a
    member did, and the group may be asked again from `agreed` on. `left`: is not here any more, and
    is told of as long as their words may be, for the badge at them.
    """

    guest: str
    profession: str
    starts: int
    ends: int
    agreed: int
    checked: int | UnsetType = UNSET
    coordinator: bool | UnsetType = UNSET
    member: str | UnsetType = UNSET
    left: bool | UnsetType = UNSET
    declined: bool | UnsetType = UNSET
    objected: bool | UnsetType = UNSET


class Group(ServerFrame, frozen=True):
    """What the group agreed on: who serves, which guests, and who would stand by somebody.

    `adults`, where young people meet: whom a coordinator named as a trained adult.

    After hello, and whenever it changes; all of it each time, never numbered.
    """

    roles: list[RoleFacts]
    guests: list[GuestFacts]
    sponsors: list[Person]
    adults: list[Person] | UnsetType = UNSET
