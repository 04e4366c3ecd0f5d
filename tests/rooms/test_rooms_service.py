"""The rooms' use cases: decide, append once, decide again when somebody was first."""

import pytest
from memory_streams import MemoryStreams, Pace, run
from refusals import refused

from rooms.commands import Post, Thank
from rooms.events import MessageHidden, MessagePosted, RuleRaised, ThanksLeft
from rooms.refusal import TRY_AGAIN, Code, Refusal
from rooms.service import DISK_AGAIN_S, Rooms

ROOM = "gambling"


class World:
    """A room in memory and what people do in it."""

    def __init__(self) -> None:
        self.streams = MemoryStreams(ROOM)
        self.pace = Pace()
        self.rooms = Rooms(self.streams, self.pace, self.pace)

    def say(self, text: str, by: str = "ada", id: str = "1", to: int = 0) -> int:  # noqa: A002 - the wire's word
        return run(self.rooms.post(ROOM, Post(by, id, f"the {by}", text, to)))

    def thank(self, of: int, by: str = "ben", id: str = "t") -> None:  # noqa: A002 - the same
        run(self.rooms.thank(ROOM, Thank(by, id, of)))

    def texts(self) -> list[str]:
        events = [event for _, _, event in self.streams.entries]
        return [event.text for event in events if isinstance(event, MessagePosted)]


@pytest.fixture
def world() -> World:
    return World()


def test_words_become_the_next_line_of_the_room(world: World):
    assert [1, 2] == [world.say("one"), world.say("two", by="ben")]
    assert (0, 0, MessagePosted("ada", "the ada", "one", "1")) == world.streams.entries[0]


def test_a_resend_is_the_first_line_again(world: World):
    first = world.say("one")
    world.say("two", id="2")

    assert first == world.say("one")
    assert ["one", "two"] == world.texts()


def test_other_words_under_a_known_id_are_refused(world: World):
    world.say("one")

    with refused(Code.ID_REUSED):
        world.say("two")


def test_another_member_may_have_the_same_id(world: World):
    assert [1, 2] == [world.say("one"), world.say("one", by="ben")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", Code.EMPTY), ("x" * 2_001, Code.TOO_LONG), ("\x00", Code.BAD_TEXT)],
)
def test_words_that_are_refused_are_kept_nowhere_and_cost_no_pace(
    world: World, text: str, code: Code
):
    with refused(code):
        world.say(text)

    assert ([], 0) == (world.streams.entries, world.pace.spent)
    assert world.say("better") == 1


def test_who_goes_too_fast_is_told_how_long_to_wait(world: World):
    world.pace.wait_s = 1.2

    with pytest.raises(Refusal) as told:
        world.say("one")

    assert (Code.SLOW_DOWN, 2) == (told.value.code, told.value.after_s)
    assert told.value.code in TRY_AGAIN


def test_without_space_words_are_to_be_sent_again_later(world: World):
    world.pace.full = True

    with pytest.raises(Refusal) as told:
        world.say("one")

    assert (Code.DISK, DISK_AGAIN_S) == (told.value.code, told.value.after_s)
    world.pace.full = False
    assert world.say("one") == 1


@pytest.mark.parametrize("trouble", ["pace", "disk", "closed"])
def test_nobody_is_told_not_stored_of_something_that_is(world: World, trouble: str):
    first = world.say("one")
    world.say("two", id="2")
    match trouble:
        case "pace":
            world.pace.wait_s = 5.0
        case "disk":
            world.pace.full = True
        case _:
            world.streams.close()

    assert first == world.say("one")
    with refused(Code.ID_REUSED):
        world.say("other", id="2")


def test_nobody_speaks_in_a_closed_room(world: World):
    world.streams.close()

    with refused(Code.NO_SUCH_ROOM):
        world.say("one")


def test_nobody_speaks_in_a_room_that_closes_while_it_is_decided(world: World):
    world.streams.meanwhile = world.streams.close

    with refused(Code.NO_SUCH_ROOM):
        world.say("one")
    assert [] == world.texts()


def test_who_was_overtaken_is_decided_anew(world: World):
    world.streams.meanwhile = lambda: world.streams.happen(RuleRaised(), raises_rule=True)

    assert world.say("one") == 2
    assert ["one"] == world.texts()


def test_talk_does_not_conflict_with_talk(world: World):
    world.streams.meanwhile = lambda: world.streams.happen(
        MessagePosted("ben", "the ben", "first", "b")
    )

    assert world.say("second") == 2
    assert world.pace.spent == 1


def test_an_answer_needs_a_line_to_answer(world: World):
    world.say("one")

    assert world.say("to it", id="2", to=1) == 2
    with refused(Code.NO_SUCH_LINE):
        world.say("to nothing", id="3", to=3)


def test_thanks_wait_for_the_author_and_do_not_say_from_whom(world: World):
    world.say("one")

    world.thank(1)

    assert [ThanksLeft(to="ada", of=1)] == world.streams.mailed
    assert {1: ThanksLeft("ada", 1)} == world.streams.folded_mail.of("ada")
    assert {} == world.streams.folded_mail.of("ben")


def test_thanks_are_left_once(world: World):
    world.say("one")

    world.thank(1)
    world.thank(1)

    assert len(world.streams.mailed) == 1


@pytest.mark.parametrize("of", [0, 2, 99])
def test_a_line_that_is_not_there_cannot_be_thanked(world: World, of: int):
    world.say("one")
    world.streams.happen(RuleRaised())

    with refused(Code.NO_SUCH_LINE):
        world.thank(of)


def test_a_hidden_line_cannot_be_thanked(world: World):
    world.say("one")
    world.streams.happen(MessageHidden(1))

    with refused(Code.NO_SUCH_LINE):
        world.thank(1)


def test_nobody_thanks_themselves(world: World):
    world.say("one")

    with refused(Code.OWN_LINE):
        world.thank(1, by="ada")


def test_thanks_have_a_pace_too(world: World):
    world.say("one")
    world.pace.wait_s = 1.0

    with refused(Code.SLOW_DOWN):
        world.thank(1)
