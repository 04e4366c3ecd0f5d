"""A meeting as a reader without script sees it: what changed, in sentences, and buttons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from server.wire.frames import (
    FeedbackFacts,
    Hello,
    Here,
    Meeting,
    MeetingFrame,
    Over,
    Pause,
    Resume,
    Roles,
    Step,
    StepFacts,
    Turn,
    TurnFacts,
)

Sentence = tuple[str, Mapping[str, object]]
WISHES = ("listen", "welcome", "question")
# Folded away: what stands there must fit beside the talk, or whoever presses loses its end.
RARE = frozenset({*WISHES, "not_me", "last", "lay_down", "stand_in"})
MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Sight:
    """What is shown of a change: which part it is (if that is told), sentences, and what one
    may press, some of it folded away (`more`). `step` is the part's name in the protocol, `to`
    who may be given the piece; `is_last`: it is time to ask for a slip.
    """

    says: tuple[Sentence, ...] = ()
    buttons: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    part: Mapping[str, object] | None = None
    reading: str = ""
    step: str = ""
    to: Mapping[str, str] = field(default_factory=dict)
    is_last: bool = False


class Sitting:
    """What is known of the meeting that runs."""

    def __init__(self) -> None:
        self._you = ""
        self._people: dict[str, str] = {}
        self._is_paused = False
        self._steps: list[StepFacts] = []
        self._at = -1
        self._speak = ""
        self._guided = False
        self._turn: TurnFacts | None = None
        self._feedback: FeedbackFacts | None = None
        self._line: list[str] = []
        self._serving = ("", "")

    def enter(self, hello: Hello) -> Sight | None:
        """Begin with what the door says of a meeting."""
        self._you, facts = hello.you.id, hello.meeting
        self._people = {person.id: person.alias for person in hello.members}
        if not facts:
            return None
        self._steps, self._guided = facts.steps, facts.guided
        self._at, self._speak, self._line = facts.step, facts.speak, facts.line
        self._turn, self._feedback = facts.turn or None, facts.feedback or None
        self._serving = (facts.chair or "", facts.reserve or "")
        self._is_paused = bool(facts.paused)
        return self._sight(whole=True, reading=facts.reading or "")

    def meet(self, here: Here) -> None:
        """Follow who is here, and may be given the piece."""
        if here.members:
            self._people = {person.id: person.alias for person in here.members}
        self._people |= {person.id: person.alias for person in here.joined or ()}
        for ident in here.left or ():
            self._people.pop(ident, None)

    def take(self, frame: MeetingFrame) -> Sight | None:
        """Return what is shown of a change, if it is."""
        match frame:
            case Meeting():
                self._steps, self._guided, self._at = frame.steps, frame.guided, -1
                self._serving = (frame.chair or "", frame.reserve or "")
                self._is_paused = False
                return Sight((("room.meet_began", {"title": frame.title}),))
            case Step():
                self._at, self._speak, self._line = frame.step, frame.speak, []
                self._turn = self._feedback = None
                return self._sight(whole=True, reading=frame.reading or "")
            case Turn():
                return self._turned(frame)
            case Roles():
                return self._served(frame)
            case Pause():
                self._is_paused = True
                return Sight((("plain.meet_paused", {}),))
            case Resume():
                self._is_paused = False
                self._turn, self._feedback = frame.turn or None, frame.feedback or None
                return self._sight(whole=True) if self._at >= 0 else Sight((("plain.meet_on", {}),))
            case Over():
                self._at = -1
                return Sight((_ended(frame),), is_last=True)
            case _:
                ends = self._turn is not None or self._feedback is not None
                return Sight((("room.meet_closing", {}),), is_last=True) if ends else None

    def _turned(self, turn: Turn) -> Sight | None:
        before, waits = (self._turn, self._feedback), self._you in self._line
        self._turn, self._feedback, self._line = turn.turn or None, turn.feedback or None, turn.line
        was, now = (one.holder if one else "" for one in (before[0], self._turn))
        moved = was != now or bool(before[1]) != bool(self._feedback)
        if moved or turn.why in {"line_lost", "line_back"}:
            return self._sight()
        if turn.why in {"soon", "grace"} and now == self._you:
            return Sight(((f"room.turn_{turn.why}", {}),))
        if self._you in self._line and not waits:
            return self._waiting()
        return None

    def _waiting(self) -> Sight:
        """Tell one's place in the line, and roughly how long it takes."""
        before = self._line.index(self._you)
        left_s = self._turn.left_s if self._turn else 0
        wait_s = left_s + before * self._steps[self._at].turn_s
        more = ("last",) if len(self._line) > 1 else ()
        place: Sentence = ("room.turn_place", {"n": before + 1})
        wait: Sentence = ("room.turn_wait", {"n": max(1, round(wait_s / MINUTE_S))})
        return Sight((place, wait), ("unask",), more)

    def _served(self, roles: Roles) -> Sight | None:
        before, self._serving = self._serving, (roles.chair or "", roles.reserve or "")
        if roles.waiting:
            return Sight((("room.meet_waits", {}),))
        if self._you == self._serving[0] != before[0]:
            return Sight((("room.meet_chair_you", {}),), ("next", "lay_down"), step=self._step)
        if self._serving[0] not in {before[0], ""}:
            return Sight((("room.meet_chair", {"alias": self._name(self._serving[0])}),))
        return None

    def _name(self, member: str) -> str:
        return self._people.get(member, "…")

    @property
    def _step(self) -> str:
        return self._steps[self._at].id if self._at >= 0 else ""

    def _sight(self, *, whole: bool = False, reading: str = "") -> Sight:
        part = None
        if whole:
            kind = self._steps[self._at].kind
            part = {"n": self._at + 1, "of": len(self._steps), "kind": kind}
        if self._is_paused:
            return Sight((("plain.meet_paused", {}),), part=part)
        may = (*self._buttons(), *(self._serves() if whole else ()))
        return Sight(
            (self._speaks(), *self._lines_up()),
            tuple(name for name in may if name not in RARE),
            tuple(name for name in may if name in RARE),
            part,
            reading,
            self._step,
            self._others() if "pass" in may else {},
        )

    def _lines_up(self) -> Iterator[Sentence]:
        """Yield who waits for the piece, in the order that everybody sees."""
        if self._line:
            yield "room.turn_in_line", {"names": ", ".join(map(self._name, self._line))}

    def _others(self) -> Mapping[str, str]:
        return {ident: alias for ident, alias in self._people.items() if ident != self._you}

    def _speaks(self) -> Sentence:
        turn, feedback = self._turn, self._feedback
        if feedback is not None:
            key = "question" if feedback.wish == "question" else "of"
            mine = feedback.of == self._you
            return f"room.answer_{'yours' if mine else key}", {"alias": feedback.alias}
        if self._speak == "chair" and self._serving[0] not in {"", self._you}:
            return "room.turn_of", {"alias": self._name(self._serving[0])}
        if self._speak != "holder":
            known = {"nobody": "nobody", "guest": "guest"}
            return f"room.meet_{known.get(self._speak, 'everyone')}", {}
        if turn is None:
            return "room.turn_free", {}
        if turn.holder == self._you:
            return "room.turn_yours", {}
        return f"room.turn_{'held' if turn.phase == 'held' else 'of'}", {"alias": turn.alias}

    def _buttons(self) -> Iterator[str]:
        """Yield what one may do with the piece."""
        if self._feedback is not None and self._feedback.of == self._you:
            yield "enough"
        if self._turn is not None and self._turn.holder == self._you:
            yield from ("pass", *WISHES)
        elif self._speak == "holder" and self._you in self._line:
            yield from ("unask", "last") if len(self._line) > 1 else ("unask",)
        elif self._speak == "holder":
            yield from ("ask", "not_me") if self._feedback is None else ("ask",)

    def _serves(self) -> Iterator[str]:
        """Yield what one may do for the evening."""
        chair, reserve = self._serving
        if self._you == chair:
            yield from ("next", "lay_down")
        elif self._guided and self._you != reserve and not (chair and reserve):
            yield "stand_in" if chair else "lead"


def _ended(over: Over) -> Sentence:
    """Tell that it is over, and when its words are gone."""
    if not over.gone:
        return "room.meet_over", {}
    minutes = round((over.gone - over.at) / (1000 * MINUTE_S))
    return ("room.meet_over_until", {"n": minutes}) if minutes else ("room.meet_over_gone", {})
