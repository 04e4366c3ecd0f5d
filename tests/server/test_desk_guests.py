"""A coordinator's answer to a guest of the young: at the desk, by command, and once."""

import asyncio
from pathlib import Path

import pytest
from commands import Done, program, sentence
from desk_door import Caller, caller, invitation
from kith_process import KITH, KithProcess

from rooms.events import RoomOpened
from rooms.group.events import GuestChecked, GuestEnd, GuestProposed, Profession
from rooms.group.state import DAY_MS
from rooms.refusal import Code, Refusal
from server.auditing import Heads, verified
from server.foundation import Foundation, foundation
from server.group.guest_answers import GuestAnswers, Word
from server.settings import Settings
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, GROUP
from server.streams.names import HOUSE, audit_stream, group_stream, shard_of

HOUR_MS = 3_600_000


async def asked_for(ground: Foundation, *names: str) -> int:
    """Have a room of the young that thinks of these guests; return when the first would come."""
    starts = ground.backplane.now() + 4 * DAY_MS
    room = RoomOpened("young", "youth", "young", "en", "Young and worried", 12, "young_relatives")
    await ground.streams.append(Draft(HOUSE, room))
    for number, name in enumerate(names):
        at = starts + number * DAY_MS
        proposed = GuestProposed(name, Profession.NURSE, at, at + HOUR_MS, for_young=True)
        await ground.streams.append(Draft(group_stream("young"), proposed))
    return starts


async def test_who_waits_is_told_with_what_the_group_did_so_far(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        starts = await asked_for(ground, "nurse", "other")
        await ground.streams.append(Draft(group_stream("young"), GuestChecked("nurse", "mark")))

        first, second = await GuestAnswers(ground.streams).waiting()

    assert ("young", "nurse", "nurse", 1) == (
        first["room"],
        first["guest"],
        first["profession"],
        first["checks"],
    )
    assert (starts, starts + DAY_MS) == (first["starts"], second["starts"])
    assert "mark" not in str(first)


async def test_the_coordinator_checks_instead_of_two_members_wherever_it_is(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        room = RoomOpened("families", "gambling", "relative", "en", "Families", 12, "open_floor")
        await ground.streams.append(Draft(HOUSE, room))
        starts = ground.backplane.now() + 4 * DAY_MS
        proposed = GuestProposed("nurse", Profession.NURSE, starts, starts + HOUR_MS)
        await ground.streams.append(Draft(group_stream("families"), proposed))
        answers = GuestAnswers(ground.streams)

        waiting = await answers.waiting()
        await answers.answer("families", "nurse", "ash", Word.CHECKED)
        await answers.answer("families", "nurse", "elm", Word.CHECKED)  # once is enough

        group = (await ground.streams.log(GROUP, group_stream("families"))).state
        audit = (await ground.streams.log(AUDIT, audit_stream(shard_of("families")))).state
        left = await answers.waiting()

    assert [("nurse", 0, False)] == [(w["guest"], w["checks"], w["needs_yes"]) for w in waiting]
    assert group.guests["nurse"].is_checked
    assert ["ash"] == [entry.by for entry in audit.entries]
    assert [] == list(left)


async def test_of_two_who_answer_at_once_one_is_heard_and_the_audit_has_one(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        heads = Heads(tmp_path / "keys")
        ground.streams.listen(AUDIT.prefix, heads.changed)
        await asked_for(ground, "nurse")
        answers = GuestAnswers(ground.streams)

        async def say(by: str, word: Word) -> Code | None:
            try:
                await answers.answer("young", "nurse", by, word)
            except Refusal as refusal:
                return refusal.code
            return None

        told = await asyncio.gather(say("ash", Word.NO), say("elm", Word.YES))
        heads.write()

        group = (await ground.streams.log(GROUP, group_stream("young"))).state
        audit = (await ground.streams.log(AUDIT, audit_stream(shard_of("young")))).state
        found = await verified(ground.streams, tmp_path / "keys")

    declined = group.guests["nurse"].ended is GuestEnd.DECLINED
    assert [None] == [code for code in told if code is None]
    assert [("nurse", "ash" if declined else "elm")] == [(e.case, e.by) for e in audit.entries]
    assert ([], 1) == (found["wrong"], found["count"])


async def test_nobody_answers_about_a_room_or_a_guest_that_is_not_there(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        await asked_for(ground, "nurse")
        answers = GuestAnswers(ground.streams)

        for room, guest in (("young", "made up"), ("elsewhere", "nurse")):
            with pytest.raises(Refusal, check=lambda no: no.code is Code.NO_SUCH_GUEST):
                await answers.answer(room, guest, "ash", Word.YES)


@pytest.mark.slow
def test_an_operator_lists_who_waits_and_answers_without_a_server(tmp_path: Path):
    async def prepare() -> None:
        async with foundation(Settings(data=tmp_path)) as ground:
            await asked_for(ground, "nurse", "other")

    asyncio.run(prepare())

    def run(*words: str) -> Done:
        return program(KITH, "guest", *words, "--data", tmp_path)

    listed, yes = run("list"), run("yes", "young", "nurse")
    no, again = run("no", "young", "other"), run("no", "young", "other")
    left, checked = run("list"), run("checked", "young", "nurse")

    assert [["young", "nurse", "nurse"], ["young", "other", "nurse"]] == [
        line.split("\t")[:3] for line in listed.out.splitlines()
    ]
    assert ["said yes to nurse in young\n", "said no to other in young\n"] == [yes.out, no.out]
    assert "No such guest waits for an answer in this room." == sentence(again)
    assert [("young", "nurse", "waits for the check")] == [
        (*line.split("\t")[:2], line.split("\t")[-1]) for line in left.out.splitlines()
    ]
    assert ("noted the check of nurse in young\n", "") == (checked.out, run("list").out)


@pytest.mark.slow
async def test_only_a_coordinator_is_told_who_waits_and_answers(house: KithProcess, ash: Caller):
    assert [] == (await ash.get("guests"))["guests"]
    assert "no_such_guest" == (await ash.ask("POST", "guests/families/g", {"what": "yes"})).code
    assert "fault" == (await ash.ask("POST", "guests/families/g", {"what": "maybe"})).code
    async with caller(house) as elm, caller(house) as nobody:
        await elm.join(invitation(house, "volunteer"), "Elm of guests")

        for somebody, code in ((elm, "not_allowed"), (nobody, "not_signed_in")):
            assert code == (await somebody.ask("GET", "guests")).code
            said = await somebody.ask("POST", "guests/families/g", {"what": "yes"})
            assert code == said.code
    foreign = await ash.ask("POST", "guests/families/g", {"what": "yes"}, Origin="http://evil.test")
    assert "wrong_origin" == foreign.code
