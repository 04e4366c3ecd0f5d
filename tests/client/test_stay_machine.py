"""Whatever the order of acks, lines, gaps and lost sockets: every line once, in order; every
word of one's own answered."""

import msgspec
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from model_house import REFUSED, ModelHouse, mine
from room_frames import ENTER

from client.effects import Answer, Drop, Effect, Send, Show, WakeAfter
from client.events import Accepted, Missed, Refused
from client.stay import Stay
from server.wire.frames import Hello, Said, Say


class Visit(RuleBasedStateMachine):
    """One member, one room, one bad line between them."""

    def __init__(self) -> None:
        super().__init__()
        self.house = ModelHouse()
        self.stay = Stay()
        self.connected = False
        self.wakes = 0
        self.asked: dict[str, str] = {}
        self.outcomes: dict[str, Accepted | Refused] = {}
        self.lines: set[tuple[str, str]] = set()
        self.epoch = ""
        self.accounted: list[int] = []  # numbers of this epoch shown or told as missed

    def perform(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send():
                    assert self.connected
                    self.house.up.append(msgspec.json.encode(effect.frame))
                case Show():
                    self.see(effect.event)
                case Answer():
                    assert effect.id not in self.outcomes, "one answer"
                    self.outcomes[effect.id] = effect.outcome
                case WakeAfter():
                    self.wakes += 1
                case Drop():
                    self.lose_the_line()
                case _:
                    pass

    def see(self, event: object) -> None:
        match event:
            case Hello():
                if event.epoch != self.epoch:
                    self.epoch, self.accounted = event.epoch, [event.from_ - 1]
            case Missed(first=int(first), last=int(last)):
                assert self.accounted[-1] < first
                self.accounted += range(first, last + 1)
            case Said():
                assert (event.by, event.id) not in self.lines, "each line once"
                assert self.accounted[-1] < event.n, "in order"
                self.lines.add((event.by, event.id))
                self.accounted.append(event.n)
            case _:
                pass

    @initialize()
    def come_in(self) -> None:
        self.find_the_line()
        self.deliver_up()
        self.deliver_down()

    @precondition(lambda self: not self.connected)
    @rule()
    def find_the_line(self) -> None:
        self.connected = True
        self.perform(self.stay.opened(ENTER))

    @precondition(lambda self: self.connected)
    @rule()
    def lose_the_line(self) -> None:
        self.connected = False
        self.house.dropped()
        self.perform(self.stay.closed(1006))

    @precondition(lambda self: self.house.up)
    @rule()
    def deliver_up(self) -> None:
        self.house.take_one()

    @precondition(lambda self: self.house.down)
    @rule()
    def deliver_down(self) -> None:
        self.perform(self.stay.received(self.house.down.popleft()))

    @precondition(lambda self: self.house.down)
    @rule()
    def deliver_down_twice(self) -> None:
        frame = self.house.down.popleft()
        self.perform(self.stay.received(frame))
        if b'"n":' in frame and b'"at":' in frame:
            self.perform(self.stay.received(frame))

    @precondition(lambda self: any(b'"at":' in frame for frame in self.house.down))
    @rule()
    def lose_an_event(self) -> None:
        lost = next(frame for frame in self.house.down if b'"at":' in frame)
        self.house.down.remove(lost)

    @rule()
    def i_say_something(self) -> None:
        self.say("good evening")

    @rule()
    def i_say_what_is_refused(self) -> None:
        self.say(REFUSED)

    def say(self, text: str) -> None:
        ident = mine(len(self.asked))
        self.asked[ident] = text
        self.perform(self.stay.ask(Say(id=ident, text=text)))

    @rule()
    def somebody_says_something(self) -> None:
        self.house.somebody_says()

    @rule()
    def something_unknown_happens(self) -> None:
        self.house.happen(t="omen", holder="nobody")

    @rule()
    def time_passes_and_lines_go(self) -> None:
        self.house.expire()

    @rule()
    def the_house_is_busy(self) -> None:
        self.house.busy += 1

    @precondition(lambda self: self.house.down)
    @rule()
    def the_member_is_too_slow(self) -> None:
        self.house.drop_queue()

    @rule()
    def continuity_is_lost(self) -> None:
        self.house.lose_continuity()

    @precondition(lambda self: self.wakes)
    @rule()
    def the_wait_is_over(self) -> None:
        self.wakes -= 1
        self.perform(self.stay.wake())

    @precondition(lambda self: self.connected)
    @rule()
    def a_tick(self) -> None:
        self.perform(self.stay.received(b'{"t":"tick"}'))

    @invariant()
    def what_is_not_answered_is_still_asked(self) -> None:
        assert len(self.asked) - len(self.outcomes) == len(self.stay.asking)

    def teardown(self) -> None:
        """Let the line be good for a while; then everything must have come right."""
        self.house.somebody_says()  # a lost last line shows only when another follows
        for _ in range(10_000):
            if not self.step():
                break
        else:
            raise AssertionError("it never comes to rest")
        self.check_answers()
        self.check_lines()

    def step(self) -> bool:
        if not self.connected:
            self.find_the_line()
        elif self.house.up:
            self.deliver_up()
        elif self.house.down:
            self.deliver_down()
        elif self.wakes:
            self.the_wait_is_over()
        elif len(self.stay.asking) or not self.stay.caught_up:
            self.a_tick()
        else:
            return False
        return True

    def check_answers(self) -> None:
        assert self.asked.keys() == self.outcomes.keys()
        for ident, text in self.asked.items():
            assert isinstance(self.outcomes[ident], Refused) == (text == REFUSED)

    def check_lines(self) -> None:
        head = self.house.head
        start = self.accounted[0]
        in_log = [msgspec.json.decode(event) for event in self.house.log]
        others = {event["n"] for event in in_log if event["t"] != "said"}
        again = {
            event["n"]
            for event in in_log
            if event["t"] == "said" and (event["by"], event["id"]) in self.lines
        }
        assert set(range(start + 1, head + 1)) <= {*self.accounted, *others, *again}


Visit.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestVisit = Visit.TestCase
