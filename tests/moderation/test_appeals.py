"""Appeals by code: which words reach the desk, and what a code is answered."""

from collections.abc import Sequence

import pytest
from memory_streams import Clock, run

from moderation import agreeing
from moderation.actor import Actor
from moderation.appeals import Appeals, Standing
from moderation.desk import Desk, evolve
from moderation.events import AppealMade, CaseJoined, CaseRaised, DeskEvent, SanctionSet
from moderation.refusal import DeskCode, No
from moderation.verdicts import Hold, Level, Verdict
from rooms.ports import Stale
from rooms.refusal import Code, Refusal

CODE, OTHER = "digest", "another"
HOUR = 3_600_000
ROOM = "gambling"


class Eyes:
    is_awake = False

    async def awake(self) -> None:
        self.is_awake = True

    def look(
        self,
        text: str,
        *,
        room_kind: str = "general",  # noqa: ARG002 - the port's
        language: str | None = None,  # noqa: ARG002 - the port's
        before: Sequence[str] = (),  # noqa: ARG002 - the port's
    ) -> Verdict:
        assert self.is_awake, "nobody waited for it"
        if text == "break":
            raise ValueError(text)
        return {
            "now": Verdict(Level.S1, "suicide"),
            "now phone": Verdict(Level.S1, "suicide", hold=Hold.PERSONAL_DETAIL),
            "phone": Verdict(hold=Hold.PERSONAL_DETAIL, hold_spans=((0, 5),)),
        }.get(text, Verdict())


class Names:
    def case_id(self, _room_id: str) -> str:
        return "1-new"

    def reporter(self, _room_id: str, member: str, n: int) -> str:
        return f"{member}{n}"


class World:
    """Two desks; on the second one Vera sanctioned Ada."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.all = [Desk(), self.desk]
        self.clock = Clock()
        self.made: list[DeskEvent] = []
        self.stale = 0
        self.appeals = Appeals(self, Eyes(), Names(), self.clock)
        self.happen(CaseRaised("1-a", ROOM, "flag", "ada", level="S3"))
        self.happen(SanctionSet("1-a", 1, "vera", ROOM, "ada", "ban", HOUR, "attack", CODE))

    def happen(self, event: DeskEvent) -> None:
        evolve(self.desk, self.desk.head + 1, self.clock.at, event)

    def desks(self) -> Sequence[Desk]:
        return self.all

    async def appeal(self, room_id: str, head: int, events: Sequence[DeskEvent]) -> None:
        assert (ROOM, self.desk.head) == (room_id, head)
        if self.stale:
            self.stale -= 1
            raise Stale
        self.made += events
        for event in events:
            self.happen(event)

    def ask(self, words: str, code: str = CODE) -> None:
        run(self.appeals.ask(code, words))

    def answer(self, by: str, *, lifted: bool) -> None:
        decision = agreeing.answer(self.desk, "1-a", 2, Actor(by), lifted=lifted)
        for event in decision.desk:
            self.happen(event)


@pytest.fixture
def world() -> World:
    return World()


def test_words_reach_the_right_desk_with_the_open_case_about_the_person(world: World):
    world.ask("I was upset. I am sorry.")

    made, joined = world.made
    assert AppealMade(2, "I was upset. I am sorry.") == made
    assert isinstance(joined, CaseJoined)
    assert ("1-a", "appeal", "", "") == (joined.case, joined.kind, joined.text, joined.by)


def test_without_an_open_case_there_is_one_afterwards(world: World):
    world.desk.cases.clear()

    world.ask("please look again")

    raised = world.made[1]
    assert isinstance(raised, CaseRaised)
    assert (ROOM, "ada", "appeal", "S3") == (raised.room, raised.about, raised.kind, raised.level)


def test_an_unknown_code_changes_nothing_and_says_nothing(world: World):
    world.ask("let me in", OTHER)

    assert [] == world.made
    assert Standing.NONE is world.appeals.standing(OTHER) is world.appeals.standing(CODE)


def test_a_code_asks_once(world: World):
    world.ask("first")
    world.ask("second")

    assert [AppealMade(2, "first")] == [e for e in world.made if isinstance(e, AppealMade)]


def test_somebody_else_than_who_decided_answers_and_the_code_tells_it(world: World):
    world.ask("please look again")
    with pytest.raises(No, check=lambda no: no.code is DeskCode.NEEDS_ANOTHER):
        world.answer("vera", lifted=True)
    assert Standing.NONE is world.appeals.standing(CODE)

    world.answer("will", lifted=True)

    assert Standing.LIFTED is world.appeals.standing(CODE)
    assert [] == world.desk.sanctions.of(ROOM, "ada", 1)


def test_what_was_kept_is_told_as_well_and_is_not_asked_again(world: World):
    world.ask("please look again")
    world.answer("will", lifted=False)
    world.ask("once more")

    assert Standing.KEPT is world.appeals.standing(CODE)
    assert 2 == len(world.made)


def test_the_answer_is_kept_no_longer_than_the_sanction(world: World):
    world.ask("please look again")
    world.answer("will", lifted=True)

    world.desk.sanctions.expire(HOUR)

    assert Standing.NONE is world.appeals.standing(CODE)


def test_it_is_decided_again_if_somebody_was_first(world: World):
    world.stale = 1

    world.ask("please look again")

    assert 2 == len(world.made)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", Code.EMPTY),
        ("x" * 1001, Code.TOO_LONG),
        ("a\u202eb", Code.BAD_TEXT),
        ("phone", Code.PERSONAL_DETAIL),
    ],
)
def test_words_that_cannot_be_kept_are_refused_whatever_the_code(
    world: World, words: str, code: Code
):
    for known in (CODE, OTHER):
        with pytest.raises(Refusal) as told:
            world.ask(words, known)
        assert code is told.value.code
    assert [] == world.made


def test_somebody_in_danger_is_not_made_to_wait_for_days(world: World):
    world.ask("now")

    assert "S1" == world.desk.cases["1-a"].level.value


def test_distress_in_words_that_cannot_be_kept_raises_a_case_without_them(world: World):
    for _ in range(2):
        with pytest.raises(Refusal):
            world.ask("now phone")
    with pytest.raises(Refusal):
        world.ask("now phone", OTHER)

    (joined,) = world.made
    assert isinstance(joined, CaseJoined)
    assert ("refused", "S1", "personal_detail", "") == (
        joined.kind,
        joined.level,
        joined.why,
        joined.text,
    )


def test_distress_behind_a_code_that_asked_already_is_heard(world: World):
    world.ask("please look again")
    world.ask("now")
    run(world.appeals.hear(CODE, "now"))
    world.ask("now", OTHER)

    assert ["appeal", "refused"] == [e.kind for e in world.made if isinstance(e, CaseJoined)]
    assert "S1" == world.desk.cases["1-a"].level.value


def test_a_broken_detector_costs_nobody_their_appeal(world: World):
    world.ask("break")

    assert 2 == len(world.made)
