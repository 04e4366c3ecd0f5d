"""The meeting that runs, for whoever hears its frames: what changed with each, and who speaks.

The room without script and the terminal are both told through this, each in words of its own.
"""

from collections.abc import Callable
from enum import Enum, auto

from server.wire.answers import Answers
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


class Change(Enum):
    """What is worth telling of a frame."""

    BEGAN = auto()
    PART = auto()  # another part of the meeting
    FLOOR = auto()  # others speak, or answers begin or end
    HELD = auto()  # whoever speaks lost the line
    SOON = auto()  # one's own turn is nearly over
    GRACE = auto()  # one's own turn is over but for a sentence
    IN_LINE = auto()  # one waits for the piece now
    NO_ADULT = auto()  # the young wait for somebody trained
    YOU_LEAD = auto()
    LED = auto()
    PAUSED = auto()
    RESUMED = auto()
    LAST_TURN = auto()
    OVER = auto()


class Floor(Enum):
    """Who may write now; in the last seven somebody is named."""

    EVERYONE = auto()
    NOBODY = auto()
    GUEST = auto()
    FREE = auto()  # whoever asks for the piece
    YOURS = auto()
    ANSWERS_TO_YOU = auto()
    ANSWERS = auto()
    ANSWERED = auto()  # one has, and it is one message each
    QUESTION = auto()
    ASKED = auto()  # somebody has, and it is one question in all
    OTHERS = auto()
    HELD = auto()


NOT_BY_TURNS = {"nobody": Floor.NOBODY, "guest": Floor.GUEST}


class Sitting:
    """What is known of the meeting. `at` is the number of its part, below 0 without any."""

    def __init__(self) -> None:
        self.you = ""
        self.is_guest = False
        self.title = ""
        self.steps: list[StepFacts] = []
        self.at = -1
        self.speak = ""
        self.part_s = 0  # how long the part lasts yet, when it was told
        self.is_guided = False
        self.is_paused = False
        self.is_alone = False  # no guest is there while one speaks oneself
        self.turn: TurnFacts | None = None
        self.feedback: FeedbackFacts | None = None
        self.line: list[str] = []
        self.chair = ""
        self.reserve = ""
        self._n = 0  # what is told up to here was in the door's words
        self._answers = Answers()

    def enter(self, hello: Hello) -> bool:
        """Begin with what the door says; return whether a meeting runs."""
        self.you, self._n, facts = hello.you.id, hello.n, hello.meeting
        self.is_guest = hello.you.guest is True
        self.is_paused = bool(hello.paused)
        if not facts:
            self.at = -1
            return False
        self.title, self.steps, self.is_guided = facts.title, facts.steps, facts.guided
        self.at, self.speak, self.line = facts.step, facts.speak, facts.line
        self.turn, self.feedback = facts.turn or None, facts.feedback or None
        self.part_s = (facts.until - facts.now) // 1000
        self._answers.enter(self.feedback)
        self.chair, self.reserve = facts.chair or "", facts.reserve or ""
        self.is_paused, self.is_alone = bool(facts.paused), facts.alone is True
        return True

    @property
    def step(self) -> StepFacts | None:
        """The part of the meeting that runs."""
        return self.steps[self.at] if self.at >= 0 else None

    def take(self, frame: MeetingFrame) -> Change | None:
        """Follow what happens; return what is worth telling of it."""
        self._answers.follow(frame)
        if frame.n <= self._n:
            return None
        match frame:
            case Meeting():
                self.title, self.steps, self.at = frame.title, frame.steps, -1
                self.is_guided, self.is_paused, self.is_alone = frame.guided, False, False
                self.chair, self.reserve = frame.chair or "", frame.reserve or ""
                return Change.BEGAN
            case Step():
                self.at, self.speak, self.line = frame.step, frame.speak, []
                self.turn = self.feedback = None
                self.part_s = (frame.until - frame.at) // 1000
                return Change.PART
            case Turn():
                return self._turned(frame)
            case Closing():
                return Change.LAST_TURN if self.turn or self.feedback else None
            case Roles():
                return self._served(frame)
            case Pause():
                self.is_paused = True
                return Change.PAUSED
            case Resume():
                self.is_paused = False
                self.turn, self.feedback = frame.turn or None, frame.feedback or None
                self.part_s = ((frame.until or frame.at) - frame.at) // 1000
                return Change.RESUMED
            case Over():
                self.at = -1
                return Change.OVER

    def said(self, by: str, n: int) -> bool:
        """Follow somebody's words; return whether one may answer no more since line `n`."""
        if self.feedback is None:
            return False
        before = self._answering(self.feedback)
        self._answers.said(by)
        return n > self._n and self._answering(self.feedback) is not before

    def floor(self, name: Callable[[str], str]) -> tuple[Floor, str]:
        """Return who may write now, and whom that is about, if it is about somebody."""
        if self.feedback is not None:
            now = self._answering(self.feedback)
            return now, "" if now is Floor.ANSWERS_TO_YOU else self.feedback.alias
        if self.speak == "chair" and self.chair not in {"", self.you}:
            return Floor.OTHERS, name(self.chair)
        if self.speak != "holder":
            return NOT_BY_TURNS.get(self.speak, Floor.EVERYONE), ""
        if self.turn is None:
            return Floor.FREE, ""
        if self.turn.holder == self.you:
            return Floor.YOURS, ""
        return Floor.HELD if self.turn.phase == "held" else Floor.OTHERS, self.turn.alias

    def _answering(self, feedback: FeedbackFacts) -> Floor:
        if feedback.of == self.you:
            return Floor.ANSWERS_TO_YOU
        answered = self._answers.by - {feedback.of}
        if feedback.wish == "question":
            return Floor.ASKED if answered else Floor.QUESTION
        return Floor.ANSWERED if self.you in answered else Floor.ANSWERS

    def wait(self) -> tuple[int, int]:
        """Return one's place in the line, and about how many minutes it takes."""
        before, step = self.line.index(self.you), self.step
        left_s = self.turn.left_s if self.turn else 0
        wait_s = left_s + before * (step.turn_s if step else 0)
        return before + 1, max(1, round(wait_s / MINUTE_S))

    def _turned(self, turn: Turn) -> Change | None:
        before, waited = (_holder(self.turn), bool(self.feedback)), self.you in self.line
        self.turn, self.feedback, self.line = turn.turn or None, turn.feedback or None, turn.line
        now = _holder(self.turn), bool(self.feedback)
        if turn.why == "line_lost" and self.turn:
            return Change.HELD
        if now != before or turn.why == "line_back":
            return Change.FLOOR
        if turn.why in {"soon", "grace"} and now[0] == self.you:
            return Change.SOON if turn.why == "soon" else Change.GRACE
        return Change.IN_LINE if self.you in self.line and not waited else None

    def _served(self, roles: Roles) -> Change | None:
        before, self.chair, self.reserve = self.chair, roles.chair or "", roles.reserve or ""
        if roles.waiting:
            return Change.NO_ADULT
        if self.chair == self.you != before:
            return Change.YOU_LEAD
        return Change.LED if self.chair not in {before, ""} else None


def gone_in(over: Over) -> int | None:
    """Return after how many minutes the words of a meeting are gone; None if they stay."""
    return round((over.gone - over.at) / (1000 * MINUTE_S)) if over.gone else None


def _holder(turn: TurnFacts | None) -> str:
    return turn.holder if turn is not None else ""
