"""`kith audit verify` and `kith report`: on a folder, beside a server, and after somebody cut."""

import asyncio
import json
from pathlib import Path

import pytest
from commands import program, sentence
from kith_process import KITH
from meeting import StartKith

from moderation.acts import Decision
from moderation.audit import expire, following
from moderation.events import CaseClaimed, CaseRaised
from moderation.tally import month_of
from server.auditing import FILE, Heads, report, verified
from server.desk.stored import StoredDesk
from server.foundation import foundation
from server.settings import load
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT
from server.streams.names import audit_stream, desk_stream, shard_of

ROOM = "gambling"
CASE = shard_of(ROOM).strip("{}") + "-case"


async def _work(data: Path, acts: int) -> None:
    """Let a volunteer do so many things."""
    async with foundation(load({}, None, data=data)) as ground:
        heads = Heads(data / "keys")
        ground.streams.listen(AUDIT.prefix, heads.changed)
        await ground.streams.append(Draft(desk_stream(ROOM), CaseRaised(CASE, ROOM, "need", "ada")))
        desk = StoredDesk(ground.streams, b"k" * 32, ground.backplane.now)
        for _ in range(acts):
            head = (await desk.desk_of(CASE)).head
            await desk.act(CASE, "vera", Decision((CaseClaimed(CASE, "vera"),)), head)
        heads.write()


async def _a_year_ago(data: Path) -> None:
    """Let two acts have been done long ago, and leave."""
    async with foundation(load({}, None, data=data)) as ground:
        log = await ground.streams.log(AUDIT, audit_stream(shard_of(ROOM)))
        await ground.streams.append(
            Draft(log.stream, one := following(log.state.last, 1, "v", "A"))
        )
        (position,) = await ground.streams.append(Draft(log.stream, following(one, 2, "v", "A")))
        await log.reached(position.n)
        heads = Heads(data / "keys")
        heads.changed(log)
        heads.write()
        expire(log.state, ground.backplane.now())
        await ground.streams.rewrite(log)


async def test_a_chain_that_is_whole_says_so(tmp_path: Path):
    await _work(tmp_path, 7)

    async with foundation(load({}, None, data=tmp_path)) as ground:
        found = await verified(ground.streams, tmp_path / "keys")

    assert ([], 7) == (found["wrong"], found["count"])


async def test_a_cut_tail_shows_against_the_head_beside_the_keys(tmp_path: Path):
    await _work(tmp_path, 7)
    heads = tmp_path / "keys" / FILE
    kept = json.loads(heads.read_text("utf-8"))
    kept[shard_of(ROOM)][0] = 9
    heads.write_text(json.dumps(kept), "utf-8")

    async with foundation(load({}, None, data=tmp_path)) as ground:
        found = await verified(ground.streams, tmp_path / "keys")

    assert 1 == len(found["wrong"])
    assert "9 acts were counted" in found["wrong"][0]


async def test_an_act_that_was_erased_in_the_store_shows(tmp_path: Path):
    await _work(tmp_path, 7)

    async with foundation(load({}, None, data=tmp_path)) as ground:
        await ground.streams.erase(f"{shard_of(ROOM)}audit", 3)
        found = await verified(ground.streams, tmp_path / "keys")

    assert any("does not follow" in sentence for sentence in found["wrong"])


async def test_a_report_has_counts_and_none_under_five(tmp_path: Path):
    await _work(tmp_path, 1)

    async with foundation(load({}, None, data=tmp_path)) as ground:
        for n in range(6):
            raised = CaseRaised(f"{CASE}{n}", ROOM, "flag", f"m{n}", level="S1")
            await ground.streams.append(Draft(desk_stream(ROOM), raised))
        now = ground.backplane.now()
        told = await report(ground.streams, month_of(now), now)
        never = await report(ground.streams, "2001-01", now)

    assert ("7", "6", "under 5") == (
        told["counts"]["raised"],
        told["counts"]["raised S1"],
        told["counts"]["claimed"],
    )
    assert {} == never["counts"]


@pytest.mark.slow
def test_the_commands_say_what_they_found(tmp_path: Path):
    asyncio.run(_a_year_ago(tmp_path))
    verify = program(KITH, "audit", "verify", "--data", tmp_path)
    told = program(KITH, "report", "--month", "2026-11", "--data", tmp_path)
    wrong = program(KITH, "report", "--month", "november", "--data", tmp_path)

    assert (0, 0) == (verify.code, told.code)
    assert "None is missing." in verify.out
    assert "done after 1970-01-01: acts are kept for a year, and 2 have left." in verify.out
    assert "audit: 2 acts, head " in told.out
    assert "2026-11" in sentence(wrong)


@pytest.mark.slow
def test_a_house_as_it_was_begun_is_whole_also_after_a_kill(start_kith: StartKith, tmp_path: Path):
    begun = start_kith(data=tmp_path / "data")
    begun.kill()
    begun.start()
    beside = program(KITH, "audit", "verify", "--data", begun.data)
    begun.stop()
    alone = program(KITH, "audit", "verify", "--data", begun.data)
    anchor = alone.out.split("anchor: ")[1].split()[0]
    again = program(KITH, "audit", "verify", "--data", begun.data, "--seen", anchor)
    other = program(KITH, "audit", "verify", "--data", begun.data, "--seen", "house:99/0")

    assert [0, 0, 0, 1] == [done.code for done in (beside, alone, again, other)], beside
    assert "but 99 were printed" in other.out
