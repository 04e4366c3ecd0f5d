"""A meeting as a reader without script sees it: what changed, in sentences, and buttons."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from server.plain.choices import RARE, of_the_evening, of_the_piece
from server.wire.frames import Hello, Here, MeetingFrame, Over, Said, Step
from server.wire.sitting import MINUTE_S, Change, Floor, gone_in
from server.wire.sitting import Sitting as Known

Sentence = tuple[str, Mapping[str, object]]
FLOOR = {
    Floor.EVERYONE: "room.meet_everyone",
    Floor.NOBODY: "room.meet_nobody",
    Floor.GUEST: "room.meet_guest",
    Floor.FREE: "room.turn_free",
    Floor.YOURS: "room.turn_yours",
    Floor.ANSWERS_TO_YOU: "room.answer_yours",
    Floor.ANSWERS: "room.answer_of",
    Floor.ANSWERED: "room.answer_done",
    Floor.QUESTION: "room.answer_question",
    Floor.ASKED: "room.answer_asked",
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
        self._reading = ""
        self.guests: Collection[str] = ()

    def enter(self, hello: Hello) -> None:
        """Begin with what the door says of a meeting."""
        self._people = {person.id: person.alias for person in hello.members}
        self._known.enter(hello)
        self._reading = hello.meeting.reading or "" if hello.meeting else ""

    @property
    def is_on(self) -> bool:
        """Whether a meeting runs."""
        return self._known.step is not None

    def now(self) -> Sight | None:
        """Return all of it as it is, for somebody who has just come in."""
        if self.is_on:
            return self._whole(self._reading)
        return _says("plain.meet_paused") if self._known.is_paused else None

    def said(self, said: Said) -> Sight | None:
        """Return what is shown because somebody wrote: with it oneself may have answered."""
        return self._sight() if self._known.said(said.by, said.n) else None

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
        return replace(self._sight(*of_the_evening(known)), part=part, reading=reading)

    def _sight(self, *serves: str) -> Sight:
        if self._known.is_paused:
            return _says("plain.meet_paused")
        may = (*of_the_piece(self._known), *serves)
        return Sight(
            (self._speaks(), *self._lasts(), *self._lines_up()),
            tuple(name for name in may if name not in RARE),
            tuple(name for name in may if name in RARE),
            step=self._step,
            to=self._others() if "pass" in may else {},
        )

    def _lasts(self) -> Iterator[Sentence]:
        """Yield how long nobody writes: there is nothing else to see of a quiet part."""
        if self._known.speak == "nobody":
            yield "room.turn_left", {"n": max(1, round(self._known.part_s / MINUTE_S))}

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


def _says(key: str, **values: object) -> Sight:
    return Sight(((key, values),))


def _ended(frame: MeetingFrame) -> Sentence:
    """Tell that it is over, and when its words are gone."""
    minutes = gone_in(frame) if isinstance(frame, Over) else None
    if minutes is None:
        return "room.meet_over", {}
    return ("room.meet_over_until", {"n": minutes}) if minutes else ("room.meet_over_gone", {})
