"""The read-out of a desk finds every case, whether entries or a snapshot tell of it."""

from pathlib import Path

from desk_reading import read_desks
from history import OnDesk

from moderation.events import CaseClaimed, CaseRaised
from server.foundation import foundation
from server.settings import load
from server.streams.envelope import Draft
from server.streams.kinds import DESK
from server.streams.names import desk_stream


def raised(case: str, line: str) -> CaseRaised:
    return CaseRaised(case, "r", "flag", f"who {case}", id=line)


async def test_what_a_snapshot_let_go_of_is_found_in_the_snapshot(tmp_path: Path):
    desk = desk_stream("r")
    async with foundation(load({}, None, data=tmp_path)) as ground:
        await ground.streams.append(Draft(desk, raised("old", "1")))
        log = await ground.streams.log(DESK, desk)
        await ground.streams.refresh(log)
        await ground.streams.rewrite(log)
        await ground.streams.append(Draft(desk, CaseClaimed("old", "vera")))
        await ground.streams.append(Draft(desk, raised("new", "2")))

    *found, _ = await read_desks(tmp_path)

    assert [
        ("case_kept", "r", "who old", "1"),
        ("case_claimed", "r", "", ""),
        ("case_raised", "r", "who new", "2"),
    ] == [(one.kind, one.room, one.about, one.id) for one in found if isinstance(one, OnDesk)]
