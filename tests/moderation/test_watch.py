"""The one road with eyes: what is looked at, held, refused, and who is told."""

from collections.abc import Sequence

import pytest
from memory_streams import Clock, MemoryStreams, Names, Pace, run

from moderation.care import Care
from moderation.case import State
from moderation.events import CaseJoined, CaseRaised
from moderation.posting import Posting
from moderation.private_line import OF_TWO, line_id, sponsor_line_id
from moderation.verdicts import Hold, Level, Verdict
from moderation.watch import Watch
from rooms.commands import Post
from rooms.events import MessagePosted, YoungSaid
from rooms.refusal import Code, Refusal
from rooms.service import Rooms

ROOM = "gambling"
WORDS = {
    "now": Verdict(Level.S1, "suicide", ((0, 3),), "means"),
    "soon": Verdict(Level.S2, "suicide", ((0, 4),), "wish"),
    "sad": Verdict(Level.S3, "suicide", ((0, 3),), "passive"),
    "watch": Verdict(Level.S4),
    "young": Verdict(young=True),
    "method": Verdict(Level.S2, "suicide", hold=Hold.METHOD_DETAIL, hold_spans=((0, 6),)),
    "insult": Verdict(hold=Hold.ATTACK, hold_spans=((0, 6),)),
    "phone": Verdict(hold=Hold.PERSONAL_DETAIL, hold_spans=((0, 5),)),
    "now method": Verdict(Level.S1, "overdose", hold=Hold.METHOD_DETAIL, hold_spans=((4, 10),)),
    "now phone": Verdict(Level.S1, "suicide", hold=Hold.PERSONAL_DETAIL, hold_spans=((4, 9),)),
    "soon phone": Verdict(Level.S2, "suicide", hold=Hold.PERSONAL_DETAIL, hold_spans=((5, 10),)),
}


class Eyes:
    """Sees the words of the table; breaks at `break`, and is slow at `slow`."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.is_awake = False
        self.asked: list[tuple[str, str, str | None, tuple[str, ...]]] = []

    async def awake(self) -> None:
        self.is_awake = True

    def look(
        self,
        text: str,
        *,
        room_kind: str = "general",
        language: str | None = None,
        before: Sequence[str] = (),
    ) -> Verdict:
        assert self.is_awake, "nobody waited for it"
        self.asked.append((text, room_kind, language, tuple(before)))
        if text == "break":
            raise ValueError(text)
        self.clock.spent += 10.0 if text == "slow" else 0.0001
        return WORDS.get(text, Verdict())


class DoorWatched:
    """A door at which the words of those named here wait for a glance."""

    def __init__(self) -> None:
        self.waits: set[str] = set()

    async def holds(self, _room_id: str, event: MessagePosted) -> bool:
        return event.by in self.waits


class World:
    def __init__(self) -> None:
        self.streams = MemoryStreams(ROOM)
        self.clock, self.pace = Clock(), Pace()
        self.eyes = Eyes(self.clock)
        self.door = DoorWatched()
        watch = Watch(self.streams, self.eyes, Names(), self.clock, self.door)
        care = Care(self.streams, self.pace, Names(), self.clock, self.eyes)
        self.posting = Posting(Rooms(watch, self.pace, self.pace), watch, care)
        self.ids = 0

    def say(
        self, text: str, by: str = "ada", id_: str = "", replaces: str = "", where: str = ROOM
    ) -> int:
        self.ids += 1
        post = Post(by, id_ or str(self.ids), f"the {by}", text)
        return run(self.posting.post(where, post, replaces))

    def refused(self, text: str, by: str = "ada", id_: str = "", replaces: str = "") -> Refusal:
        with pytest.raises(Refusal) as told:
            self.say(text, by, id_, replaces)
        return told.value

    @property
    def said(self) -> list[str]:
        entries = (event for _, _, event in self.streams.entries)
        return [event.text for event in entries if isinstance(event, MessagePosted)]


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("text", ["hello", "watch"])
def test_what_worries_nobody_is_posted_and_raises_nothing(world: World, text: str):
    assert world.say(text) == 1
    assert ([text], []) == (world.said, world.streams.cases)


def test_a_case_that_came_between_does_not_have_a_message_looked_at_twice(world: World):
    other = CaseRaised("1-b", "need", ROOM, "ben", "S2")
    world.streams.meanwhile = lambda: world.streams.raise_unasked(other)

    assert world.say("now") == 1

    assert ["now"] == [text for text, *_ in world.eyes.asked]
    assert ["ben", "ada"] == [
        case.about for case in world.streams.cases if isinstance(case, CaseRaised)
    ]


def test_a_room_that_closed_meanwhile_takes_no_cry_any_more(world: World):
    world.streams.meanwhile = world.streams.close

    assert Code.NO_SUCH_ROOM is world.refused("now").code


@pytest.mark.parametrize(("text", "level"), [("now", "S1"), ("soon", "S2"), ("sad", "S3")])
def test_a_cry_for_help_is_posted_with_its_case(world: World, text: str, level: str):
    world.say("hello")

    assert world.say(text) == 2

    (case,) = world.streams.cases
    assert isinstance(case, CaseRaised)
    assert ("flag", "ada", 2, level, text) == (
        case.kind,
        case.about,
        case.of,
        case.level,
        case.text,
    )


def test_more_of_the_same_person_joins_the_open_case_and_may_raise_its_level(world: World):
    for text in ("sad", "now", "soon"):
        world.say(text)
    world.say("sad", by="ben")

    first, second = world.streams.folded_desk.cases.values()
    assert (Level.S1, 3, Level.S3, 1) == (
        first.level,
        len(first.flagged),
        second.level,
        len(second.flagged),
    )
    assert [CaseRaised, CaseJoined, CaseJoined, CaseRaised] == list(map(type, world.streams.cases))


def test_somebody_elses_line_in_between_keeps_nobody_waiting(world: World):
    other = MessagePosted("ben", "the ben", "hi", "x")
    world.streams.meanwhile = lambda: world.streams.happen(other)

    assert world.say("now") == 2
    (case,) = world.streams.folded_desk.cases.values()
    assert [1] == [flagged.of for flagged in case.flagged], "the line stands there, or after it"


@pytest.mark.parametrize(
    ("text", "code"), [("method", Code.METHOD_DETAIL), ("insult", Code.ATTACK)]
)
def test_what_could_hurt_others_is_held_for_a_volunteer(world: World, text: str, code: Code):
    refusal = world.refused(text)

    (case,) = world.streams.folded_desk.cases.values()
    assert (code, True, ((0, 6),)) == (refusal.code, refusal.held, refusal.spans)
    assert (["held"], [text], []) == (
        [flagged.held for flagged in case.flagged],
        [flagged.text for flagged in case.flagged],
        world.said,
    )


def test_at_a_slower_door_words_wait_for_a_glance_and_distress_does_not(world: World):
    world.door.waits = {"ada"}

    refusal = world.refused("the weather is nice", id_="1")
    world.say("soon", id_="2", by="ada")
    world.say("the weather is nice", by="ben")
    world.door.waits = set()
    again = world.refused("the weather is nice", id_="1")

    assert (Code.SLOW_DOOR, True) == (refusal.code, refusal.held)
    assert (Code.SLOW_DOOR, True) == (again.code, again.held)
    assert ["soon", "the weather is nice"] == world.said


def test_a_held_message_sent_again_is_answered_the_same_and_kept_once(world: World):
    first = world.refused("method", id_="m")
    again = world.refused("method", id_="m")

    (case,) = world.streams.folded_desk.cases.values()
    assert (first.code, first.spans, first.held) == (again.code, again.spans, again.held)
    assert len(case.flagged) == 1


def test_a_held_id_with_other_words_is_another_message(world: World):
    world.refused("method", id_="m")

    assert world.refused("hello", id_="m").code is Code.ID_REUSED


def test_other_words_withdraw_what_was_held(world: World):
    world.refused("method", id_="m")

    world.say("hello", replaces="m")

    (case,) = world.streams.folded_desk.cases.values()
    assert ["withdrawn"] == [flagged.held for flagged in case.flagged]


def test_words_that_are_held_withdraw_what_they_replace(world: World):
    world.refused("method", id_="m")

    world.refused("insult", id_="a", replaces="m")

    (case,) = world.streams.folded_desk.cases.values()
    assert [("m", "withdrawn"), ("a", "held")] == [(held.id, held.held) for held in case.flagged]


def test_held_words_that_name_themselves_stay_with_a_volunteer(world: World):
    world.refused("method", id_="m", replaces="m")

    (case,) = world.streams.folded_desk.cases.values()
    assert ["held"] == [flagged.held for flagged in case.flagged]


def test_details_are_refused_with_their_place_and_kept_nowhere(world: World):
    refusal = world.refused("phone")

    assert (Code.PERSONAL_DETAIL, ((0, 5),), False) == (
        refusal.code,
        refusal.spans,
        refusal.held,
    )
    assert ([], []) == (world.said, world.streams.cases)


def test_distress_in_refused_words_raises_a_case_without_the_words(world: World):
    world.refused("soon phone")

    (case,) = world.streams.cases
    assert isinstance(case, CaseRaised)
    assert ("refused", "personal_detail", "", "S2") == (
        case.kind,
        case.why,
        case.text,
        case.level,
    )


def test_refused_distress_is_told_once_in_each_open_case(world: World):
    for _ in range(3):
        world.refused("soon phone")
    world.say("sad")

    (case,) = world.streams.folded_desk.cases.values()
    assert ["refused", "flag"] == [flagged.kind for flagged in case.flagged]


def test_refused_distress_that_is_more_urgent_makes_the_open_case_so(world: World):
    for text in ("soon phone", "now phone", "now phone"):
        world.refused(text)

    (case,) = world.streams.folded_desk.cases.values()
    assert ["S2", "S1"] == [flagged.level for flagged in case.flagged]
    assert Level.S1 is case.level


def test_distress_in_a_room_that_is_paused_raises_a_case(world: World):
    world.streams.paused_s = 60

    assert Code.PAUSED is world.refused("now").code

    (case,) = world.streams.folded_desk.cases.values()
    assert ("refused", "") == (case.kind, case.flagged[0].text)


def test_what_two_talk_of_alone_is_refused_and_its_distress_is_not(world: World):
    with pytest.raises(Refusal) as told:
        world.say("now method", where=sponsor_line_id(ROOM, "abc"))

    (case,) = world.streams.folded_desk.cases.values()
    assert (Code.METHOD_DETAIL, False) == (told.value.code, told.value.held)
    assert (ROOM, "refused", "", Level.S1) == (
        case.room,
        case.kind,
        case.flagged[0].text,
        case.level,
    )


@pytest.mark.parametrize(
    ("where", "why"),
    [(ROOM, ""), (line_id(ROOM, "abc"), ""), (sponsor_line_id(ROOM, "abc"), OF_TWO)],
)
def test_the_desk_is_told_which_sentence_is_from_a_line_of_two(world: World, where: str, why: str):
    world.say("now", where=where)

    (case,) = world.streams.folded_desk.cases.values()
    assert [why] == [flagged.why for flagged in case.flagged]


@pytest.mark.parametrize("trouble", ["pace", "disk"])
def test_distress_that_there_is_no_room_for_raises_a_case_too(world: World, trouble: str):
    if trouble == "pace":
        world.pace.wait_s = 5.0
    else:
        world.pace.full = True

    world.refused("now")
    world.refused("sad", by="ben")

    assert ["ada"] == [case.about for case in world.streams.folded_desk.cases.values()]


@pytest.mark.parametrize("text", ["break", "slow"])
def test_a_look_that_fails_lets_the_message_pass_and_asks_somebody(world: World, text: str):
    assert world.say(text) == 1

    (case,) = world.streams.cases
    assert isinstance(case, CaseRaised)
    assert ("unscanned", text) == (case.kind, case.text)


def test_the_same_authors_last_lines_are_read_with_the_message(world: World):
    for i in range(7):
        world.clock.at = i * 1000
        world.say(f"line {i}")
    world.say("not mine", by="ben")
    world.say("and now")
    world.clock.at += 95_000
    world.say("much later")

    assert [
        (),
        ("line 2", "line 3", "line 4", "line 5", "line 6"),
        (),
    ] == [before for *_, before in world.eyes.asked[-3:]]


def test_a_look_knows_the_room(world: World):
    world.say("hello")

    assert [("hello", "gambling", "en", ())] == world.eyes.asked


def test_after_a_case_was_closed_the_next_cry_raises_another(world: World):
    world.say("now")
    (case,) = world.streams.folded_desk.cases.values()
    case.state = State.RESOLVED

    world.say("now")

    assert len(world.streams.folded_desk.cases) == 2


LINE = line_id(ROOM, "abc")


def test_a_cry_on_a_private_line_joins_the_rooms_case_and_was_read_by_nobody_there(world: World):
    world.say("soon")
    world.say("now", where=LINE)

    raised, joined = world.streams.cases
    assert isinstance(joined, CaseJoined)
    assert ("case 1", "S1", 0) == (joined.case, joined.level, joined.of)
    assert ROOM == raised.room if isinstance(raised, CaseRaised) else False


@pytest.mark.parametrize("text", ["method", "insult"])
def test_nothing_is_held_from_the_volunteer_who_would_look_at_it(world: World, text: str):
    world.say(text, where=LINE)

    assert [text] == world.said
    assert all(case.kind != "held" for case in world.streams.cases if hasattr(case, "kind"))


def test_personal_details_are_refused_on_a_private_line_too(world: World):
    with pytest.raises(Refusal) as told:
        world.say("soon phone", where=LINE)

    (case,) = world.streams.cases
    assert (Code.PERSONAL_DETAIL, []) == (told.value.code, world.said)
    assert isinstance(case, CaseRaised)
    assert (ROOM, "refused", "") == (case.room, case.kind, case.text)


def test_what_the_room_heard_just_before_is_read_with_what_is_said_on_the_line(world: World):
    world.say("first")
    world.say("second", where=LINE)

    assert ("second", "gambling", "en", ("first",)) == world.eyes.asked[-1]


def test_who_says_they_are_a_child_is_remembered_once_and_a_volunteer_asked(world: World):
    world.say("young")
    world.say("young")

    assert [YoungSaid("ada")] == world.streams.mailed
    (case,) = world.streams.cases
    assert isinstance(case, CaseRaised)
    assert ("young", "ada", "S3", "", 1) == (case.kind, case.about, case.level, case.text, case.of)
    assert [*world.said] == ["young", "young"]


def test_whoever_said_so_is_looked_at_as_the_young_are(world: World):
    world.say("young")
    world.say("hello")
    world.say("hello", by="ben")

    assert ["gambling", "youth", "gambling"] == [kind for _, kind, _, _ in world.eyes.asked]
