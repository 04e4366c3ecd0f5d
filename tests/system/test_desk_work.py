"""The desk over the wire: a case from the cry to the second signature."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, suppress
from itertools import count, pairwise

import pytest
from desk_door import caller, invitation
from kith_process import KithProcess
from meeting import Meeting, lead_to_its_round, open_room
from volunteer import Refused, Volunteer
from wire import Wire, fresh_id

from server.commands.control import ask

pytestmark = pytest.mark.slow
CRY = "I want to kill myself tonight"
NAMES = count(1)


class Desk:
    """One node, a room on it, and whoever sits at its desk."""

    def __init__(self, process: KithProcess, stack: AsyncExitStack) -> None:
        self.process = process
        self.stack = stack
        self.room = Meeting(process, open_room(process.data), stack)

    async def volunteer(self, role: str = "volunteer", *, on_shift: bool = True) -> Volunteer:
        somebody = await self.stack.enter_async_context(caller(self.process))
        name = f"Ash {next(NAMES)}"
        joined = await somebody.join(invitation(self.process, role), name)
        assert joined.status == 200
        seat = await Volunteer.sit_down(somebody, on_shift=on_shift)
        self.stack.push_async_callback(_go_home, seat)
        return seat

    async def cry(self, text: str = CRY) -> tuple[Wire, int]:
        """Have a new member say something that worries; return them and the line's number."""
        ada = await self.room.join()
        return ada, (await ada.say(text))["n"]


async def _go_home(seat: Volunteer) -> None:
    """End the shift, so that the next test's members are told the truth."""
    with suppress(ConnectionError):
        await seat.do("shift", on=False, accepted=True)
    await seat.leave()


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KithProcess]:
    """Give a server whose desk these tests share; each goes home at its end."""
    process = KithProcess(tmp_path_factory.mktemp("desk") / "data", KITH_LIMITS="off").start()
    yield process
    assert 0 == process.stop()
    assert [] == [line for line in process.stderr if "our_bug" in line or "Trace" in line]


@pytest.fixture
async def desk(staffed: KithProcess) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        yield Desk(staffed, stack)


def audited(desk: Desk) -> tuple[int, list[str]]:
    """Return how many acts the audit has, and what is wrong with them."""
    keys = str(desk.process.data / "keys")
    answer = ask(desk.process.data, {"do": "audit", "keys": keys, "seen": ""})
    assert answer is not None
    return answer["count"], answer["wrong"]


def about(room: str):
    """Whether a case is in this room."""
    return lambda case: case["room"] == room


async def test_a_cry_is_on_the_desk_at_once_without_its_text_and_rings(desk: Desk):
    vera = await desk.volunteer()

    ada, n = await desk.cry()
    case = await vera.case(about(desk.room.room))
    alarm = await vera.until(lambda f: f["t"] == "alarm" and f["case"] == case["id"])

    assert {"flag", "open"} == {case["kind"], case["state"]}
    assert CRY not in repr(vera.frames)
    assert "alert" == alarm["step"]
    await vera.do("look", case=case["id"])
    detail = await vera.until(lambda f: f["t"] == "detail")
    assert [(CRY, n)] == [(it["text"], it["n"]) for it in detail["messages"]]
    assert ada.alias == detail["alias"]


async def test_who_goes_at_once_is_not_shown_as_still_here(desk: Desk):
    vera = await desk.volunteer()
    ada, _ = await desk.cry()
    case = await vera.case(about(desk.room.room))

    await ada.send("leave")
    await ada.close()

    await vera.case(lambda one: one["id"] == case["id"] and not one.get("here"))


async def test_the_clock_says_nothing_again_that_is_on_the_queue_already(desk: Desk):
    vera = await desk.volunteer()
    await desk.cry()
    case = await vera.case(about(desk.room.room))

    await vera.until(lambda f: f["t"] == "alarm" and f["case"] == case["id"])
    await vera.claim(case["id"])
    await vera.case(lambda one: one["id"] == case["id"] and one["state"] == "claimed")

    told = [f["case"] for f in vera.frames if f["t"] == "case" and f["case"]["id"] == case["id"]]
    assert [] == [now for before, now in pairwise(told) if before == now]


async def test_what_grows_worse_in_somebodys_hands_rings_for_all_on_shift(desk: Desk):
    vera, olga = await desk.volunteer(), await desk.volunteer()
    ada, _ = await desk.cry()
    case = await vera.case(about(desk.room.room))
    await vera.until(lambda f: f["t"] == "alarm" and f["case"] == case["id"])
    await vera.claim(case["id"])
    for seat in (vera, olga):
        seat.forget_frames()

    await ada.say("I took all my pills just now")

    for seat in (vera, olga):
        alarm = await seat.until(lambda f: f["t"] == "alarm" and f["case"] == case["id"])
        assert ("alert", "S1") == (alarm["step"], alarm["level"])


async def test_the_author_has_a_card_with_the_true_number_and_again_after_coming_back(desk: Desk):
    ada, _ = await desk.cry()
    assert {"on": 0} == (await ada.expect("card"))["duty"]
    await desk.volunteer()

    again = await desk.room.join(ada.key)
    card = await again.expect("card")

    assert ("help", {"on": 1}) == (card["kind"], card["duty"])


async def test_nobody_else_in_the_room_learns_of_a_case(desk: Desk):
    ben = await desk.room.join()
    vera = await desk.volunteer()
    ada, _ = await desk.cry()
    case = await vera.case(about(desk.room.room))
    await vera.claim(case["id"])
    await ada.say("and one more line")
    await ben.until_said("and one more line")

    seen = {frame["t"] for frame in [*ben.skipped]}

    assert not seen - {"said", "here", "tick"}


async def test_a_hidden_line_leaves_every_screen_and_comes_back(desk: Desk):
    vera = await desk.volunteer()
    ben = await desk.room.join()
    _, n = await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)

    await vera.act("hide", case, n=n)
    hidden = await ben.expect("hidden")
    await vera.act("hide", case, n=n, hide=False)
    shown = await ben.expect("shown")

    assert (n, n) == (hidden["of"], shown["of"])
    with pytest.raises(Refused, match="no_such_message"):
        await vera.act("hide", case, n=4_000)


async def test_who_is_removed_is_out_at_once_and_does_not_come_back_in(desk: Desk):
    vera = await desk.volunteer()
    ada, _ = await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)

    await vera.act("sanction", case, what="remove", minutes=10, reason="safety")

    assert "removed" == (await ada.expect("bye"))["code"]
    again = await desk.room.dial(ada.key)
    assert "removed" == (await again.enter(desk.room.room))["code"]
    other = await desk.room.join()
    assert "members" in other.hello


async def test_a_paused_member_is_told_for_how_long_and_others_go_on(desk: Desk):
    vera = await desk.volunteer()
    ben = await desk.room.join()
    ada, _ = await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)
    await vera.act("sanction", case, what="pause", minutes=10, reason="safety")

    frame = fresh_id()
    await ada.send("say", id=frame, text="hello")
    nack = await ada.expect("nack")

    assert "muted" == nack["code"]
    assert 590 <= nack["after_s"] <= 600
    assert (await ben.say("hello"))["n"]


async def test_a_volunteer_pauses_the_room_for_everybody_and_lets_it_go_on(desk: Desk):
    vera, will = await desk.volunteer(), await desk.volunteer()
    ben, (ada, _) = await desk.room.join(), await desk.cry()
    await lead_to_its_round(desk.room.process.data, desk.room.room, ben)
    case = (await vera.case(about(desk.room.room)))["id"]
    fence = await vera.claim(case)
    with pytest.raises(Refused, match="stale_lease"):
        await will.do("quiet", case=case, fence=fence, minutes=10)

    await will.do("look", case=case)
    await vera.act("quiet", case, minutes=30)
    pause = await ben.expect("pause")
    await will.until(lambda f: f["t"] == "detail" and f.get("paused") == pause["until"])
    will.forget_frames()
    refused = [await ada.say("may I"), await ben.ask("hand", up=True)]
    await vera.act("quiet", case, minutes=0)
    resume = await ben.expect("resume")
    await will.until(lambda f: f["t"] == "detail" and "paused" not in f)

    lasts = pause["until"] - pause["at"]  # it was decided just before it stood
    assert 10 * 60_000 < lasts <= 30 * 60_000
    assert ["paused", "paused"] == [nack["code"] for nack in refused]
    assert resume["at"] < pause["until"]
    assert "ack" == (await ben.ask("hand", up=True))["t"]


async def test_a_held_message_goes_out_under_its_first_id_when_it_is_released(desk: Desk):
    vera = await desk.volunteer()
    ada, ben = await desk.room.join(), await desk.room.join()
    frame, text = fresh_id(), "just kill yourself already, nobody here would miss you"
    await ada.send("say", id=frame, text=text)
    nack = await ada.expect("nack")
    assert ("attack", True) == (nack["code"], nack["held"])
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)

    await vera.act("decide", case, message=frame, release=True)
    said = await ben.until_said(text)
    await ada.send("say", id=frame, text=text)
    ack = await ada.expect("ack")

    assert (frame, said["n"]) == (said["id"], ack["n"])


async def test_what_is_aimed_at_somebody_is_kept_out_together_with_one_act_each_in_the_audit(
    desk: Desk,
):
    vera = await desk.volunteer()
    said = {fresh_id(): await desk.room.join() for _ in range(3)}
    for frame, wire in said.items():
        nack = await wire.say("you are such a pathetic loser", id=frame)
        assert ("attack", True) == (nack["code"], nack["held"])

    await vera.do("glance", room=desk.room.room)
    waiting = (await vera.until(lambda f: f["t"] == "together"))["held"]
    seen = {it["case"]: [it["id"]] for it in waiting}
    before, _ = audited(desk)
    done = await vera.do("settle", seen=seen, release=False)

    assert [*said] == [it["id"] for it in waiting]
    assert 3 == done["many"]
    for case in seen:
        await vera.without(case)
    for frame, wire in said.items():
        again = await wire.say("you are such a pathetic loser", id=frame)
        assert ("attack", True) == (again["code"], again["held"])
    assert (before + 9, []) == audited(desk)  # claimed, kept out, closed: each of the three


async def test_a_late_decision_is_refused_with_the_name_of_who_has_it_now(desk: Desk):
    vera, will = await desk.volunteer(), await desk.volunteer()
    _, n = await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)
    await vera.act("back", case)
    await will.claim(case)

    with pytest.raises(Refused, match="stale_lease") as told:
        await vera.act("hide", case, n=n)

    assert will.hello["you"]["name"] == told.value.by


async def test_who_went_offline_and_comes_back_is_welcomed_and_the_team_is_told_once(desk: Desk):
    vera = await desk.volunteer()
    ada, _ = await desk.cry()
    ben = await desk.room.join()
    first = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(first)
    await ada.close()
    await vera.act("close", first, outcome="gone_offline")

    again = await desk.room.join(ada.key)
    card = await again.expect("card")
    case = await vera.case(lambda it: it["room"] == desk.room.room and it["id"] != first)
    late = await desk.room.join(ada.key)

    assert ("welcome", "back", "S2") == (card["kind"], case["kind"], case["level"])
    for wire in (late, ben):
        assert "card" not in {frame["t"] for frame in await wire.so_far()}


async def test_a_case_ends_with_two_signatures_of_different_people(desk: Desk):
    vera, will = await desk.volunteer(), await desk.volunteer()
    await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)
    await vera.act("close", case, outcome="calmer", note="she will ring her sister")

    with pytest.raises(Refused, match="needs_another"):
        await vera.do("sign", case=case)
    await will.case(lambda it: it["id"] == case and it.get("sign", False))
    await will.do("look", case=case)
    detail = await will.until(lambda f: f["t"] == "detail")
    assert ("calmer", ["she will ring her sister"]) == (
        detail["outcome"],
        [note["text"] for note in detail["notes"]],
    )
    await will.do("sign", case=case)

    for seat in (vera, will):
        await seat.without(case)


async def test_nobody_leaves_the_shift_with_a_case_in_their_hands(desk: Desk):
    vera = await desk.volunteer()
    await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)

    with pytest.raises(Refused, match="still_open"):
        await vera.do("shift", on=False)
    await vera.act("back", case)
    await vera.do("shift", on=False)
    with pytest.raises(Refused, match="not_on_shift"):
        await vera.claim(case)


async def test_who_ends_the_shift_all_the_same_has_the_lead_called_for_each_case(desk: Desk):
    vera, olga = await desk.volunteer(), await desk.volunteer()
    await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]
    await vera.claim(case)
    olga.forget_frames()

    await vera.do("shift", on=False, accepted=True)

    await olga.case(lambda one: one["id"] == case and one["state"] == "escalated")
    await olga.until(lambda f: f["t"] == "alarm" and f["case"] == case)
    await olga.claim(case)


async def test_a_shadow_looks_and_says_what_they_think_and_does_nothing_else(desk: Desk):
    shade, vera = await desk.volunteer("shadow"), await desk.volunteer()
    await desk.cry()
    case = (await shade.case(about(desk.room.room)))["id"]

    with pytest.raises(Refused, match="not_allowed"):
        await shade.claim(case)
    await vera.claim(case)
    await shade.do("opinion", case=case, text="ask about tonight")
    await vera.do("look", case=case)
    detail = await vera.until(lambda f: f["t"] == "detail")

    assert [("ask about tonight", True)] == [(n["text"], n["opinion"]) for n in detail["notes"]]


async def test_more_than_five_lines_around_need_a_reason(desk: Desk):
    vera = await desk.volunteer()
    await desk.cry()
    case = (await vera.case(about(desk.room.room)))["id"]

    with pytest.raises(Refused, match="needs_reason"):
        await vera.do("look", case=case, more=20)
    await vera.do("look", case=case, more=20, reason="safety")


async def test_a_cry_is_still_on_the_desk_after_kill_nine(desk: Desk):
    await desk.cry()
    desk.process.kill()
    desk.process.start()

    vera = await desk.volunteer()

    assert "open" == (await vera.case(about(desk.room.room)))["state"]
