"""A scene played by the same rules as a meeting, with a clock in our hands."""

from rooms.formats.format import Format, Play, Scene
from rooms.meeting import asking, fold, running
from rooms.meeting.events import MeetingBegan, MeetingEnded, MeetingEvent
from rooms.meeting.here import Here
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Wish
from rooms.refusal import Code, Refusal


class Stage:
    """One meeting with its people, who are called by their names."""

    def __init__(self, form: Format, scene: Scene) -> None:
        self.now = 0
        self.meeting: Meeting | None = None
        self.over = ""
        self.seen: set[str] = set()
        self._people = dict.fromkeys(scene.people, "")
        began = MeetingBegan(
            "scene",
            form.protocol("en"),
            0,
            scene.chair,
            scene.reserve,
            scene.guests,
            scene.adults,
        )
        self._happen(running.begin(None, self.here, began))
        self.wait_until(0)

    @property
    def here(self) -> Here:
        """Who is there now."""
        return Here(self.now, {name: name for name in self._people})

    def wait_until(self, at: int) -> None:
        """Let the clock go on to a time, and everything happen that is due until then."""
        while True:
            self._settle()
            if self.meeting is None:
                self.now = at
                return
            due = running.due(self.meeting, self.now)
            if due > at:
                self.now = at
                return
            self.now = due

    def do(self, play: Play) -> str:
        """Do what somebody does and return the code they are told, or nothing."""
        if play.does in {"come", "drop"}:
            self._come_or_go(play)
            return ""
        if self.meeting is None:
            return Code.NO_MEETING
        try:
            event = _asked(self.meeting, play, self.here)
        except Refusal as refusal:
            return refusal.code
        if event is not None:
            self._happen(event)
        else:
            self.meeting = fold.heard(self.meeting, play.who, self.now)
        self._settle()
        return ""

    def _come_or_go(self, play: Play) -> None:
        if play.does == "come":
            self._people[play.who] = ""
        else:
            self._people.pop(play.who, None)
        self._settle()

    def _settle(self) -> None:
        while self.meeting is not None:
            event = running.tick(self.meeting, self.here)
            if event is None:
                return
            self._happen(event)

    def _happen(self, event: MeetingEvent) -> None:
        self.meeting = fold.evolve(self.meeting, event)
        if isinstance(event, MeetingEnded):
            self.over = event.why
        if self.meeting is not None and self.meeting.step >= 0:
            self.seen.add(self.meeting.now_step.id)


def _asked(meeting: Meeting, play: Play, here: Here) -> MeetingEvent | None:
    match play.does:
        case "ask" | "ask_last":
            return asking.ask(meeting, play.who, here, last=play.does == "ask_last")
        case "step_back":
            return asking.step_back(meeting, play.who, here)
        case "pass" | "give":
            return asking.pass_on(meeting, play.who, here, play.to)
        case "listen" | "welcome" | "question":
            return asking.wish(meeting, play.who, Wish(play.does), here)
        case "next":
            return asking.go_on(meeting, play.who, play.to or meeting.now_step.id)
        case "lead" | "lay_down":
            return asking.lead(meeting, play.who, up=play.does == "lead")
        case "say" if not meeting.may_speak(play.who):
            raise Refusal(Code.NOT_YOUR_TURN)
        case _:
            return None


def differences(stage: Stage, play: Play, told: str) -> list[str]:
    """Return in sentences what is not as the scene has it at this moment."""
    meeting = stage.meeting
    turn = meeting.turn if meeting else None
    is_so: dict[str, tuple[object, object]] = {
        "refused": (play.refused, told),
        "over": (play.over or stage.over, stage.over),
        "step": (play.step, meeting.now_step.id if meeting else ""),
        "holder": (play.holder, turn.holder if turn else ""),
        "line": (play.line, meeting.line if meeting else ()),
        "chair": (play.chair, meeting.chair if meeting else ""),
    }
    if play.may is not None and meeting is not None:
        may = tuple(name for name in stage.here if meeting.may_speak(name))
        is_so["may"] = (tuple(sorted(play.may)), tuple(sorted(may)))
    return [
        f"at {play.at} {what} is {_shown(found)}, not {_shown(wanted)}"
        for what, (wanted, found) in is_so.items()
        if wanted is not None and wanted != found
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "nobody"
    return str(value) or "nothing"
