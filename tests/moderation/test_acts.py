"""What a volunteer may do with a case they hold, and what is refused."""

from collections.abc import Callable

import pytest
from one_case import CASE, MINUTE, SHADOW, VERA, WILL, Table, refused

from moderation import acts, room_pauses
from moderation.actor import Actor, Claim
from moderation.acts import Decision
from moderation.case import Outcome, State
from moderation.desk import Desk
from moderation.events import CaseDropped, RoomPaused
from moderation.refusal import DeskCode
from moderation.sanctions import What
from rooms.door import CALM_MS, Door
from rooms.events import DoorSlowed, MessagePosted, RuleRaised
from rooms.meeting import pausing
from rooms.meeting.events import PauseEnded
from rooms.state import Room


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

    assert ("will", later.fence, False) == (
        table.case.holder,
        table.case.fence,
        table.case.is_offered,
    )
    with refused(DeskCode.STALE_LEASE):
        acts.give_back(table.desk, held)


@pytest.mark.parametrize("how", ["taken", "given back", "line lost", "lead called"])
def test_what_was_said_at_a_hand_over_stays_for_whoever_has_the_case(how: str):
    table = Table()
    held = table.claim()
    table.do(acts.hand_over(table.desk, held, ("a hard night", "I am here", "ask again", "now")))

    match how:
        case "taken":
            table.claim(WILL)
        case "given back":
            table.do(acts.give_back(table.desk, held))
        case "lead called":
            table.do(acts.call(table.desk, held))
        case _:
            table.happen(CaseDropped(CASE, held.fence, "vera"))

    assert table.case.handover is not None
    assert ("I am here", False) == (table.case.handover.said, table.case.is_offered)


def test_a_hand_over_with_a_blank_field_is_refused():
    table = Table()
    held = table.claim()

    with refused(DeskCode.NEEDS_WORDS):
        acts.hand_over(table.desk, held, ("a", " ", "c", "now"))


Act = Callable[[Desk, Claim], Decision]
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


def test_a_held_message_goes_out_as_its_author_wrote_it():
    table = Table(kind="held", id="m", text="words", alias="the ada", to=3)
    decision = acts.decide_held(table.desk, table.claim(), "m", release=True)
    table.do(decision)

    assert (MessagePosted("ada", "the ada", "words", "m", 3),) == decision.room
    assert ["released"] == [flagged.held for flagged in table.case.flagged]
    with refused(DeskCode.NO_SUCH_MESSAGE):
        acts.decide_held(table.desk, Claim(CASE, table.case.fence, VERA), "m", release=True)


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
