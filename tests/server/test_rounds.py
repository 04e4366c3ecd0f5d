"""What a round of the clock does when it fails: it goes on, and says truly what it was."""

import asyncio
import json
from errno import EBADF, EIO, ENOSPC

import pytest
from patience import SOON_S

from server.rounds import every


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError(EIO, "the disk"), {"note": "disk_failed", "error": EIO}),
        (OSError(ENOSPC, "the disk"), {"note": "disk_failed", "error": ENOSPC}),
        (OSError(EBADF, "ours"), {"note": "our_bug", "place": "sweeper", "kind": "OSError"}),
    ],
)
async def test_a_disk_that_fails_is_no_bug_and_the_clock_goes_on(
    error: OSError, expected: dict[str, object], capsys: pytest.CaptureFixture[str]
):
    failing, again = [error], asyncio.Event()

    async def do() -> None:
        if failing:
            raise failing.pop()
        again.set()

    task = asyncio.create_task(every(0, do))
    async with asyncio.timeout(SOON_S):
        await again.wait()
    task.cancel()

    noted = json.loads(capsys.readouterr().err)
    assert expected.items() <= noted.items()
