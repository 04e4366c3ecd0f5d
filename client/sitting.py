"""A meeting as a terminal tells of it: one sentence for each thing that changes."""

from collections.abc import Callable
from typing import assert_never

from client.screen import Screen
from server.wire.frames import Hello, MeetingFrame, Over, Said, Step
from server.wire.sitting import MINUTE_S, Change, Floor, gone_in
from server.wire.sitting import Sitting as Known

FLOOR = {
    Floor.EVERYONE: "turn.everyone",
    Floor.NOBODY: "turn.nobody",
    Floor.GUEST: "turn.guest",
    Floor.FREE: "turn.free",
    Floor.YOURS: "turn.yours",
    Floor.ANSWERS_TO_YOU: "turn.answers",
    Floor.ANSWERS: "turn.answer",
    Floor.ANSWERED: "turn.answered",
    Floor.QUESTION: "turn.question",
    Floor.ASKED: "turn.asked",
    Floor.OTHERS: "turn.of",
    Floor.HELD: "turn.held",
}


class Sitting:
    """Tells of the meeting that runs; `say` and `name` give words, and who somebody is."""

    def __init__(
        self, screen: Screen, say: Callable[[str], str], name: Callable[[str], str]
    ) -> None:
        self._screen = screen
        self._say = say
        self._name = name
        self._known = Known()

    @property
    def step(self) -> str:
        """The id of the part that runs, or nothing."""
        return self._known.step.id if self._known.step else ""

    def asked_out(self, *, up: bool) -> None:
        """Know that one asked for no guest while one speaks, or took it back."""
        self._known.is_alone = up

    def enter(self, hello: Hello) -> None:
        """Begin with what the door says of it."""
        was_paused = self._known.is_paused
        if self._known.enter(hello):
            self.tell()
        elif self._known.is_paused and not was_paused:
            self._screen.tell("meeting.paused")

    def tell(self) -> None:
        """Say where the meeting is and who speaks."""
        known, step = self._known, self._known.step
        if step is None:
            self._screen.tell("meeting.none")
            return
        where = {"n": known.at + 1, "of": len(known.steps)}
        part = self._say(f"part.{step.kind}")
        self._screen.tell("meeting.part", title=known.title, part=part, **where)
        if known.is_paused:
            self._screen.tell("meeting.paused")
            return
        self._speaks()
        self._lines_up()
        if known.is_alone:
            self._screen.tell("turn.alone_stands")

    def said(self, said: Said) -> None:
        """Follow somebody's words: with them oneself may have answered."""
        if self._known.said(said.by, said.n):
            self._speaks()

    def hear(self, frame: MeetingFrame) -> None:  # noqa: C901, PLR0912 - one arm for each change
        """Follow what happens."""
        known, tell = self._known, self._screen.tell
        match change := known.take(frame):
            case None:
                pass
            case Change.BEGAN:
                tell("meeting.began", title=known.title)
            case Change.PART:
                self.tell()
                if isinstance(frame, Step) and frame.reading:
                    self._screen.item(frame.reading)
            case Change.FLOOR:
                self._speaks()
                self._lines_up()
            case Change.HELD:
                tell("turn.held", alias=known.turn.alias if known.turn else "")
            case Change.SOON | Change.GRACE:
                tell("turn.soon" if change is Change.SOON else "turn.grace")
            case Change.IN_LINE:
                self._waits()
            case Change.NO_ADULT:
                tell("meeting.waits")
            case Change.YOU_LEAD:
                tell("meeting.chair_you")
            case Change.LED:
                tell("meeting.chair", alias=self._name(known.chair))
            case Change.PAUSED:
                tell("meeting.paused")
            case Change.RESUMED:
                tell("meeting.resumed")
                if known.step:
                    self._speaks()
            case Change.LAST_TURN:
                tell("meeting.closing")
            case Change.OVER:
                self._ended(gone_in(frame) if isinstance(frame, Over) else None)
            case _:
                assert_never(change)

    def _ended(self, minutes: int | None) -> None:
        if minutes is None:
            self._screen.tell("meeting.over")
            return
        self._screen.tell("meeting.over_until" if minutes else "meeting.over_gone", n=minutes)

    def _lines_up(self) -> None:
        """Say who waits for the piece, in the order that everybody sees."""
        if self._known.line:
            self._screen.tell("turn.line", names=", ".join(map(self._name, self._known.line)))

    def _waits(self) -> None:
        """Say one's place in the line, and roughly how long it takes."""
        place, minutes = self._known.wait()
        self._screen.tell("turn.place", n=place)
        self._screen.tell("turn.wait", n=minutes)

    def _speaks(self) -> None:
        floor, alias = self._known.floor(self._name)
        left_s = self._known.turn.left_s if self._known.turn else self._known.part_s
        self._screen.tell(FLOOR[floor], alias=alias, n=max(1, round(left_s / MINUTE_S)))
