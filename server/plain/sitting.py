"""A meeting as a reader without script sees it: what changed, in sentences, and buttons."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from server.wire.frames import Hello, Here, MeetingFrame, Over, Step
from server.wire.sitting import Change, Floor, gone_in
from server.wire.sitting import Sitting as Known

Sentence = tuple[str, Mapping[str, object]]
WISHES = ("listen", "welcome", "question")
# Folded away: what stands there must fit beside the talk, or whoever presses loses its end.
RARE = frozenset({*WISHES, "not_me", "last", "lay_down", "stand_in"})
FLOOR = {
    Floor.EVERYONE: "room.meet_everyone",
    Floor.NOBODY: "room.meet_nobody",
    Floor.GUEST: "room.meet_guest",
    Floor.FREE: "room.turn_free",
    Floor.YOURS: "room.turn_yours",
    Floor.ANSWERS_TO_YOU: "room.answer_yours",
    Floor.ANSWERS: "room.answer_of",
    Floor.QUESTION: "room.answer_question",
    Floor.OTHERS: "room.turn_of",
    Floor.HELD: "room.turn_held",
}


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
    """Shows the meeting that runs."""

    def __init__(self) -> None:
        self._known = Known()
        self._people: dict[str, str] = {}
        self.guests: Collection[str] = ()

    def enter(self, hello: Hello) -> Sight | None:
        """Begin with what the door says of a meeting."""
        self._people = {person.id: person.alias for person in hello.members}
        if not self._known.enter(hello) or not hello.meeting:
            return _says("plain.meet_paused") if self._known.is_paused else None
        return self._whole(hello.meeting.reading or "")

    @property
    def is_on(self) -> bool:
        """Whether a meeting runs."""
        return self._known.step is not None

    def meet(self, here: Here) -> None:
        """Follow who is here, and may be given the piece."""
        if here.members:
            self._people = {person.id: person.alias for person in here.members}
        self._people |= {person.id: person.alias for person in here.joined or ()}
        for ident in here.left or ():
            self._people.pop(ident, None)

    def take(self, frame: MeetingFrame) -> Sight | None:  # noqa: C901, PLR0912 - one arm for each change
        """Return what is shown of a change, if it is."""
        known = self._known
        match change := known.take(frame):
            case None:
                return None
            case Change.BEGAN:
                return _says("room.meet_began", title=known.title)
            case Change.PART:
                return self._whole(frame.reading or "" if isinstance(frame, Step) else "")
            case Change.FLOOR | Change.HELD:
                return self._sight()
            case Change.SOON | Change.GRACE:
                return _says("room.turn_soon" if change is Change.SOON else "room.turn_grace")
            case Change.IN_LINE:
                return self._waiting()
            case Change.NO_ADULT:
                return _says("room.meet_waits")
            case Change.YOU_LEAD:
                says: Sentence = ("room.meet_chair_you", {})
                return Sight((says,), ("next", "lay_down"), step=self._step)
            case Change.LED:
                return _says("room.meet_chair", alias=self._name(known.chair))
            case Change.PAUSED:
                return _says("plain.meet_paused")
            case Change.RESUMED:
                return self._whole() if known.step else _says("plain.meet_on")
            case Change.LAST_TURN:
                is_last = known.at == len(known.steps) - 1
                return Sight((("room.meet_closing", {}),), is_last=is_last)
            case Change.OVER:
                return Sight((_ended(frame),), is_last=True)
            case _:
                assert_never(change)

    def _waiting(self) -> Sight:
        """Tell one's place in the line, and roughly how long it takes."""
        place, minutes = self._known.wait()
        more = ("last",) if len(self._known.line) > 1 else ()
        says: tuple[Sentence, ...] = (
            ("room.turn_place", {"n": place}),
            ("room.turn_wait", {"n": minutes}),
        )
        return Sight(says, ("unask",), more)

    def _name(self, member: str) -> str:
        return self._people.get(member, "…")

    @property
    def _step(self) -> str:
        return self._known.step.id if self._known.step else ""

    def _whole(self, reading: str = "") -> Sight:
        """Show which part this is, and all that one may do."""
        known, step = self._known, self._known.step
        kind = step.kind if step else ""
        part = {"n": known.at + 1, "of": len(known.steps), "kind": kind}
        if known.is_paused:
            return replace(_says("plain.meet_paused"), part=part)
        return replace(self._sight(*self._serves()), part=part, reading=reading)

    def _sight(self, *serves: str) -> Sight:
        if self._known.is_paused:
            return _says("plain.meet_paused")
        may = (*self._buttons(), *serves)
        return Sight(
            (self._speaks(), *self._lines_up()),
            tuple(name for name in may if name not in RARE),
            tuple(name for name in may if name in RARE),
            step=self._step,
            to=self._others() if "pass" in may else {},
        )

    def _lines_up(self) -> Iterator[Sentence]:
        """Yield who waits for the piece, in the order that everybody sees."""
        if self._known.line:
            names = ", ".join(map(self._name, self._known.line))
            yield "room.turn_in_line", {"names": names}

    def _others(self) -> Mapping[str, str]:
        nobody = {self._known.you, *self.guests}
        return {ident: alias for ident, alias in self._people.items() if ident not in nobody}

    def _speaks(self) -> Sentence:
        if self._known.is_guest and self._known.step and self._known.step.guest:
            return "room.meet_you_guest", {}
        floor, alias = self._known.floor(self._name)
        return FLOOR[floor], {"alias": alias}

    def _buttons(self) -> Iterator[str]:
        """Yield what one may do with the piece; it does not go to guests."""
        known = self._known
        if known.is_guest:
            return
        if known.feedback is not None and known.feedback.of == known.you:
            yield "enough"
        if known.turn is not None and known.turn.holder == known.you:
            yield from ("pass", *WISHES)
        elif known.speak == "holder" and known.you in known.line:
            yield from ("unask", "last") if len(known.line) > 1 else ("unask",)
        elif known.speak == "holder":
            yield from ("ask", "not_me") if known.feedback is None else ("ask",)

    def _serves(self) -> Iterator[str]:
        """Yield what one may do for the evening."""
        known = self._known
        if known.is_guest:
            return
        if known.you == known.chair:
            yield from ("next", "lay_down")
        elif known.is_guided and known.you != known.reserve and not (known.chair and known.reserve):
            yield "stand_in" if known.chair else "lead"


def _says(key: str, **values: object) -> Sight:
    return Sight(((key, values),))


def _ended(frame: MeetingFrame) -> Sentence:
    """Tell that it is over, and when its words are gone."""
    minutes = gone_in(frame) if isinstance(frame, Over) else None
    if minutes is None:
        return "room.meet_over", {}
    return ("room.meet_over_until", {"n": minutes}) if minutes else ("room.meet_over_gone", {})
