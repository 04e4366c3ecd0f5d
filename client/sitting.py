"""A meeting as a terminal tells of it: one sentence for each thing that changes."""

from msgspec import UNSET

from client.screen import Screen
from server.wire.frames import (
    Closing,
    Hello,
    Meeting,
    MeetingFrame,
    Over,
    Roles,
    Step,
    StepFacts,
    Turn,
    TurnFacts,
)

MINUTE_S = 60


class Sitting:
    """What is known of the meeting that runs. `step` is the id of its part, or nothing."""

    def __init__(self, screen: Screen) -> None:
        self.step = ""
        self._screen = screen
        self._title = ""
        self._steps: list[StepFacts] = []
        self._at = 0
        self._speak = ""
        self._turn: TurnFacts | None = None
        self._line: list[str] = []
        self._n = 0  # what is told up to here was in the door's words

    def enter(self, hello: Hello) -> None:
        """Begin with what the door says of it."""
        self._n = hello.n
        facts = hello.meeting
        if facts is UNSET:
            self.step = ""
            return
        self._title, self._steps, self._at = facts.title, facts.steps, facts.step
        self.step, self._speak = facts.steps[facts.step].id, facts.speak
        self._turn, self._line = facts.turn or None, facts.line
        self.tell()

    def tell(self) -> None:
        """Say where the meeting is and who speaks."""
        if not self.step:
            self._screen.tell("meeting.none")
            return
        where = {"n": self._at + 1, "of": len(self._steps)}
        kind = self._steps[self._at].kind.replace("_", " ")
        self._screen.tell("meeting.part", title=self._title, part=kind, **where)
        self._speaks()

    def hear(self, frame: MeetingFrame) -> None:
        """Follow what happens."""
        if frame.n <= self._n:
            return
        match frame:
            case Meeting():
                self._title, self._steps = frame.title, frame.steps
                self._screen.tell("meeting.began", title=frame.title)
            case Step():
                self._stepped(frame)
            case Turn():
                self._turned(frame)
            case Closing():
                self._screen.tell("meeting.closing")
            case Roles():
                if frame.waiting:
                    self._screen.tell("meeting.waits")
            case Over():
                self.step = ""
                self._screen.tell("meeting.over")

    def _stepped(self, step: Step) -> None:
        self.step, self._at, self._speak = step.id, step.step, step.speak
        self._turn, self._line = None, []
        self.tell()
        if step.reading:
            self._screen.item(step.reading)

    def _turned(self, turn: Turn) -> None:
        before, self._turn, self._line = self._turn, turn.turn or None, turn.line
        me = self._screen.me
        is_mine = self._turn is not None and self._turn.holder == me
        has_moved = _holder(before) != _holder(self._turn) or turn.why == "feedback_over"
        if turn.feedback:
            mine = turn.feedback.of == me
            self._screen.tell("turn.answers" if mine else "turn.answer", alias=turn.feedback.alias)
            return
        match turn.why:
            case "soon" | "grace" if is_mine:
                self._screen.tell("turn.soon" if turn.why == "soon" else "turn.grace")
            case "line_lost" if self._turn:
                self._screen.tell("turn.held", alias=self._turn.alias)
            case "asked" if me in self._line and not has_moved:
                self._screen.tell("turn.place", n=self._line.index(me) + 1)
            case _ if has_moved or turn.why == "line_back":
                self._speaks()
            case _:
                pass

    def _speaks(self) -> None:
        if self._speak != "holder":
            self._screen.tell("turn.everyone" if self._speak == "everyone" else "turn.nobody")
        elif self._turn is None:
            self._screen.tell("turn.free")
        elif self._turn.holder == self._screen.me:
            minutes = max(1, round(self._turn.left_s / MINUTE_S))
            self._screen.tell("turn.yours", n=minutes)
        else:
            self._screen.tell("turn.of", alias=self._turn.alias)


def _holder(turn: TurnFacts | None) -> str:
    return turn.holder if turn is not None else ""
