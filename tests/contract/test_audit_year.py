"""A year of the audit, over every store: what is older leaves with the daily round."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from stores import Store

from moderation.audit import KEPT_MS, expire, following
from server.auditing import Heads, verified
from server.backplane import Backplane
from server.counters import Counters
from server.crypto.ratchet import DAY_MS, FACTS, TALK, Ratchet
from server.crypto.sealing import Sealer
from server.fanout.hub import Hub
from server.streams.envelope import Draft
from server.streams.kinds import AUDIT, class_of
from server.streams.names import audit_stream
from server.streams.streams import Streams
from server.upkeep.keeping import Keeping

STREAM = audit_stream("{17}")


class Node:
    """A node that audits, keeps house, and has its own copy of the keys."""

    def __init__(self, backplane: Backplane, keys: Path, of_house: Path) -> None:
        now = backplane.now
        self.keys = keys
        ratchets = {c: Ratchet.open(of_house, c, now()) for c in (TALK, FACTS)}
        self.streams = Streams(backplane, Sealer(ratchets, class_of, now))
        self.heads = Heads(keys)
        self.streams.listen(AUDIT.prefix, self.heads.changed)
        counted = self.heads.changed
        hub = Hub(Counters())
        self.keeping = Keeping(backplane, self.streams, hub, ratchets, counted=counted, held=False)

    async def acts(self, times: int) -> None:
        log = await self.streams.log(AUDIT, STREAM)
        for _ in range(times):
            entry = following(log.state.last, self.streams.now(), "vera", "CaseClaimed", "17-a")
            (position,) = await self.streams.append(Draft(STREAM, entry, expect_n=log.head))
            await log.reached(position.n)

    async def verified(self, seen: str = "") -> Mapping[str, Any]:
        self.heads.write()
        return await verified(self.streams, self.keys, seen)


@asynccontextmanager
async def a_node(backplane: Backplane, keys: Path, of_house: Path) -> AsyncIterator[Node]:
    node = Node(backplane, keys, of_house)
    following_ = asyncio.create_task(node.streams.run())
    yield node
    following_.cancel()
    await asyncio.wait([following_])


async def test_a_year_later_acts_leave_and_the_rest_is_proved_on_every_node(
    store: Store, backplane: Backplane, tmp_path: Path
):
    house, copy = tmp_path / "keys", tmp_path / "copy"
    copy.mkdir()
    async with (
        a_node(backplane, house, house) as one,
        a_node(backplane, copy, house) as other,
    ):
        await one.acts(3)
        first = (await one.verified())["anchor"]
        store.advance(20 * DAY_MS)
        await one.acts(2)
        later = (await one.verified())["anchor"]
        store.advance(KEPT_MS - 10 * DAY_MS)
        await backplane.probe()

        await one.acts(1)
        await one.keeping.sweep()
        await other.keeping.sweep()

        for node in (one, other):
            found = await node.verified(later)
            assert ([], 6, 3) == (found["wrong"], found["count"], found["left"])
            assert 3 == len((await node.streams.log(AUDIT, STREAM)).state.entries)
            assert [] == (await node.verified(first))["wrong"]


async def test_when_all_of_a_quiet_house_has_left_the_next_act_still_follows(
    store: Store, backplane: Backplane, tmp_path: Path
):
    house = tmp_path / "keys"
    async with a_node(backplane, house, house) as node:
        await node.acts(3)
        store.advance(KEPT_MS + DAY_MS)
        await backplane.probe()
        await node.keeping.sweep()
        emptied = await node.verified()
        await node.acts(2)
        grown = await node.verified()

    async with a_node(backplane, house, house) as begun_again:
        read_again = await begun_again.verified(str(emptied["anchor"]))

    assert ([], 3, 3) == (emptied["wrong"], emptied["count"], emptied["left"])
    assert ([], 5, 3) == (grown["wrong"], grown["count"], grown["left"])
    assert grown == read_again


async def test_acts_that_left_before_their_year_was_over_are_said(
    backplane: Backplane, tmp_path: Path
):
    house = tmp_path / "keys"
    async with a_node(backplane, house, house) as node:
        await node.acts(3)
        printed = (await node.verified())["anchor"]
        await node.acts(1)
        log = await node.streams.log(AUDIT, STREAM)
        expire(log.state, backplane.now() + KEPT_MS + 1)
        await node.streams.rewrite(log)

        early, older = (await node.verified())["wrong"], (await node.verified(printed))["wrong"]

    assert ["shard 17, act 4: left before its year was over"] == early
    assert "older than what is kept" in older[-1]
