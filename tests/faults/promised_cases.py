"""Every case that was promised on one house, against its desks as they are in the end."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from checker import check
from checking.violation import Kind
from desk_reading import read_desks
from figures import Figures, fates
from history import Ack, Lost, Nack, Round, Seen, Send, write
from msgspec.structs import replace
from stage import Plan, Stage

# A fault of twenty seconds, and a node that needs as long to start on a crowded machine. Where
# clocks are stepped, the store's own times say nothing about when somebody was called.
LATE_MS, ANY_TIME_MS = 90_000, 10**9
OF_CASES = {
    Kind.CASE_LOST,
    Kind.CASE_ALONE,
    Kind.CLAIMED_TWICE,
    Kind.CLOSED_TWICE,
    Kind.STALE_FENCE,
    Kind.LATE,
    Kind.STORED_TWICE,
}
NAMES = {False: "cases raised in all these, SQLite", True: "cases raised in all these, Redis"}


async def judge_cases(
    house: Stage, plan: Plan, index: int, seed: int, keep: Path
) -> Figures | None:
    """End the house's nodes, read its desks and judge them; None where nobody can read them."""
    # A backup holds no entries, and not what is newer: that round looks at its cases itself.
    if house.spaces is not None or plan.weak or plan.backup or not house.seen:
        return None
    await asyncio.to_thread(house.end_nodes)
    desks = await read_desks(house.data, house.redis.url if house.redis else "")
    late_ms = ANY_TIME_MS if plan.clocks or plan.redis_clock else LATE_MS
    begin = Round(client="", at=0.0, room="", late_ms=late_ms)
    seen = _each_with_a_name_of_its_own(house.seen)
    judged = check([begin, *seen, *desks])
    ends = fates(_what_raises(seen))
    wrong = [str(found.kind) for found in judged.violations if found.kind in OF_CASES]
    if wrong:
        await asyncio.to_thread(_keep, [begin, *seen, *desks], keep / f"cases-{seed}.jsonl")
    return Figures(
        NAMES[plan.redis],
        index,
        seed,
        acked=ends.acked,
        unknown=ends.unknown,
        settled_acked=ends.settled["acked"],
        settled_refused=ends.settled["refused"],
        settled_by_reading=ends.settled["by reading"],
        violations=tuple(wrong),
    )


def _keep(records: Sequence[Seen], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(records, path)


def _each_with_a_name_of_its_own(seen: Sequence[Seen]) -> list[Seen]:
    """Tell the people of one round from those of the next."""
    people = (one for one in seen if not isinstance(one, Round))
    return [replace(one, client=f"{one.client} in {one.room}") for one in people]


def _what_raises(seen: Sequence[Seen]) -> list[Seen]:
    """Return only what is about words that raise a case."""
    ids = {one.id for one in seen if isinstance(one, Send) and one.raises}
    about = (one for one in seen if isinstance(one, Send | Ack | Nack | Lost))
    return [one for one in about if isinstance(one, Lost) or one.id in ids]
