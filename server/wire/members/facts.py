"""What frames tell about people and rooms."""

from msgspec import UNSET, Struct, UnsetType


class Person(Struct, frozen=True):
    """Somebody in the room: the member id and the two words."""

    id: str
    alias: str


class You(Struct, frozen=True):
    """You, with the index of your two words; `guest`: you are here as an invited guest."""

    id: str
    alias: str
    index: int
    guest: bool | UnsetType = UNSET


class RoomFacts(Struct, frozen=True):
    """What there is to know about a room; `keep_s` is how long its text is kept."""

    id: str
    title: str
    topic: str
    side: str
    language: str
    format: str
    step: str
    keep_s: int


class Duty(Struct, frozen=True):
    """How many volunteers are on duty; 0 is nobody."""

    on: int
