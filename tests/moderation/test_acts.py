"""What a volunteer may do with a case, and what is refused."""

from collections.abc import Callable

import pytest

from moderation import acts, agreeing, room_pauses
from moderation.acts import Actor, Decision, Held, Role
from moderation.case import Outcome, State
from moderation.desk import KEPT_AFTER_MS, Desk, evolve, expire
from moderation.events import AppealMade, CaseJoined, CaseRaised, DeskEvent, RoomPaused
from moderation.refusal import DeskCode, No
from moderation.sanctions import DAY_MS, What
from rooms.door import CALM_MS, Door
from rooms.events import DoorSlowed, MessagePosted, RuleRaised
from rooms.meeting import pausing
from rooms.meeting.events import PauseEnded
from rooms.state import Room

VERA, WILL = Actor("vera"), Actor("will")
SHADOW = Actor("shade", Role.SHADOW)
CASE = "17-a"
MINUTE = 60_000


class Table:
    """A desk with one case, and a hand that does what is decided."""

    def __init__(self, level: str = "S1", kind: str = "flag", **said: object) -> None:
        self.desk = Desk()
        self.n = 0
        self.at = 0
        raised = CaseRaised(CASE, "gambling", kind, "ada", level=level, of=7, **said)  # type: ignore[arg-type]
        self.happen(raised)

    def happen(self, event: DeskEvent) -> int:
        self.n += 1
        evolve(self.desk, self.n, self.at, event)
        return self.n

    def do(self, decision: Decision) -> int:
        first = self.n + 1
        for event in decision.desk:
            self.happen(event)
        return first

    def claim(self, actor: Actor = VERA) -> Held:
        return Held(CASE, self.do(acts.claim(self.desk, CASE, actor)), actor)

    @property
    def case(self):
        return self.desk.cases[CASE]


def refused(code: DeskCode) -> "pytest.RaisesExc[No]":
    return pytest.raises(No, check=lambda no: no.code is code)


def test_a_free_case_is_had_by_who_claims_it_first():
    table = Table()
    held = table.claim()

    with refused(DeskCode.TAKEN) as told:
        table.claim(WILL)
    assert (State.CLAIMED, "vera", held.fence, "vera") == (
        table.case.state,
        table.case.holder,
        table.case.fence,
        told.value.by,
    )


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (SHADOW, DeskCode.NOT_ALLOWED),
        (Actor("vera", on_shift=False), DeskCode.NOT_ON_SHIFT),
        (Actor("vera", holds_s1=True), DeskCode.TWO_SEVERE),
        (Actor("vera", rests=True), DeskCode.RESTING),
    ],
)
def test_who_may_not_claim_is_told_why(actor: Actor, code: DeskCode):
    with refused(code):
        Table().claim(actor)


def test_who_rests_takes_one_all_the_same_if_nobody_else_is_there():
    assert Table().claim(Actor("vera", rests=True, alone=True)).fence == 2


def test_who_holds_an_s1_may_take_a_lighter_one():
    assert Table("S2").claim(Actor("vera", holds_s1=True)).fence == 2


def test_a_case_that_is_handed_over_stays_with_the_first_until_the_next_has_read_it():
    table = Table()
    held = table.claim()
    table.do(acts.hand_over(table.desk, held, ("a", "b", "c", "now")))
    assert ("vera", State.CLAIMED) == (table.case.holder, table.case.state)

    later = table.claim(WILL)

    assert ("will", later.fence, None) == (
        table.case.holder,
        table.case.fence,
        table.case.handover,
    )
    with refused(DeskCode.STALE_LEASE):
        acts.give_back(table.desk, held)


def test_a_hand_over_with_a_blank_field_is_refused():
    table = Table()
    held = table.claim()

    with refused(DeskCode.NEEDS_WORDS):
        acts.hand_over(table.desk, held, ("a", " ", "c", "now"))


Act = Callable[[Desk, Held], Decision]
SAID = MessagePosted("v1", "volunteer Vera", "hello", "1")
ACTS: list[Act] = [
    acts.give_back,
    acts.call,
    acts.ask,
    lambda desk, held: acts.give_card(desk, held, "help"),
    lambda desk, held: acts.hide(desk, held, 7),
    lambda desk, held: acts.show(desk, held, 7),
    lambda desk, held: room_pauses.pause_room(desk, held, Room(), pausing.begun(1)),
    lambda desk, held: room_pauses.let_room_go_on(desk, held, Room(), 1),
    lambda desk, held: acts.offer_talk(desk, held, "line", SAID),
    lambda desk, held: acts.write(desk, held, SAID),
    acts.end_talk,
    lambda desk, held: acts.sanction(desk, held, What.PAUSE, 9, "safety", ""),
    lambda desk, held: acts.close(desk, held, Outcome.CALMER, ""),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_late_decision_under_an_old_claim_is_refused_whatever_it_is(act: Act):
    table = Table()
    old = table.claim()
    table.do(acts.give_back(table.desk, old))
    with refused(DeskCode.STALE_LEASE):
        act(table.desk, old)

    table.claim(WILL)
    with refused(DeskCode.STALE_LEASE) as told:
        act(table.desk, old)
    assert told.value.by == "will"


@pytest.mark.parametrize("act", ACTS)
def test_the_same_person_with_a_new_claim_does_not_act_under_the_old_one(act: Act):
    table = Table()
    old = table.claim()
    table.do(acts.give_back(table.desk, old))
    table.claim()

    with refused(DeskCode.STALE_LEASE):
        act(table.desk, old)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_with_a_closed_case(act: Act):
    table = Table()
    held = table.claim()
    table.do(acts.close(table.desk, held, Outcome.CALMER, ""))

    with refused(DeskCode.CLOSED):
        act(table.desk, held)


@pytest.mark.parametrize(("level", "waits"), [("S1", True), ("S2", True), ("S3", False)])
def test_a_severe_case_waits_for_a_second_signature(level: str, *, waits: bool):
    table = Table(level)
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, "slept"))

    assert (State.RESOLVED, waits) == (table.case.state, table.case.waits_for_signature)


def test_the_second_signature_is_somebody_elses():
    table = Table()
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, ""))

    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.sign(table.desk, CASE, VERA)
    with refused(DeskCode.NOT_ALLOWED):
        agreeing.sign(table.desk, CASE, SHADOW)
    table.do(agreeing.sign(table.desk, CASE, WILL))
    assert ("will", False) == (table.case.signed_by, table.case.waits_for_signature)


def test_an_open_case_cannot_be_signed():
    with refused(DeskCode.STILL_OPEN):
        agreeing.sign(Table().desk, CASE, WILL)


def test_a_held_message_goes_out_as_its_author_wrote_it():
    table = Table(kind="held", id="m", text="words", alias="the ada", to=3)
    decision = acts.decide_held(table.desk, table.claim(), "m", release=True)
    table.do(decision)

    assert (MessagePosted("ada", "the ada", "words", "m", 3),) == decision.room
    assert ["released"] == [flagged.held for flagged in table.case.flagged]
    with refused(DeskCode.NO_SUCH_MESSAGE):
        acts.decide_held(table.desk, Held(CASE, table.case.fence, VERA), "m", release=True)


def test_a_held_message_may_stay_out():
    table = Table(kind="held", id="m", text="words")
    decision = acts.decide_held(table.desk, table.claim(), "m", release=False)
    table.do(decision)

    assert ((), ["kept"]) == (decision.room, [flagged.held for flagged in table.case.flagged])


@pytest.mark.parametrize("kind", ["need", "report", "held", "refused"])
def test_the_others_are_told_nothing_where_nothing_was_delivered(kind: str):
    table = Table(kind=kind)

    with refused(DeskCode.NOT_DELIVERED):
        acts.give_card(table.desk, table.claim(), "helper")


def test_a_sanction_names_nobody_in_the_room():
    table = Table()
    held = table.claim()
    decision = acts.sanction(table.desk, held, What.REMOVE, 9, "attack", "digest")

    assert (RuleRaised(),) == decision.room


@pytest.mark.parametrize("signed", [True, False])
def test_a_ban_of_over_a_day_runs_a_day_until_it_is_signed(*, signed: bool):
    table = Table()
    week = 7 * DAY_MS
    of = table.do(acts.sanction(table.desk, table.claim(), What.BAN, week, "attack", "digest"))
    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.sign_sanction(table.desk, CASE, of, VERA)
    if signed:
        table.do(agreeing.sign_sanction(table.desk, CASE, of, WILL))

    sanctions = table.desk.sanctions
    assert (True, signed) == (
        sanctions.standing("gambling", "ada", DAY_MS - 1).removed,
        sanctions.standing("gambling", "ada", DAY_MS + 1).removed,
    )
    assert not sanctions.standing("families", "ada", 1).removed


def test_slow_and_pause_are_what_they_say():
    table = Table()
    held = table.claim()
    table.do(acts.sanction(table.desk, held, What.SLOW, MINUTE, "flooding", ""))
    table.do(acts.sanction(table.desk, held, What.PAUSE, 2 * MINUTE, "safety", ""))
    sanctions = table.desk.sanctions

    ada = [sanctions.standing("gambling", "ada", at) for at in (0, MINUTE, 2 * MINUTE)]
    assert [(120, True), (60, False), (0, False)] == [(s.muted_s, s.slow) for s in ada]
    assert sanctions.standing("gambling", "ben", 0).muted_s == 0


def test_a_volunteer_pauses_a_room_and_lets_it_go_on():
    table = Table()
    held = table.claim()
    now, pause = 3 * MINUTE, pausing.begun(MINUTE, 10 * MINUTE)

    paused = room_pauses.pause_room(table.desk, held, Room(), pause)
    room = Room(rule=4, paused_until=pause.until)
    goes_on = room_pauses.let_room_go_on(table.desk, held, room, now)

    told = [
        (RoomPaused(CASE, held.fence, "vera", "gambling", until),) for until in (11 * MINUTE, 0)
    ]
    assert told == [paused.desk, goes_on.desk]
    slower = DoorSlowed(MINUTE + CALM_MS)
    assert ((pause, slower), (PauseEnded(now),), 4) == (paused.room, goes_on.room, goes_on.rule)
    again = Room(door=Door(1, 0, slower.until))
    assert (pause,) == room_pauses.pause_room(table.desk, held, again, pause).room
    assert () == room_pauses.let_room_go_on(table.desk, held, Room(), now).room


def test_an_appeal_is_answered_by_somebody_who_did_not_decide():
    table = Table()
    of = table.do(acts.sanction(table.desk, table.claim(), What.BAN, DAY_MS, "attack", "x"))
    with refused(DeskCode.NO_SUCH_MESSAGE):
        agreeing.answer(table.desk, CASE, of, WILL, lifted=True)
    table.happen(AppealMade(of, "I was quoting a song"))

    with refused(DeskCode.NEEDS_ANOTHER):
        agreeing.answer(table.desk, CASE, of, VERA, lifted=True)
    table.do(agreeing.answer(table.desk, CASE, of, WILL, lifted=True))
    assert not table.desk.sanctions.standing("gambling", "ada", 1).removed


def test_every_case_is_counted_in_exactly_one_state_whatever_happens():
    table = Table()
    for n in range(4):
        table.happen(CaseRaised(f"17-{n}", "gambling", "need", f"m{n}"))
    held = table.claim()
    table.do(acts.call(table.desk, held))
    table.do(acts.claim(table.desk, "17-0", VERA))
    table.do(acts.claim(table.desk, "17-1", WILL))
    table.do(acts.close(table.desk, Held("17-1", table.n, WILL), Outcome.CALMER, ""))

    counts = table.desk.counts()
    assert {"open": 2, "claimed": 1, "escalated": 1, "resolved": 1} == {
        state.value: many for state, many in counts.items()
    }
    assert table.desk.raised == sum(counts.values())
    expire(table.desk, KEPT_AFTER_MS + 1)
    assert table.desk.raised == sum(table.desk.counts().values())


def test_more_danger_begins_the_clock_again_and_less_does_not():
    table = Table("S3")
    table.case.alarms["alert"] = 1
    table.at = 50
    table.happen(CaseJoined(CASE, "flag", level="S1", family="suicide"))
    assert ("S1", 50, {}) == (table.case.level.value, table.case.since, table.case.alarms)

    table.at = 90
    table.happen(CaseJoined(CASE, "flag", level="S2"))
    assert ("S1", 50) == (table.case.level.value, table.case.since)


def test_a_closed_case_is_gone_after_three_days_and_an_open_one_never():
    table = Table("S3")
    table.happen(CaseRaised("17-b", "gambling", "need", "ben"))
    table.at = 10
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, ""))

    expire(table.desk, 10 + KEPT_AFTER_MS)
    assert len(table.desk.cases) == 2
    expire(table.desk, 11 + KEPT_AFTER_MS)
    assert ["17-b"] == list(table.desk.cases)


def test_a_case_nobody_signed_stays_without_a_word_until_somebody_does():
    table = Table(text="i want to die", spans=((0, 4),), alias="quiet otter")
    table.do(agreeing.note(table.desk, CASE, VERA, "a hard night"))
    table.at = 10
    table.do(acts.close(table.desk, table.claim(), Outcome.CALMER, "said goodbye"))

    expire(table.desk, 11 + KEPT_AFTER_MS)

    assert table.case.waits_for_signature
    assert ("calmer", "vera") == (table.case.outcome, table.case.closed_by)
    kept = str(table.case)
    assert [] == [word for word in ("die", "otter", "night", "goodbye") if word in kept]
    table.do(agreeing.sign(table.desk, CASE, WILL))
    expire(table.desk, 11 + KEPT_AFTER_MS)
    assert {} == table.desk.cases


def test_a_second_volunteer_stands_beside_and_the_holder_decides():
    table = Table()
    held = table.claim()

    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"vera", "will"}))

    assert ("vera", "will") == (table.case.holder, table.case.second)
    with refused(DeskCode.STALE_LEASE):
        acts.close(table.desk, Held(CASE, held.fence, WILL), Outcome.CALMER, "")
    table.do(agreeing.step_back(table.desk, CASE, VERA))
    assert "will" == table.case.second
    table.do(agreeing.step_back(table.desk, CASE, WILL))
    assert "" == table.case.second


@pytest.mark.parametrize(
    ("actor", "claimed", "code"),
    [
        (SHADOW, True, DeskCode.NOT_ALLOWED),
        (Actor("will", on_shift=False), True, DeskCode.NOT_ON_SHIFT),
        (VERA, True, DeskCode.NEEDS_ANOTHER),
        (WILL, False, DeskCode.NOBODY_HAS_IT),
    ],
)
def test_who_may_not_stand_beside_is_told_why(actor: Actor, claimed: bool, code: DeskCode):  # noqa: FBT001 - a table's column
    table = Table()
    if claimed:
        table.claim()

    with refused(code):
        agreeing.come_beside(table.desk, CASE, actor, set())


def test_there_is_one_second_and_one_who_is_gone_makes_room():
    table = Table()
    table.claim()
    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"will"}))

    with refused(DeskCode.TWO_ALREADY) as told:
        agreeing.come_beside(table.desk, CASE, Actor("xena"), {"will", "xena"})
    assert "will" == told.value.by
    table.do(agreeing.come_beside(table.desk, CASE, Actor("xena"), {"xena"}))

    assert "xena" == table.case.second


def test_a_second_stays_when_the_holder_goes_and_is_none_once_the_case_is_theirs():
    table = Table()
    held = table.claim()
    table.do(agreeing.come_beside(table.desk, CASE, WILL, {"will"}))

    table.do(acts.give_back(table.desk, held))
    beside = table.case.second
    table.claim(WILL)

    assert ("will", "", "will") == (beside, table.case.second, table.case.holder)


def test_a_note_and_a_hand_over_tell_when_something_was_last_left_for_the_team():
    table = Table()
    table.at = 1
    held = table.claim()
    seen = [table.case.noted_at]
    table.at = 2
    table.do(agreeing.note(table.desk, CASE, VERA, "a hard night"))
    seen.append(table.case.noted_at)
    table.at = 3
    table.do(acts.hand_over(table.desk, held, ("a", "b", "c", "now")))

    assert [1, 2, 3] == [*seen, table.case.noted_at]
