"""The backup is taken too, with the operator's key: no word of anybody's is in it, and no key.

The same thief as for the disk. He opens the backup with its key, reads it whole, and tries
every 32 bytes of it, and every key that follows from them, on all that was ever sealed.
"""

import asyncio
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from test_erasure_attack import DAY_MS, HOUR_MS, ROOMS, House, Loot, talk, text

from moderation.events import CaseRaised
from rooms.events import MemberKnown
from server.backup import box
from server.backup.copying import copied
from server.backup.places import FolderPlace
from server.backup.restoring import Wanted, restore
from server.crypto.keys import HouseKeys
from server.crypto.sealing import Sealer
from server.streams.envelope import Draft
from server.streams.kinds import DESK, class_of
from server.streams.let_go import FILE, LetGo
from server.streams.streams import Streams

pytestmark = pytest.mark.slow  # hundreds of thousands of keys are tried
DESK_STREAM, MEMBERS = "{3}desk", "{3}members:b"
CRY = "zebra crossing at midnight"
HOURS = 2
FOLLOWERS = 26  # the first key that is kept is a day older than what is said first


class SavedHouse(House):
    """A house whose desk is a real one, and that can be saved."""

    async def open(self) -> None:
        await super().open()
        keys = self.folder / "keys"
        HouseKeys.open(keys)
        box.new_key(keys, self.folder.with_name("backup.key"))
        sealer = Sealer(self.ratchets, class_of, self.backplane.now)
        self.let_gone = LetGo(keys / FILE, self.backplane.now)
        self.let_gone.begin()
        self.streams = Streams(self.backplane, sealer, self.let_gone)
        self.following = asyncio.create_task(self.streams.run())
        case = CaseRaised("3-a", "b", "flag", "member", level="S1", text=CRY)
        await self.streams.append(Draft(DESK_STREAM, case))
        await self.streams.append(Draft(MEMBERS, MemberKnown("member", 3, 24_322)))

    async def live(self, hours: int, first: int) -> None:
        for hour in range(first, first + hours):
            for room in ROOMS:
                await self.say(room, text(f"talk in {room[-1]}", hour))
            self.now += HOUR_MS

    async def let_go(self) -> None:
        await self.backplane.expire("room:", self.backplane.now() - DAY_MS)
        await self.streams.rewrite(await self.streams.log(DESK, DESK_STREAM))
        for key_class, ratchet in self.ratchets.items():
            ratchet.move_to(key_class.oldest_needed(self.backplane.now()))

    async def saved(self, name: str) -> Path:
        """Save it as `kith backup` does."""
        keys = self.folder / "keys"
        content = msgspec.msgpack.encode(await copied(self.streams, keys))
        file = self.folder.with_name(name)
        file.write_bytes(box.close(box.PublicKey.read(keys), content))
        return file

    async def close(self) -> None:
        self.following.cancel()
        with suppress(asyncio.CancelledError):
            await self.following
        await self.backplane.close()


def read_by_thief(file: Path, at: int) -> Loot:
    """Return the backup as its key opens it: all of it may be keys."""
    key = file.with_name("backup.key")
    content = box.opened(box.private_key(key), file.read_bytes())
    files = {"saved": file.read_bytes(), "keys/opened": content, "keys/key": key.read_bytes()}
    return Loot(files, at, FOLLOWERS)


async def test_a_backup_opens_no_talk_neither_before_retention_nor_after(tmp_path: Path) -> None:
    house = SavedHouse(tmp_path / "data")
    await house.open()
    await house.live(HOURS, first=0)
    young = house.taken(tmp_path / "young")
    first = read_by_thief(await house.saved("first.kith"), house.now)
    house.now += 2 * DAY_MS
    await house.let_go()
    latest = house.taken(tmp_path / "latest")
    second = read_by_thief(await house.saved("second.kith"), house.now)
    await house.close()
    wanted = Wanted(tmp_path / "second.kith", tmp_path / "backup.key", (), listless=True)
    await restore(FolderPlace(tmp_path / "again"), wanted, house.now)
    house.folder = tmp_path / "again"
    again = house.taken(tmp_path / "again_taken")

    # The attack works: before its time is over all talk opens, and a backup can be read.
    assert talk(range(HOURS)) == young.opened()
    assert all(loot.holds(b"3-a") and loot.holds(b"member") for loot in (first, second))
    # Yet no backup holds a word, and no key in it opens what is sealed, not even before.
    for saved in (first, second, again):
        assert not any(saved.holds(said) for said in (b"talk in", CRY.encode()))
    assert set() == young.opened(keys_of=first)
    # After its time no talk opens, also not with the keys of the house that was made again.
    for keys in (latest, again):
        assert set() == young.opened(keys_of=keys)
