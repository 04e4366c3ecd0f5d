"""What a member's link does with each frame: the core alone, without a socket."""

import pytest
from msgspec import UNSET
from room_frames import ENTER, ME, a_say, hello, ident, said, sent, shown, wire

from client.effects import Answer, Drop, Effect, Page, Return, WakeAfter
from client.events import Accepted, Away, Ended, Missed, Refused, TurnedAway
from client.stay import Stay
from server.wire.frames import After, Enter, Leave, More, Said


def inside(*, n: int = 0) -> Stay:
    """Return a stay that has just come in; the next number is `n` + 1."""
    stay = Stay()
    stay.opened(ENTER)
    stay.received(hello(n=n))
    return stay


def lines(effects: list[Effect]) -> list[int]:
    return [event.n for event in shown(effects) if isinstance(event, Said)]


def outcome(effects: list[Effect]) -> Accepted | Refused:
    (answer,) = [effect for effect in effects if isinstance(effect, Answer)]
    return answer.outcome


def test_the_first_thing_said_is_enter_without_a_place():
    (enter,) = sent(Stay().opened(ENTER))
    assert enter == ENTER


def test_a_program_may_ask_to_begin_with_all_that_is_kept():
    (enter,) = sent(Stay(After(epoch="", n=0)).opened(ENTER))
    assert isinstance(enter, Enter)
    assert After(epoch="", n=0) == enter.after


def test_lines_are_shown_in_the_order_of_their_numbers():
    stay = inside()
    assert [1] == lines(stay.received(said(1, 1)))
    assert [2] == lines(stay.received(said(2, 2)))


def test_what_was_shown_is_not_told_as_missed_when_an_older_question_is_answered_late():
    stay = inside()
    stay.received(wire(t="reset", epoch="two"))
    stay.received(hello(n=1, from_=1, epoch="two"))
    assert [1] == lines(stay.received(said(1, 1)))

    late = shown(stay.received(hello(n=2, from_=1, epoch="two")))
    late += shown(stay.received(wire(t="gap", from_=1, to=1)))

    assert Missed not in [type(event) for event in late]
    assert [2] == lines(stay.received(said(2, 2)))


def test_a_line_is_known_by_author_and_id_not_by_id_alone():
    stay = inside()
    stay.received(said(1, 7, by="one"))
    assert [2] == lines(stay.received(said(2, 7, by="two")))
    assert [] == lines(stay.received(said(3, 7, by="one")))


def test_a_number_seen_before_is_passed_over():
    stay = inside()
    stay.received(said(1, 1))
    assert [] == stay.received(said(1, 1))


def test_a_missing_number_makes_the_link_enter_again_where_it_was():
    stay = inside()
    stay.received(said(1, 1))
    (enter,) = sent(stay.received(said(3, 3)))
    assert isinstance(enter, Enter)
    assert After(epoch="one", n=1) == enter.after
    assert [] == stay.received(said(4, 4)), "numbers before the next hello are of the old stream"
    stay.received(hello(n=4, from_=2, resumed=True))
    seen = [lines(stay.received(said(n, n))) for n in (2, 3, 4)]
    assert [[2], [3], [4]] == seen


def test_a_hole_that_stays_makes_the_link_take_another_socket():
    stay = inside()
    stay.received(said(2, 2))
    stay.received(hello(n=2, from_=1, resumed=True))
    assert [Drop()] == stay.received(said(2, 2))


def test_a_gap_is_told_and_counted():
    stay = Stay()
    stay.opened(ENTER)
    stay.received(hello(n=9, from_=1))
    assert [Missed(1, 7)] == shown(stay.received(wire(t="gap", from_=1, to=7)))
    assert [8] == lines(stay.received(said(8, 8)))


def test_after_a_lost_line_the_link_asks_for_what_follows():
    stay = inside(n=4)
    stay.received(said(5, 5))
    assert [Away()] == shown(stay.closed(1006))
    (enter,) = sent(stay.opened(ENTER))
    assert isinstance(enter, Enter)
    assert After(epoch="one", n=5) == enter.after


def test_being_away_is_told_once_until_we_were_in_again():
    stay = Stay()
    assert [Away()] == shown(stay.closed(1006))
    assert [] == shown(stay.closed(1006))
    stay.opened(ENTER)
    stay.received(hello())
    assert [Away()] == shown(stay.closed(1006))


@pytest.mark.parametrize(
    ("then", "missed"),
    [
        (hello(n=9, from_=6, resumed=True), []),
        (hello(n=9, from_=8, resumed=False), [Missed(6, 7)]),
        (hello(n=9, from_=5, resumed=False, epoch="two"), [Missed()]),
        (hello(n=3, resumed=False), [Missed()]),
    ],
)
def test_what_cannot_be_had_any_more_is_told(then: bytes, missed: list[Missed]):
    stay = inside(n=5)
    stay.closed(1006)
    stay.opened(ENTER)
    assert missed == shown(stay.received(then))[1:]


def test_a_reset_is_answered_with_the_old_place():
    stay = inside(n=5)
    (enter,) = sent(stay.received(wire(t="reset", epoch="two")))
    assert isinstance(enter, Enter)
    assert After(epoch="one", n=5) == enter.after


def test_a_resync_asks_for_the_answers_again_too():
    stay = inside(n=5)
    stay.ask(a_say(1))
    assert [Enter] == [type(frame) for frame in sent(stay.received(wire(t="resync")))]
    assert [a_say(1)] == sent(stay.received(hello(n=5, from_=6, resumed=True)))


def test_an_answer_to_an_older_question_does_not_show_lines_twice():
    stay = inside()
    stay.received(said(2, 2))
    stay.received(wire(t="resync"))
    stay.received(hello(n=2, from_=1, resumed=True))
    assert [[1], [2]] == [lines(stay.received(said(n, n))) for n in (1, 2)]
    stay.received(hello(n=3, from_=1, resumed=True))
    hidden = wire(t="hidden", n=2, at=2, of=1)
    assert [] == stay.received(said(1, 1)) == stay.received(hidden)
    assert [3] == lines(stay.received(said(3, 3)))


def test_words_wait_until_the_backlog_is_in_and_go_out_under_the_same_id():
    stay = inside()
    assert [a_say(1)] == sent(stay.ask(a_say(1)))
    stay.closed(1006)
    assert [] == sent(stay.ask(a_say(2)))
    stay.opened(ENTER)
    assert [] == sent(stay.received(hello(n=1, from_=1, resumed=True)))
    assert [a_say(1), a_say(2)] == sent(stay.received(said(1, 1, by=ME)))


def test_an_ack_settles_a_question_once():
    stay = inside()
    stay.ask(a_say(1))
    ack = wire(t="ack", id=ident(1), n=1, saved=True)
    assert Accepted(1, saved=True) == outcome(stay.received(ack))
    assert [] == stay.received(ack)
    stay.closed(1006)
    stay.opened(ENTER)
    assert [] == sent(stay.received(hello()))


def test_a_line_the_server_may_have_forgotten_the_id_of_is_not_said_twice():
    stay = inside()
    stay.ask(a_say(1))
    stay.closed(1006)
    stay.opened(ENTER)
    stay.received(hello(n=5_000, from_=1, resumed=True))
    stay.received(said(1, 1, by=ME))
    effects = stay.received(wire(t="gap", from_=2, to=5_000))
    assert Accepted(1, saved=False) == outcome(effects)
    assert [] == sent(effects)


def test_a_refusal_carries_where_and_whether_it_is_held():
    stay = inside()
    stay.ask(a_say(1))
    nack = wire(t="nack", id=ident(1), code="attack", spans=[[0, 4]], held=True)
    refused = outcome(stay.received(nack))
    assert isinstance(refused, Refused)
    assert ("attack", ((0, 4),), True) == (refused.code, refused.spans, refused.held)


@pytest.mark.parametrize("code", ["slow_down", "unavailable", "moving", "disk"])
def test_after_not_now_the_same_id_goes_out_again_later(code: str):
    stay = inside()
    stay.ask(a_say(1))
    effects = stay.received(wire(t="nack", id=ident(1), code=code, after_s=3))
    assert [WakeAfter(3.0)] == effects
    assert [] == sent(stay.ask(a_say(2))), "what was written later stays behind"
    assert [a_say(1)] == sent(stay.wake())
    assert [a_say(2)] == sent(stay.received(wire(t="ack", id=ident(1), n=1, saved=True)))


def test_an_answer_that_never_comes_makes_the_link_take_another_socket():
    stay = inside()
    stay.ask(a_say(1))
    ticks = [stay.received(wire(t="tick")) for _ in range(3)]
    assert [[], [], [Drop()]] == ticks


def test_a_backlog_that_stops_coming_makes_the_link_take_another_socket():
    stay = Stay()
    stay.opened(ENTER)
    stay.received(hello(n=2, from_=1))
    assert [] == stay.received(wire(t="tick"))
    stay.received(said(1, 1))
    assert [] == stay.received(wire(t="tick")), "something came in between"
    assert [Drop()] == stay.received(wire(t="tick"))


@pytest.mark.parametrize(
    "frame",
    [
        wire(t="weather", sky="grey"),
        wire(t="tick", also="this"),
        wire(t="here", joined=[], left=[], mood="calm"),
    ],
)
def test_unknown_frames_and_fields_are_passed_over(frame: bytes):
    stay = inside()
    stay.received(frame)
    assert [1] == lines(stay.received(said(1, 1)))


def test_an_unknown_stream_event_is_not_shown_but_its_number_counts():
    stay = inside()
    assert [] == stay.received(wire(t="omen", n=1, at=1_001, holder="x"))
    assert [2] == lines(stay.received(said(2, 2)))


@pytest.mark.parametrize("frame", [b"{", b"[]", b'{"t":"said","n":1,"at":1}', b"\xff", b"null"])
def test_what_cannot_be_read_makes_the_link_take_another_socket(frame: bytes):
    assert [Drop()] == inside().received(frame)


def test_earlier_lines_come_as_one_page_and_unknown_ones_are_left_out():
    stay = inside(n=9)
    assert [More(before=9, limit=2)] == sent(stay.more(More(before=9, limit=2)))
    events = [
        {"t": "said", "n": 7, "at": 7, "by": "a", "alias": "A B", "text": "x", "id": ident(7)},
        {"t": "omen", "n": 8, "at": 8, "holder": "a"},
    ]
    (page,) = stay.received(wire(t="lines", events=events, from_=7, first_kept=3))
    assert isinstance(page, Page)
    assert ([7], 7, 3) == ([event.n for event in page.events], page.start, page.first_kept)


def test_a_late_second_page_does_not_pass_for_the_next():
    stay = inside(n=9)
    stay.more(More(before=9, limit=1))
    event = {"t": "rule", "n": 8, "at": 8}
    stay.received(wire(t="lines", events=[event], from_=8, first_kept=1))
    stay.more(More(before=8, limit=1))
    assert [] == stay.received(wire(t="lines", events=[event], from_=8, first_kept=1))


def test_a_full_room_says_where_there_is_space():
    stay = Stay()
    stay.opened(ENTER)
    stay.received(wire(t="nack", code="room_full", next="gambling-2", after_s=30))
    told = stay.closed(4004)
    assert [TurnedAway("room_full", "gambling-2")] == shown(told)
    assert Return(30.0) in told


def test_bye_says_when_to_come_back():
    stay = inside()
    stay.received(wire(t="bye", code="restarting", after_s=2))
    assert Return(2.0) in stay.closed(1012)


@pytest.mark.parametrize("code", [1000, 1007, 1009, 4500, 4501, 4502, 4503, 4599])
def test_there_are_closes_one_does_not_come_back_from(code: int):
    assert [Ended(code, None)] == shown(inside().closed(code))


@pytest.mark.parametrize("code", [1001, 1006, 1011, 1012, 1013, 4002, 4004, 4099])
def test_there_are_closes_one_comes_back_from(code: int):
    assert Return(0.0) in inside().closed(code)


def test_a_refusal_at_the_door_for_good_says_why():
    stay = Stay()
    stay.opened(ENTER)
    stay.received(wire(t="nack", code="removed"))
    assert [Ended(4503, "removed")] == shown(stay.closed(4503))


def test_who_leaves_does_not_come_back_however_the_socket_ends():
    stay = inside()
    assert [Leave()] == sent(stay.leave())
    assert [Ended(1006, None)] == shown(stay.closed(1006))


def test_who_leaves_while_away_has_left():
    assert [Ended(1000, None)] == shown(Stay().leave())


def test_the_alias_and_the_key_are_the_same_at_every_door():
    stay = Stay()
    enter = Enter(room="gambling", key=ENTER.key, alias=3)
    stay.opened(enter)
    stay.received(hello())
    stay.closed(1006)
    (again,) = sent(stay.opened(enter))
    assert isinstance(again, Enter)
    assert (3, ENTER.key) == (again.alias, again.key)
    assert again.after is not UNSET


def test_the_roster_follows_who_comes_and_goes():
    stay = inside()
    stay.received(wire(t="here", joined=[{"id": "a", "alias": "Amber River"}]))
    assert {ME: "Quiet Harbour", "a": "Amber River"} == stay.roster.members
    stay.received(wire(t="here", left=[ME]))
    assert {"a": "Amber River"} == stay.roster.members
    stay.received(wire(t="here", members=[{"id": "b", "alias": "Open Meadow"}]))
    assert {"b": "Open Meadow"} == stay.roster.members
