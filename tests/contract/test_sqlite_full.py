"""A disk without a free byte: the store asks for room by itself, and goes on with what it gets."""

from pathlib import Path
from threading import Event

import pytest
from small_disk import MIB, small_disk

from server.backplane import Unavailable, Write
from server.backplane.sqlite import SqliteBackplane


async def test_the_store_that_finds_no_room_asks_for_some_and_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 4 * MIB) as disk:
        asked = Event()

        def make_room() -> None:
            disk.clear()
            asked.set()

        store = SqliteBackplane(disk.folder / "house", when_full=make_room)
        await store.open()
        disk.fill(leave=0)

        with pytest.raises(Unavailable):
            await store.append(Write("{17}desk", bytes(MIB)))
        assert asked.wait(10)
        (position,) = await store.append(Write("{17}desk", b"a case"))

        page = await store.read("{17}desk", position.n - 1, 1)
        assert [b"a case"] == [item.entry for item in page.items]
        await store.close()
