"""Meetings that are held: one who decides, and who was slower decides again."""

from collections.abc import Collection

import pytest
from memory_streams import Company, MemoryStreams, Pace, run
from msgspec import structs
from refusals import refused

from rooms import formats
from rooms.commands import GoOn, Lead, MakeWish, PassTurn, Post, TakeTurn
from rooms.events import RuleRaised
from rooms.group.roles import Evening
from rooms.held_meetings import HeldMeetings, Occasion
from rooms.meeting import pausing
from rooms.meeting.events import (
    AdultsChanged,
    Ending,
    GuestCame,
    MeetingBegan,
    MeetingEnded,
    PauseEnded,
    StepBegan,
    TurnChanged,
)
from rooms.meeting.pausing import PAUSE_MS
from rooms.meeting.protocol import MINUTE_MS
from rooms.meeting.state import Meeting
from rooms.meeting.turn import Wish
from rooms.refusal import Code, Refusal
from rooms.service import Rooms

ROOM = "gambling"


class World:
    """A room in memory, and a meeting in it."""

    def __init__(self) -> None:
        self.streams = MemoryStreams(ROOM)
        self.company = Company(self.streams, "ada", "ben", "cem")
        self.pace = Pace()
        self.meetings = HeldMeetings(self.streams, self.company, self.pace, formats.load(), self)
        self.rooms = Rooms(self.streams, self.pace, self.pace)
        self.count = 0
        self.evening = Evening()
        self.guests: list[str] = []
        self.new_for_s = 0
        self.adults_named: tuple[str, ...] = ()

    async def tonight(self, _room_id: str, _here: Collection[str]) -> tuple[Evening, list[str]]:
        return self.evening, self.guests

    async def new_for(self, _room_id: str, _member: str) -> int:
        return self.new_for_s

    async def adults(self, _room_id: str) -> tuple[str, ...]:
        return self.adults_named

    @property
    def meeting(self) -> Meeting:
        assert self.streams.folded.meeting is not None
        return self.streams.folded.meeting

    def begin(self, form: str = "sharing_circle", **serving: str) -> None:
        run(self.meetings.begin(ROOM, Occasion("m", form, **serving)))

    def begin_sharing(self) -> None:
        self.begin()
        self.wait(2)
        self.wait(5)

    def wait(self, minutes: int) -> None:
        self.streams.now += minutes * MINUTE_MS
        run(self.meetings.look(ROOM))

    def ask(self, by: str, id: str = "") -> int:  # noqa: A002 - the wire's word
        self.count += 1
        return run(self.meetings.do(ROOM, TakeTurn(by, id or f"ask {self.count}")))

    def say(self, by: str, text: str) -> int:
        return run(self.rooms.post(ROOM, Post(by, f"{by}: {text}", f"the {by}", text)))

    def events(self) -> list[object]:
        return [event for _, _, event in self.streams.entries]


@pytest.fixture
def world() -> World:
    return World()


def test_a_meeting_begins_with_its_first_step(world: World):
    world.begin()

    assert [MeetingBegan, StepBegan] == [type(event) for event in world.events()]
    assert "welcome" == world.meeting.now_step.id


def test_whoever_has_the_role_opens_and_a_guest_who_is_here_is_known(world: World):
    world.evening, world.guests = Evening("ada", "ben"), ["cem"]
    world.begin()

    meeting = world.meeting
    assert ("ada", "ben", ("cem",)) == (meeting.chair, meeting.reserve, meeting.guests)


def test_where_nobody_serves_the_meeting_runs_by_itself(world: World):
    world.begin()
    world.wait(2)

    assert ("", "check_in") == (world.meeting.chair, world.meeting.now_step.id)


def test_a_pause_stops_every_clock_and_all_goes_on_with_what_was_left(world: World):
    world.begin_sharing()
    world.ask("ada")
    left = world.meeting.turn and world.meeting.turn.left_at(world.streams.now)
    until = world.meeting.until
    world.streams.happen(pausing.begun(world.streams.now), raises_rule=True)
    world.wait(9)
    assert world.meeting.paused_at
    world.wait(1)

    assert left == (world.meeting.turn and world.meeting.turn.left_at(world.streams.now))
    assert until + PAUSE_MS == world.meeting.until
    assert 0 == world.meeting.paused_at
    ended = [e for e in world.events() if isinstance(e, PauseEnded)]
    assert [(world.meeting.until, world.meeting.turn)] == [(e.until, e.turn) for e in ended]


def test_a_guest_who_comes_later_has_no_turn_and_no_place_in_line(world: World):
    world.begin_sharing()
    world.ask("ada")
    world.ask("ben")
    world.streams.happen(GuestCame("ben"), raises_rule=True)

    assert ((), ("ben",)) == (world.meeting.line, world.meeting.guests)
    with refused(Code.NO_TIME_LEFT):
        world.ask("ben")


def test_a_meeting_reads_in_the_language_of_its_room(world: World):
    world.begin()

    assert {"en"} == set(world.meeting.protocol.steps[0].reading)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("open_floor", Code.NO_MEETING),
        ("none", Code.NO_MEETING),
        ("young_relatives", Code.ADULTS_MISSING),
    ],
)
def test_what_is_no_meeting_or_may_not_open_is_refused(world: World, form: str, code: Code):
    with refused(code):
        world.begin(form)

    assert [] == world.events()


def test_where_no_meeting_runs_there_are_no_turns(world: World):
    with refused(Code.NO_TURNS):
        world.ask("ada")


def test_two_who_ask_at_once_stand_in_one_order(world: World):
    world.begin_sharing()
    world.streams.meanwhile = lambda: world.ask("ben")  # just before ada's is stored
    world.ask("ada")

    assert ("ben", ("ada",)) == (
        world.meeting.turn and world.meeting.turn.holder,
        world.meeting.line,
    )


def test_an_ask_that_is_sent_again_is_the_first_one(world: World):
    world.begin_sharing()
    first = world.ask("ada", "1")
    world.ask("ben", "2")

    assert first == world.ask("ada", "1")
    assert ("ben",) == world.meeting.line


def test_two_chairs_who_press_next_at_once_go_one_step_on(world: World):
    world.begin(chair="ada", reserve="ben")
    run(world.meetings.do(ROOM, GoOn("ada", "1", "welcome")))

    with refused(Code.WENT_ON):
        run(world.meetings.do(ROOM, GoOn("ada", "2", "welcome")))
    with refused(Code.NOT_THE_CHAIR):
        run(world.meetings.do(ROOM, GoOn("ben", "3", "check_in")))
    assert "check_in" == world.meeting.now_step.id


def test_two_nodes_that_look_at_the_same_moment_do_what_is_due_once(world: World):
    world.begin_sharing()
    world.ask("ada")
    before = len(world.events())
    other = HeldMeetings(world.streams, world.company, world.pace, formats.load(), world)
    world.streams.now += 3 * MINUTE_MS
    world.streams.meanwhile = lambda: run(other.look(ROOM))
    run(world.meetings.look(ROOM))

    assert ["grace"] == [e.why for e in world.events()[before:] if isinstance(e, TurnChanged)]


def test_words_of_somebody_whose_turn_just_ended_are_refused(world: World):
    world.begin_sharing()
    world.ask("ada")
    world.streams.meanwhile = lambda: run(world.meetings.do(ROOM, PassTurn("ada", "p")))

    with refused(Code.NOT_YOUR_TURN):
        run(world.rooms.post(ROOM, Post("ada", "w", "the ada", "too late")))


def opened_feedback(world: World, what: Wish) -> None:
    """Let Ada share, and ask for what may follow."""
    world.begin_sharing()
    world.ask("ada")
    run(world.meetings.do(ROOM, MakeWish("ada", "wish", what)))
    world.say("ada", "this week was long")
    run(world.meetings.do(ROOM, PassTurn("ada", "pass")))


@pytest.mark.parametrize(
    ("what", "second"), [(Wish.WELCOME, "ben"), (Wish.QUESTION, "ben"), (Wish.QUESTION, "cem")]
)
def test_a_second_answer_in_the_same_instant_comes_too_late(world: World, what: Wish, second: str):
    opened_feedback(world, what)
    world.streams.meanwhile = lambda: world.say("ben", "thank you for that")

    with refused(Code.NOT_YOUR_TURN):
        world.say(second, "and one more")


def test_answers_of_two_in_the_same_instant_are_both_heard(world: World):
    opened_feedback(world, Wish.WELCOME)
    world.streams.meanwhile = lambda: world.say("ben", "thank you for that")
    world.say("cem", "from me, too")

    assert {"ben", "cem"} == set(world.meeting.answered)


def test_who_passes_in_the_instant_of_their_first_words_is_answered_all_the_same(world: World):
    world.begin_sharing()
    world.ask("ada")
    run(world.meetings.do(ROOM, MakeWish("ada", "wish", Wish.WELCOME)))
    world.streams.meanwhile = lambda: world.say("ada", "this week was long")
    run(world.meetings.do(ROOM, PassTurn("ada", "pass")))

    assert "ada" == (world.meeting.feedback and world.meeting.feedback.of)


def test_who_leaves_for_good_lets_go_of_the_piece_and_of_the_chair(world: World):
    world.begin(chair="ada", reserve="ben")
    world.wait(2)
    world.wait(5)
    world.ask("ada")
    world.ask("cem")
    world.company.people.remove("ada")
    run(world.meetings.leave(ROOM, "ada"))

    assert ("ben", "cem") == (world.meeting.chair, world.meeting.turn and world.meeting.turn.holder)


def test_somebody_from_the_circle_may_open_the_evening(world: World):
    world.begin()
    run(world.meetings.do(ROOM, Lead("cem", "1", up=True)))

    assert "cem" == world.meeting.chair


def test_asking_has_a_pace_too(world: World):
    world.begin_sharing()
    world.pace.wait_s = 1.0

    with refused(Code.SLOW_DOWN):
        world.ask("ada")


def test_a_meeting_is_folded_again_as_it_was(world: World):
    world.begin_sharing()
    world.ask("ada")
    run(world.rooms.post(ROOM, Post("ada", "w", "the ada", "hello")))
    world.ask("ben")
    world.streams.happen(RuleRaised(), raises_rule=True)

    assert world.meeting == world.streams.replayed().meeting


def held(world: World) -> list[str]:
    events = (event for _, _, event in world.streams.entries)
    return [event.meeting for event in events if isinstance(event, MeetingBegan)]


def test_one_occasion_is_one_meeting_also_after_it_is_over(world: World):
    evening, other = (Occasion(f"evening:{day}", "social_hour") for day in ("1", "2"))
    run(world.meetings.begin(ROOM, evening))
    run(world.meetings.begin(ROOM, evening))
    with pytest.raises(Refusal) as refused:
        run(world.meetings.begin(ROOM, other))
    for _ in range(5):
        world.wait(100)
    over = world.streams.folded.meeting
    run(world.meetings.begin(ROOM, evening))
    run(world.meetings.begin(ROOM, other))

    assert (Code.MEETING_ON, None) == (refused.value.code, over)
    assert ["evening:1", "evening:2"] == held(world)


@pytest.mark.parametrize("form", ["sharing_circle", "social_hour", "young_relatives"])
def test_where_the_young_are_nothing_begins_without_trained_adults(world: World, form: str):
    rooms = world.streams.house.rooms
    rooms[ROOM] = structs.replace(rooms[ROOM], side="young")

    with refused(Code.ADULTS_MISSING):
        world.begin(form)


@pytest.mark.parametrize(
    ("named", "here", "code"),
    [
        (("ada",), ("ada", "ben", "cem", "dan"), Code.ADULTS_MISSING),
        (("ada", "eve"), ("ada", "ben", "cem", "dan"), Code.ADULTS_MISSING),
        (("ada", "ben"), ("ada", "ben", "cem"), Code.TOO_FEW),
        (("ada", "ben"), ("ada", "ben", "cem", "dan"), None),
        (("ada", "ben", "eve"), ("ada", "ben", "cem", "dan"), None),
    ],
)
def test_the_young_meet_with_two_who_were_named_and_are_here(
    world: World, named: tuple[str, ...], here: tuple[str, ...], code: Code | None
):
    rooms = world.streams.house.rooms
    rooms[ROOM] = structs.replace(rooms[ROOM], side="young")
    world.company.people = list(here)
    world.adults_named = named

    if code is not None:
        with refused(code):
            world.begin("young_relatives")
        return
    world.begin("young_relatives")

    assert named == world.meeting.adults


def test_when_it_is_taken_back_the_young_wait_for_another_adult_and_not_for_long(world: World):
    world.company.people = ["ada", "ben", "cem", "dan"]
    world.adults_named = ("ada", "ben")
    world.begin("young_relatives")

    world.streams.happen(AdultsChanged(("ada",)), raises_rule=True)
    world.wait(1)
    assert (True, False) == (world.meeting.may_speak("ada"), world.meeting.may_speak("ben"))
    world.wait(2)

    assert world.streams.folded.meeting is None
    assert MeetingEnded(Ending.ADULTS_GONE, world.streams.now) == world.events()[-1]


def test_of_two_nodes_that_begin_one_occasion_at_once_one_does(world: World):
    evening = Occasion("evening:1", "social_hour")
    world.streams.meanwhile = lambda: run(world.meetings.begin(ROOM, evening))

    run(world.meetings.begin(ROOM, evening))

    assert ["evening:1"] == held(world)


def test_somebody_whom_nobody_here_could_meet_yet_leads_no_evening(world: World):
    world.begin()
    world.new_for_s = 540
    with refused(Code.NEW_HERE):
        run(world.meetings.do(ROOM, Lead("ada", "lead", up=True)))
    world.new_for_s = 0
    run(world.meetings.do(ROOM, Lead("ada", "lead", up=True)))
    world.new_for_s = 540
    run(world.meetings.do(ROOM, Lead("ada", "lay it down", up=False)))

    assert not world.meeting.chair
