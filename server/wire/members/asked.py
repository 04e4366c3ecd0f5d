"""What a member may send in every room."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from server.wire.members.frame import ClientFrame, Id128, Key256, Number, RoomId

AliasIndex = Annotated[int, Meta(ge=0, le=15)]
# As browsers and systems spell it: en, pl-PL, en_US.
LanguageTag = Annotated[str, Meta(pattern=r"\A[A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*\Z")]
Why = Literal["worried", "details", "attack", "selling", "other"]


class After(Struct, frozen=True, forbid_unknown_fields=True):
    """The last position a client has: what follows it is asked for."""

    epoch: Annotated[str, Meta(max_length=64)]
    n: Annotated[int, Meta(ge=0, le=2**53)]


class Enter(ClientFrame, frozen=True):
    """Come in, come back, or ask again for what follows `after`; `guest` is an invited guest's
    pass.
    """

    room: RoomId
    key: Key256
    alias: AliasIndex | UnsetType = UNSET
    lang: LanguageTag | UnsetType = UNSET
    after: After | UnsetType = UNSET
    guest: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET


class Say(ClientFrame, frozen=True):
    """A message; `replaces` withdraws a held one."""

    id: Id128
    text: str
    to: Number | UnsetType = UNSET
    replaces: Id128 | UnsetType = UNSET


class Thank(ClientFrame, frozen=True):
    """Thank the author of line `n`, privately."""

    id: Id128
    n: Number


class Report(ClientFrame, frozen=True):
    """Tell a volunteer about line `n`."""

    id: Id128
    n: Number
    why: Why


class Need(ClientFrame, frozen=True):
    """Say "I need someone"; raises a case itself."""

    id: Id128


class Answer(ClientFrame, frozen=True):
    """Answer a card: `not_meant` to `help` (noted, nothing more), `not_now` to `talk`."""

    id: Id128
    what: Literal["not_meant", "not_now"]


class More(ClientFrame, frozen=True):
    """Earlier lines that are still kept; `before` is exclusive."""

    before: Number
    limit: Annotated[int, Meta(ge=1, le=200)]


class Leave(ClientFrame, frozen=True):
    """Go: this socket closes; the place is free at once if it was the member's last."""


class Slip(ClientFrame, frozen=True):
    """Ask how long one was in the meeting: a signed slip in a card, then `ack`."""

    id: Id128


class Wait(ClientFrame, frozen=True):
    """Wait for others, or no longer: the third who waits begins a circle. Said again every 45 s.

    `pair`: two are enough; where both who wait say so, they begin.
    """

    id: Id128
    up: bool | UnsetType = UNSET
    pair: bool | UnsetType = UNSET


class Forget(ClientFrame, frozen=True):
    """Remove this key's record at once."""

    id: Id128
