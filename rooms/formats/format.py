"""A meeting format as its file tells it: a protocol, and scenes that show how it goes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from rooms.meeting.protocol import Name, Protocol, Step

# The languages that a reading has to be in; it may be in more, and a room in none of them has
# the English. Those that come with the house are in every language its pages speak.
LANGUAGES = ("en", "pl", "de", "es")
Version = Annotated[int, Meta(ge=1)]
Count = Annotated[int, Meta(ge=0, le=12)]


class FormatKind(StrEnum):
    """What a meeting is for; a floor is no meeting, it is how a room is between them."""

    SHARING = "sharing"
    SOCIAL = "social"
    EDUCATIONAL = "educational"
    FLOOR = "floor"


Does = Literal[
    "come",
    "drop",
    "ask",
    "ask_last",
    "step_back",
    "pass",
    "give",
    "say",
    "listen",
    "welcome",
    "question",
    "next",
    "lead",
    "lay_down",
]
Clock = Annotated[str, Meta(pattern=r"\A[0-9]{1,3}:[0-5][0-9]\Z")]


class Play(Struct, frozen=True, forbid_unknown_fields=True):
    """A moment of a scene, in minutes and seconds from its beginning.

    Somebody (`who`) may do something; then the rest must be so. An empty `holder` is nobody,
    `refused` the code somebody is told, `over` why the meeting ended.
    """

    at: Clock
    who: str = ""
    does: Does | None = None
    to: str = ""
    refused: str = ""
    step: str | None = None
    holder: str | None = None
    may: tuple[str, ...] | None = None
    line: tuple[str, ...] | None = None
    chair: str | None = None
    over: str = ""


class Scene(Struct, frozen=True, forbid_unknown_fields=True):
    """How a meeting goes with these people: an example the format must satisfy."""

    says: str
    people: tuple[str, ...]
    play: tuple[Play, ...] = ()
    chair: str = ""
    reserve: str = ""
    adults: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    refused: str = ""


class Format(Struct, frozen=True, forbid_unknown_fields=True):
    """A meeting's protocol. With `history` a newcomer is shown what is still kept.

    `guided`: somebody may open and lead. It begins with `least` people, and, where young people
    meet, with so many trained `adults`; `between` says who may speak when no meeting runs.
    `gone_after` so many minutes what was said in it is erased.
    """

    id: Name
    version: Version
    kind: FormatKind
    history: bool
    title: Mapping[str, str]
    between: Literal["everyone", "nobody"] = "everyone"
    guided: bool = False
    least: Annotated[int, Meta(ge=1, le=12)] = 1
    adults: Count = 0
    gone_after: Annotated[int, Meta(ge=0, le=1440)] | None = None
    steps: tuple[Step, ...] = ()
    scenes: tuple[Scene, ...] = ()

    @property
    def is_meeting(self) -> bool:
        """Whether this can be held as a meeting."""
        return self.kind is not FormatKind.FLOOR

    def protocol(self, language: str) -> Protocol:
        """Return what a meeting in this language follows."""
        primary = language.partition("-")[0].lower()
        return Protocol(
            self.id,
            self.version,
            in_language(self.title, primary),
            tuple(_read_in(step, primary) for step in self.steps),
            self.guided,
            self.least,
            self.adults,
            self.gone_after,
        )


def in_language(words: Mapping[str, str], language: str) -> str:
    """Return the words in a language, or the English ones."""
    return words.get(language) or words.get("en", "")


def _read_in(step: Step, language: str) -> Step:
    words = in_language(step.reading, language)
    return replace(step, reading={language: words} if words else {})
