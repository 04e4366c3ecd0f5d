"""A stranger who passes by, with a server's limits as they are: no role, no lead, no pause."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from kith_process import KithProcess
from meeting import Meeting, open_room
from wire import Frame

from server.control import ask

pytestmark = pytest.mark.slow

TEN_MINUTES_S = 600


@pytest.fixture
async def circle(tmp_path: Path) -> AsyncIterator[Meeting]:
    process = KithProcess(tmp_path).start()
    async with AsyncExitStack() as stack:
        yield Meeting(process, open_room(tmp_path), stack)
    process.stop()


def told(answer: Frame) -> tuple[str, bool]:
    """Return the code, and whether the wait that is told with it is a true one."""
    return answer["code"], TEN_MINUTES_S // 2 < answer.get("after_s", 0) <= TEN_MINUTES_S


async def test_a_stranger_takes_no_role_leads_no_evening_and_pauses_no_room(circle: Meeting):
    stranger, ada = await circle.join(), await circle.join()
    ask(circle.process.data, {"do": "begin", "room": circle.room, "format": "sharing_circle"})
    role = await stranger.ask("serve", role="opener", what="take")
    lead = await stranger.ask("lead", up=True)
    pause = await stranger.ask("halt", on=True)
    await ada.expect("step", id="welcome")  # a new group begins without anybody

    assert ("new_here", True) == told(role) == told(lead)
    assert "not_the_chair" == pause["code"]
