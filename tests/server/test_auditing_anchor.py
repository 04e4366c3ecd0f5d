"""What an attacker does to the audit, and who sees it: the head beside the keys, or an anchor."""

import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from moderation.audit import BEGINNING, GENESIS, KEPT_MS, Acted, Audit, expire, following, verify
from server.auditing import FILE, SHARDS, Heads, anchor, verified, wrong_since
from server.foundation import foundation
from server.settings import load
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, Entry
from server.streams.log import Log
from server.streams.names import audit_stream

ROUNDS = 1_000
SHARD = SHARDS[0]
STREAM = audit_stream(SHARD)
ACTS = ("CaseClaimed", "NoteWritten", "CaseClosed", "SanctionSet")
ANY = Entry(1, 0, 0, None)
Chain = list[Acted]


def chain_of(count: int, who: str = "vera") -> Chain:
    entries: Chain = []
    for n in range(count):
        before = entries[-1] if entries else BEGINNING
        entries.append(following(before, n, who, ACTS[n % len(ACTS)], f"17-{n}"))
    return entries


def flip(entries: Chain, chance: random.Random) -> Chain:
    """Change one bit of one text, or one number."""
    at = chance.randrange(len(entries))
    facts = {name: getattr(entries[at], name) for name in Acted.__struct_fields__}
    name = chance.choice(["count", "prev", "at", "by", "act", "case"])
    old = facts[name]
    if isinstance(old, int):
        facts[name] = old ^ (1 << chance.randrange(8))
    else:
        place = chance.randrange(len(old))
        facts[name] = old[:place] + chr(ord(old[place]) ^ 1) + old[place + 1 :]
    return [*entries[:at], Acted(**facts), *entries[at + 1 :]]


def swap(entries: Chain, chance: random.Random) -> Chain:
    one, other = chance.sample(range(len(entries)), 2)
    changed = list(entries)
    changed[one], changed[other] = changed[other], changed[one]
    return changed


def drop(entries: Chain, chance: random.Random) -> Chain:
    at = chance.randrange(len(entries))
    return entries[:at] + entries[at + 1 :]


def double(entries: Chain, chance: random.Random) -> Chain:
    at = chance.randrange(len(entries))
    return entries[: at + 1] + entries[at:]


def insert(entries: Chain, chance: random.Random) -> Chain:
    """Put in an act that follows as it should; what comes after it does not."""
    at = chance.randrange(len(entries))
    before = entries[at - 1] if at else BEGINNING
    return [*entries[:at], following(before, at, "mallory", "CaseClosed"), *entries[at:]]


def cut(entries: Chain, chance: random.Random) -> Chain:
    return entries[: chance.randrange(len(entries))]


def cut_and_grow(entries: Chain, chance: random.Random) -> Chain:
    """Cut the end, and let honest acts follow until it is longer than it was."""
    kept = cut(entries, chance)
    while len(kept) <= len(entries):
        kept.append(following(kept[-1] if kept else BEGINNING, 99, "vera", "NoteWritten"))
    return kept


def make_anew(entries: Chain, chance: random.Random) -> Chain:
    """Write the whole chain from some act on once more, each hash as it should be."""
    made = entries[: chance.randrange(len(entries))]
    while len(made) < len(entries):
        old = entries[len(made)]
        made.append(
            following(made[-1] if made else BEGINNING, old.at, "mallory", old.act, old.case)
        )
    return made


MUTATIONS: Sequence[Callable[[Chain, random.Random], Chain]] = (
    flip,
    swap,
    drop,
    double,
    insert,
    cut,
    cut_and_grow,
    make_anew,
)


def mutated(entries: Chain, chance: random.Random) -> Chain:
    return MUTATIONS[chance.randrange(len(MUTATIONS))](entries, chance)


def folded(entries: Chain) -> Log[Audit]:
    log = Log(STREAM, AUDIT)
    log.state.entries.extend(entries)
    return log


def test_a_thousand_of_a_thousand_mutations_are_seen_and_also_after_the_server_went_on(
    tmp_path: Path,
):
    chance = random.Random(5)  # noqa: S311 - the same mutations every time
    entries = chain_of(40)
    heads = Heads(tmp_path)
    heads.changed(folded(entries), ANY)
    seen = 0
    for _ in range(ROUNDS):
        changed = mutated(entries, chance)
        heads.changed(folded(changed), ANY)  # a server that follows must not take it over
        seen += bool(verify(changed, *heads.kept[SHARD]))

    assert ROUNDS == seen
    assert [] == verify(entries, *heads.kept[SHARD])


@pytest.mark.parametrize("counted", [3, 12, 40])
def test_the_head_of_a_chain_whose_front_left_goes_on_being_counted(tmp_path: Path, counted: int):
    log, heads = folded(chain_of(41)), Heads(tmp_path)
    heads.changed(folded(chain_of(counted)), ANY)
    expire(log.state, KEPT_MS + 12)

    heads.changed(log)

    assert {SHARD: (41, folded(chain_of(41)).state.head)} == heads.kept


def test_of_a_chain_that_only_grew_the_newest_head_is_kept(tmp_path: Path):
    heads = Heads(tmp_path)
    heads.changed(folded(chain_of(40)), ANY)
    heads.changed(folded(chain_of(41)), ANY)
    heads.write()

    assert {SHARD: (41, folded(chain_of(41)).state.head)} == Heads(tmp_path).kept


async def acted(data: Path, entries: Sequence[Acted]) -> str:
    """Put a chain into a store, heads and all, and return the anchor an operator prints."""
    async with foundation(load({}, None, data=data)) as ground:
        heads = Heads(data / "keys")
        ground.streams.listen(AUDIT.prefix, heads.changed)
        await ground.streams.log(AUDIT, STREAM)
        positions = await ground.streams.append(*(Draft(STREAM, entry) for entry in entries))
        log = await ground.streams.log(AUDIT, STREAM)
        await log.reached(positions[-1].n)
        heads.write()
        return str((await verified(ground.streams, data / "keys"))["anchor"])


async def looked(data: Path, seen: str = "") -> list[str]:
    async with foundation(load({}, None, data=data)) as ground:
        return list((await verified(ground.streams, data / "keys", seen))["wrong"])


async def test_who_makes_store_and_heads_anew_is_seen_by_an_anchor_kept_elsewhere(tmp_path: Path):
    kept = await acted(tmp_path / "true", chain_of(12))
    forged = tmp_path / "forged"
    forged.mkdir()
    shutil.copytree(tmp_path / "true" / "keys", forged / "keys")
    (forged / "keys" / FILE).unlink()
    await acted(forged, chain_of(20, who="mallory"))

    assert [] == await looked(forged)
    assert ["the acts are not those that were printed"] == await looked(forged, kept)


async def test_an_anchor_goes_on_holding_while_more_is_done(tmp_path: Path):
    entries = chain_of(12)
    kept = await acted(tmp_path, entries[:7])
    await acted(tmp_path, entries[7:])

    assert [] == await looked(tmp_path, kept)


@pytest.mark.parametrize(
    ("printed", "left", "judged"),
    [
        (7, 7, []),
        (7, 3, []),
        (7, 8, ["older than what is kept", "after 1970-01-01"]),
    ],
)
async def test_an_anchor_is_judged_as_long_as_what_came_after_it_is_kept(
    printed: int, left: int, judged: Sequence[str]
):
    entries = chain_of(12)
    kept = anchor({SHARD: folded(entries[:printed]).state})
    audit = folded(entries).state
    expire(audit, KEPT_MS + left)

    wrong = wrong_since(kept, {SHARD: audit})

    assert len(wrong) == min(1, len(judged))
    assert [part for part in judged if part not in wrong[0]] == []


async def test_a_cut_end_is_seen_by_an_anchor_though_the_head_was_set_back(tmp_path: Path):
    kept = anchor({SHARD: folded(chain_of(12)).state})
    await acted(tmp_path, chain_of(9))

    (sentence,) = await looked(tmp_path, kept)

    assert "9 acts are there, but 12 were printed" in sentence


async def test_heads_that_were_taken_away_are_said(tmp_path: Path):
    await acted(tmp_path, chain_of(3))
    heads = tmp_path / "keys" / FILE
    heads.write_text(json.dumps({}), "utf-8")

    (sentence,) = await looked(tmp_path)

    assert "no head of these 3 acts" in sentence


@pytest.mark.parametrize("seen", ["none", "17:x", "nowhere:3/" + GENESIS, "12"])
async def test_what_is_no_anchor_is_said(tmp_path: Path, seen: str):
    await acted(tmp_path, chain_of(3))

    assert 1 == len(await looked(tmp_path, seen))
