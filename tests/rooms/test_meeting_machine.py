"""Whatever people do in a round, in whatever order: the piece keeps its promises."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms import formats
from rooms.formats.format import Play, Scene
from rooms.formats.stage import Stage
from rooms.meeting import running
from rooms.meeting.protocol import MINUTE_MS, SECOND_MS

PEOPLE = st.sampled_from(["A", "B", "C", "D"])
DOES = st.sampled_from(
    ["ask", "ask_last", "step_back", "pass", "give", "say", "listen", "welcome", "question"]
)
FORMATS = formats.load()
OVER_MS = 200 * MINUTE_MS


class MeetingMachine(RuleBasedStateMachine):
    """Four people in a meeting, with a clock that only goes forward."""

    @initialize(form=st.sampled_from(["sharing_circle", "talking_piece", "relatives_circle"]))
    def begin(self, form: str) -> None:
        self.stage = Stage(FORMATS[form], Scene("", ("A", "B", "C", "D"), chair="A"))
        self.stage.wait_until(7 * MINUTE_MS)
        self.asked: dict[str, int] = {}
        self.came: dict[str, int] = {}

    @rule(who=PEOPLE, does=DOES, to=PEOPLE)
    def act(self, who: str, does: str, to: str) -> None:
        if who not in self.stage.here:
            return
        before = self.stage.meeting
        told = self.stage.do(Play("0:00", who, does, to if does == "give" else ""))  # type: ignore[arg-type] - the scenes' words
        if told:
            assert before == self.stage.meeting  # who is refused changes nothing
        elif does.startswith("ask"):
            self.asked[who] = self.stage.now

    @rule(who=PEOPLE)
    def come(self, who: str) -> None:
        self.stage.do(Play("0:00", who, "come"))
        self.asked[who] = self.came[who] = self.stage.now

    @rule(who=PEOPLE)
    def drop(self, who: str) -> None:
        self.stage.do(Play("0:00", who, "drop"))

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        self.stage.wait_until(self.stage.now + seconds * SECOND_MS)

    @invariant()
    def one_holder_at_most_and_only_they_speak(self) -> None:
        meeting = self.stage.meeting
        if meeting is None or meeting.turn is None:
            return
        speaking = [name for name in self.stage.here if meeting.may_speak(name)]
        assert speaking in ([meeting.turn.holder], [])

    @invariant()
    def nobody_stands_in_line_twice_or_with_the_piece_in_their_hands(self) -> None:
        meeting = self.stage.meeting
        if meeting is not None:
            assert len(set(meeting.line)) == len(meeting.line)
            assert meeting.turn is None or meeting.turn.holder not in meeting.line

    @invariant()
    def nobody_waits_for_a_first_turn_while_somebody_has_a_second(self) -> None:
        meeting = self.stage.meeting
        if meeting is None or meeting.turn is None or meeting.turn.held_at:
            return
        holder, now = meeting.turn.holder, self.stage.now
        if self.came.get(holder) == now:  # a second turn that was kept for them goes on
            return
        if meeting.had.get(holder) and meeting.turn.since == now:
            firsts = [n for n in meeting.line if not meeting.had.get(n) and n in self.stage.here]
            # Who asked, or came, in this same moment may have done so after the turn began.
            assert [] == [n for n in firsts if self.asked.get(n, 0) < now]

    @invariant()
    def nothing_that_is_due_is_forgotten(self) -> None:
        meeting = self.stage.meeting
        if meeting is not None:
            assert running.tick(meeting, self.stage.here) is None
            assert running.due(meeting, self.stage.now) > self.stage.now

    def teardown(self) -> None:
        """Whatever happened, it has an end."""
        if hasattr(self, "stage"):
            self.stage.wait_until(self.stage.now + OVER_MS)
            assert self.stage.meeting is None


TestMeeting = MeetingMachine.TestCase
TestMeeting.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
