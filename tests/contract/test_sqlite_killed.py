"""A server killed at any moment: what it acknowledged is there, once, and in order."""

import sys
from collections import Counter
from pathlib import Path
from random import Random
from subprocess import PIPE, Popen

import pytest
from appending import STREAMS

from server.backplane import Duplicate, Item, Write
from server.backplane.sqlite import SqliteBackplane

APPENDING = Path(__file__).with_name("appending.py")
ROOT = Path(__file__).parents[2]
DEATHS = 8


def acknowledged_before_death(folder: Path, lines: int) -> tuple[str, dict[tuple[str, int], str]]:
    """Run the process until it has said so many lines, kill it, and return what it said."""
    command = [sys.executable, str(APPENDING), str(folder)]
    with Popen(command, stdout=PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}) as process:
        assert process.stdout is not None
        _, epoch = process.stdout.readline().split()
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    whole = [line.split() for line in said if line.endswith("\n")]
    return epoch, {(stream, int(n)): word for stream, n, word in whole}


@pytest.mark.slow
async def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    moments = Random(9)  # noqa: S311 - moments to repeat, not a secret
    epochs: set[str] = set()
    acknowledged: dict[tuple[str, int], str] = {}
    for _ in range(DEATHS):
        epoch, said = acknowledged_before_death(folder, moments.randrange(400))
        epochs.add(epoch)
        assert not acknowledged.keys() & said.keys()
        acknowledged |= said

    backplane = SqliteBackplane(folder)
    epochs.add(await backplane.open())
    kept = {stream: await everything(backplane, stream) for stream in STREAMS}

    assert 1 == len(epochs)
    for stream, items in kept.items():
        assert list(range(1, len(items) + 1)) == [item.n for item in items]
        assert sorted(item.at for item in items) == [item.at for item in items]
        words = [item.entry.decode() for item in items]
        assert {1} == set(Counter(words).values())
        told = {n: word for (name, n), word in acknowledged.items() if name == stream}
        assert told == {n: words[n - 1] for n in told}
    await both_or_neither(backplane, kept)
    await backplane.close()


async def everything(backplane: SqliteBackplane, stream: str) -> list[Item]:
    items: list[Item] = []
    while page := (await backplane.read(stream, len(items), 500)).items:
        items += page
    return items


async def both_or_neither(backplane: SqliteBackplane, kept: dict[str, list[Item]]) -> None:
    """What went to two streams at once is in both; a resend of anything kept is known."""
    room, desk, _ = STREAMS
    in_both = [item.entry for item in kept[room] if item.entry.endswith(b"-in-2")]
    assert in_both == [item.entry for item in kept[desk]]
    assert len(in_both) > DEATHS
    for item in kept[room][-50:]:
        key = bytes.fromhex(item.entry.decode().partition("-")[0]) * 2
        with pytest.raises(Duplicate) as known:
            await backplane.append(Write(room, b"again", dedupe=key))
        assert item.n == known.value.position.n
