"""Frames as pieces of a page: every value escaped, every word from a catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rooms.refusal import Ends
from server.plain.sitting import Sight
from server.wire.frames import Card, Hello, Said

# What the buttons of a meeting say.
BUTTONS = {
    "ask": "room.turn_ask",
    "unask": "room.turn_unask",
    "not_me": "room.turn_not_me",
    "last": "room.turn_last",
    "pass": "room.turn_pass",
    "enough": "room.answer_enough",
    "listen": "room.turn_listen",
    "welcome": "room.turn_welcome",
    "question": "room.turn_question",
    "lead": "room.meet_lead",
    "stand_in": "room.meet_stand_in",
    "lay_down": "room.meet_lay_down",
    "next": "room.meet_next",
    "wait": "roompage.ring",
    "unwait": "plain.unwait",
}
Draw = Callable[..., str]
KNOWN = frozenset(
    {
        "help",
        "update",
        "helper",
        "thanks",
        "talk",
        "talk_ended",
        "sanction",
        "greeters",
        "welcome",
        "young",
        "no_guest",
        "side_room",
    }
)
# What one asked to be told, and what one may press then.
WAITS = {
    "ring_on": Sight((("room.ring_on", {}),), ("unwait",)),
    "ring_young": Sight((("room.ring_young", {}),), ("unwait",)),
    "ring_came": Sight((("room.ring_now", {}),), ("unwait",)),
    "ring_off": Sight((("room.ring_off", {}),), ("wait",)),
}


@dataclass(frozen=True, slots=True)
class Told:
    """Why a stream has ended, in words, and how it goes on."""

    says: tuple[str, ...]
    again_s: int | None = None  # loads itself after so long; 0: only when asked; None: never
    values: Mapping[str, object] = field(default_factory=dict)
    next: str = ""
    ends: Ends | None = None


class Fragments:
    """Draws the pieces of one reader's page."""

    def __init__(self, draw: Draw, back: Callable[[int], str]) -> None:
        self._draw = draw
        self._back = back

    def arrived(self, hello: Hello, first: int) -> str:
        """Say who one is and who is here; `first` is the number of the first line that follows."""
        people = [person.alias for person in hello.members]
        arrived = self._draw("arrived", alias=hello.you.alias, people=people, others=hello.others)
        return self.earlier(first) + arrived if first > 1 else arrived

    def earlier(self, n: int) -> str:
        """Draw the way to what was said before line `n`."""
        return self._draw("earlier", at=self._back(n))

    def before(self) -> str:
        """Open the list of what was said before."""
        return self._draw("before")

    def live(self) -> str:
        """Open the list that is read aloud as it grows."""
        return self._draw("live")

    def first(self, *, alone: bool) -> str:
        """Greet somebody in a room where nothing stands yet."""
        return self._draw("first", alone=alone)

    def guest(self, profession: str) -> str:
        """Say that a guest is here, and what they are."""
        return self._draw("guest", profession=profession)

    def said(self, said: Said, *, mine: bool, badge: str = "") -> str:
        """Draw a line somebody said."""
        return self._draw(
            "said",
            n=said.n,
            **_moment(datetime.fromtimestamp(said.at / 1000, UTC)),
            alias=said.alias,
            mine=mine,
            badge=badge,
            text=said.text,
        )

    def note(self, key: str) -> str:
        """Draw a line of our own between the others."""
        return self._draw("note", key=key)

    def paragraph(self, key: str) -> str:
        """Draw a sentence of our own where no list is open."""
        return self._draw("paragraph", key=key)

    def sitting(self, sight: Sight) -> str:
        """Draw what changed in a meeting, and what one may press."""
        return self._draw("sitting", one=sight, words=BUTTONS)

    def look(self, n: int, how: str) -> str:
        """Have a line that was sent already look otherwise from now on."""
        return self._draw("look", n=n, how=how)

    def private(self, card: Card) -> str:
        """Draw a card only this reader sees; kinds of a later version are not shown.

        What was sent stays as it is, so it says when it was true.
        """
        if card.kind in WAITS:
            return self.sitting(WAITS[card.kind])
        return (
            self._draw("private", one=card, **_moment(datetime.now(UTC)))
            if card.kind in KNOWN
            else ""
        )

    def beat(self) -> str:
        """Draw the sign of life that tells, by itself, when no other follows it."""
        return self._draw("beat")

    def over(self, told: Told) -> str:
        """Draw the end, and how it goes on."""
        return self._draw("over", told=told)


def is_wait(frame: object) -> bool:
    """Return whether it says whether somebody waits for others."""
    return isinstance(frame, Card) and frame.kind in WAITS


def _moment(when: datetime) -> dict[str, str]:
    return {"when": f"{when:%Y-%m-%dT%H:%MZ}", "hour": f"{when:%H:%M} UTC"}
