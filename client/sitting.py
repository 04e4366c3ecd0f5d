"""A meeting as a terminal tells of it: one sentence for each thing that changes."""

from collections.abc import Callable

from msgspec import UNSET

from client.screen import Screen
from server.wire.frames import (
    Closing,
    FeedbackFacts,
    Hello,
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

MINUTE_S = 60


class Sitting:
    """What is known of the meeting that runs. `step` is the id of its part, or nothing; `say` and
    `name` give words, and who somebody is.
    """

    def __init__(
        self, screen: Screen, say: Callable[[str], str], name: Callable[[str], str]
    ) -> None:
        self.step = ""
        self._screen = screen
        self._say = say
        self._name = name
        self._title = ""
        self._steps: list[StepFacts] = []
        self._at = 0
        self._speak = ""
        self._turn: TurnFacts | None = None
        self._feedback: FeedbackFacts | None = None
        self._line: list[str] = []
        self._chair = ""
        self._is_paused = False
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
        self._turn, self._feedback = facts.turn or None, facts.feedback or None
        self._line, self._chair = facts.line, facts.chair or ""
        self._is_paused = bool(facts.paused)
        self.tell()

    def tell(self) -> None:
        """Say where the meeting is and who speaks."""
        if not self.step:
            self._screen.tell("meeting.none")
            return
        where = {"n": self._at + 1, "of": len(self._steps)}
        part = self._say(f"part.{self._steps[self._at].kind}")
        self._screen.tell("meeting.part", title=self._title, part=part, **where)
        if self._is_paused:
            self._screen.tell("meeting.paused")
            return
        self._speaks()
        self._lines_up()

    def hear(self, frame: MeetingFrame) -> None:
        """Follow what happens."""
        if frame.n <= self._n:
            return
        match frame:
            case Meeting():
                self._title, self._steps = frame.title, frame.steps
                self._chair, self._is_paused = frame.chair or "", False
                self._screen.tell("meeting.began", title=frame.title)
            case Step():
                self._stepped(frame)
            case Turn():
                self._turned(frame)
            case Closing():
                if self._turn or self._feedback:
                    self._screen.tell("meeting.closing")
            case Roles():
                self._served(frame)
            case Pause() | Resume():
                self._halted(frame)
            case Over():
                self.step = ""
                self._ended(frame)

    def _stepped(self, step: Step) -> None:
        self.step, self._at, self._speak = step.id, step.step, step.speak
        self._turn, self._feedback, self._line = None, None, []
        self.tell()
        if step.reading:
            self._screen.item(step.reading)

    def _served(self, roles: Roles) -> None:
        before, self._chair = self._chair, roles.chair or ""
        if roles.waiting:
            self._screen.tell("meeting.waits")
        elif self._chair == self._screen.me != before:
            self._screen.tell("meeting.chair_you")
        elif self._chair not in {before, ""}:
            self._screen.tell("meeting.chair", alias=self._name(self._chair))

    def _halted(self, frame: Pause | Resume) -> None:
        self._is_paused = isinstance(frame, Pause)
        if isinstance(frame, Pause):
            self._screen.tell("meeting.paused")
            return
        self._turn, self._feedback = frame.turn or None, frame.feedback or None
        self._screen.tell("meeting.resumed")
        if self.step:
            self._speaks()

    def _turned(self, turn: Turn) -> None:
        before, waited = self._turn, self._screen.me in self._line
        self._turn, self._line = turn.turn or None, turn.line
        opened = turn.feedback and not self._feedback
        self._feedback = turn.feedback or None
        me = self._screen.me
        is_mine = self._turn is not None and self._turn.holder == me
        has_moved = _holder(before) != _holder(self._turn) or turn.why == "feedback_over"
        match turn.why:
            case "soon" | "grace" if is_mine:
                self._screen.tell("turn.soon" if turn.why == "soon" else "turn.grace")
            case "line_lost" if self._turn:
                self._screen.tell("turn.held", alias=self._turn.alias)
            case "asked" if me in self._line and not waited and not has_moved:
                self._waits(self._line.index(me))
            case _ if has_moved or opened or turn.why == "line_back":
                self._speaks()
                self._lines_up()
            case _:
                pass

    def _ended(self, over: Over) -> None:
        if over.gone is UNSET:
            self._screen.tell("meeting.over")
            return
        minutes = round((over.gone - over.at) / (1000 * MINUTE_S))
        self._screen.tell("meeting.over_until" if minutes else "meeting.over_gone", n=minutes)

    def _lines_up(self) -> None:
        """Say who waits for the piece, in the order that everybody sees."""
        if self._line:
            self._screen.tell("turn.line", names=", ".join(map(self._name, self._line)))

    def _waits(self, before: int) -> None:
        """Say one's place in the line, and roughly how long it takes."""
        left_s = self._turn.left_s if self._turn else 0
        wait_s = left_s + before * self._steps[self._at].turn_s
        self._screen.tell("turn.place", n=before + 1)
        self._screen.tell("turn.wait", n=max(1, round(wait_s / MINUTE_S)))

    def _speaks(self) -> None:
        if self._feedback is not None:
            is_question = self._feedback.wish == "question"
            others = "turn.question" if is_question else "turn.answer"
            mine = self._feedback.of == self._screen.me
            self._screen.tell("turn.answers" if mine else others, alias=self._feedback.alias)
        elif self._speak == "chair" and self._chair not in {"", self._screen.me}:
            self._screen.tell("turn.of", alias=self._name(self._chair))
        elif self._speak != "holder":
            known = {"nobody": "turn.nobody", "guest": "turn.guest"}
            self._screen.tell(known.get(self._speak, "turn.everyone"))
        elif self._turn is None:
            self._screen.tell("turn.free")
        elif self._turn.holder == self._screen.me:
            minutes = max(1, round(self._turn.left_s / MINUTE_S))
            self._screen.tell("turn.yours", n=minutes)
        else:
            is_held = self._turn.phase == "held"
            self._screen.tell("turn.held" if is_held else "turn.of", alias=self._turn.alias)


def _holder(turn: TurnFacts | None) -> str:
    return turn.holder if turn is not None else ""
