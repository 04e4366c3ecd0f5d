"""The crew over a real store: two who decide at once, a start, and somebody who leaves."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from failing_disk import full_disk

from moderation import joining, roster
from moderation.actor import Role
from moderation.crew import Volunteers
from moderation.crew_events import CrewEvent, ShiftKind, ShiftPlanned, VolunteerJoined
from moderation.refusal import DeskCode, No
from moderation.roster import HOUR_MS
from server.auditing import Heads, verified
from server.backplane import Backplane, Unavailable
from server.desk.entrance import Entrance
from server.foundation import Foundation, foundation
from server.settings import Settings
from server.streams.crew import StoredCrew
from server.streams.kinds import AUDIT

SECRET_KEY = "the public half of a passkey"  # noqa: S105 - a word to be found, or not


async def crew_of(ground: Foundation) -> StoredCrew:
    return await StoredCrew.load(ground.streams, ground.backplane.now)


async def joins(crew: StoredCrew, name: str, role: Role = Role.COORDINATOR) -> None:
    event = VolunteerJoined(name, name, role, "", f"key {name}", SECRET_KEY, 0)
    await crew.change(lambda _crew, _now: (event,))


async def test_of_two_who_plan_at_once_one_is_told_what_stands_against_it(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        crew = await crew_of(ground)
        await joins(crew, "ash")

        async def plan(name: str) -> DeskCode | None:
            def decide(now_there: Volunteers, now: int) -> Sequence[CrewEvent]:
                shift = ShiftPlanned(name, "ash", now, now + HOUR_MS, ShiftKind.DUTY)
                return roster.plan(now_there, now_there.people["ash"], shift, now)

            try:
                await crew.change(decide)
            except No as no:
                return no.code
            return None

        codes = await asyncio.gather(*(plan(str(number)) for number in range(6)))

        assert (1, 5) == (codes.count(None), codes.count(DeskCode.OVERLAP))
        assert 1 == len(crew.crew.shifts)


async def test_the_crew_is_there_again_after_a_start(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        crew = await crew_of(ground)
        await joins(crew, "ash")
        before = crew.crew

    async with foundation(Settings(data=tmp_path)) as ground:
        assert before == (await crew_of(ground)).crew


async def test_what_was_done_to_the_crew_is_in_the_audit_that_is_verified(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        heads = Heads(tmp_path / "keys")
        ground.streams.listen(AUDIT.prefix, heads.changed)
        crew = await crew_of(ground)
        await asyncio.gather(*(joins(crew, name) for name in ("ash", "birch", "cedar")))
        ash = crew.crew.people["ash"]
        await crew.change(lambda now_there, _now: joining.remove(now_there, ash, "birch"))
        now = crew.now()
        shift = ShiftPlanned("s1", "cedar", now, now + HOUR_MS, ShiftKind.DUTY)
        await crew.change(lambda now_there, now: roster.plan(now_there, ash, shift, now))
        await crew.change(lambda now_there, _now: roster.drop(now_there, ash, "s1"))
        heads.write()

        found = await verified(ground.streams, tmp_path / "keys")
        last = [(one.by, one.act, one.case, one.how) for one in crew.audit.state.entries[-2:]]

    assert ([], 6) == (found["wrong"], found["count"])
    assert [
        ("ash", "ShiftPlanned", "cedar", "kind=duty shift=s1"),
        ("ash", "ShiftDropped", "s1", ""),
    ] == last


async def test_of_somebody_who_left_the_store_keeps_nothing_to_read(tmp_path: Path):
    async with foundation(Settings(data=tmp_path)) as ground:
        crew = await crew_of(ground)
        await joins(crew, "ash")
        await joins(crew, "birch")
        ash = crew.crew.people["ash"]

        await crew.change(lambda now_there, _now: joining.remove(now_there, ash, "birch"))
        kept = await ground.streams.page(crew.log, 0)

    assert [] == [entry for entry in kept if "birch" in str(entry.event)]
    async with foundation(Settings(data=tmp_path)) as ground:
        assert ["ash"] == list((await crew_of(ground)).crew.people)


async def test_a_store_that_takes_nothing_lets_the_house_open_without_an_invitation(
    tmp_path: Path,
):
    settings = Settings(data=tmp_path)
    async with foundation(settings) as ground:
        entrance = await Entrance.open(ground, settings)
        first = await entrance.sentences("http://localhost:1")
        with full_disk(tmp_path):
            with pytest.raises(Unavailable):
                await crowds(entrance.crew)
            with pytest.raises(Unavailable):  # not a page more, however little is to be kept
                await probes(ground.backplane)
            then = await entrance.sentences("http://localhost:1")

    assert ["a coordinator may join"] == [sentence.partition(",")[0] for sentence in first]
    assert ["no coordinator could be invited: the store takes nothing now"] == then


async def probes(backplane: Backplane) -> None:
    for _ in range(1000):
        await backplane.probe()


async def crowds(crew: StoredCrew) -> None:
    for number in range(1000):
        await joins(crew, f"{number}{'x' * 20_000}", Role.VOLUNTEER)
