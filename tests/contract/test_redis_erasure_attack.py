"""Everything Redis wrote is taken, with every key of a node: what is past its time stays shut.

The same thief as for the embedded store. He takes the append-only file as it grew, the dump,
and each key on the nodes' disks; he knows how places are named and tries to find them again.
"""

from collections.abc import Iterator
from hmac import digest
from pathlib import Path

import pytest
from redis_process import SAFE, RedisProcess
from stores import SHARDS
from test_erasure_attack import DAY_MS, TEXT_BYTES, House, Loot, cases, state, talk, tried

from server.backplane.redis import RedisBackplane
from server.crypto.ratchet import TALK, derive
from server.crypto.veil import SEALED_AS, HouseVeil

pytestmark = pytest.mark.slow

PLACES = "{17}places:zebra"
MEMBER = "ada-0123456789ab"
ALIAS = "quiet lantern"
# Compressed, the files would hide from our thief what a better one could unpack.
OPTIONS = (*SAFE, "--rdbcompression", "no")


class SharedHouse(House):
    """A house on a Redis, with its places; hours pass as we say."""

    def __init__(self, folder: Path, redis: RedisProcess) -> None:
        self.folder = folder
        self.now = 1_800_000_000_000
        self.redis = redis
        self.backplane = RedisBackplane(
            redis.url, house="a" * 32, shards=SHARDS, time=lambda: f"={self.now}"
        )

    async def open(self) -> None:
        await super().open()
        self.backplane.wear(HouseVeil(self.sealer, self.ratchets[TALK], self.backplane.now))

    async def live(self, hours: int, first: int) -> None:
        for hour in range(first, first + hours):
            value = ALIAS.ljust(TEXT_BYTES - len(MEMBER) - 1, ".")
            await self.backplane.lease(PLACES, MEMBER, value, 90, 12)
            await self.backplane.spend(f"{PLACES}:{MEMBER}", 10, 1)
            await super().live(1, hour)

    def write_anew(self) -> None:
        """Do what happens once an hour, and wait for it."""
        rewrites = self._told("aof_rewrites")
        self.redis.ask("BGREWRITEAOF")
        while self._told("aof_rewrites") == rewrites or self._told("aof_rewrite_in_progress"):
            pass
        while len(list(self.redis.folder.rglob("*.aof"))) > 1 or self._bases() > 1:
            pass  # the old files are removed a moment later

    def dump(self) -> None:
        self.redis.ask("SAVE")

    def taken(self, where: Path) -> Loot:
        where.mkdir()
        files = {
            f"{part}/{file.relative_to(folder)}": file.read_bytes()
            for part, folder in (("keys", self.folder / "keys"), ("redis", self.redis.folder))
            for file in folder.rglob("*")
            if file.is_file()
        }
        names = " ".join(files)
        assert all(kind in names for kind in ("talk.ratchet", ".incr.aof", "dump.rdb")), names
        return Loot(files, self.now)

    def _bases(self) -> int:
        return len(list(self.redis.folder.rglob("*.base.rdb")))

    def _told(self, name: str) -> int:
        info = self.redis.ask("INFO", "persistence")
        assert isinstance(info, dict)
        return int(info[name])


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisProcess]:
    process = RedisProcess(tmp_path / "redis", *OPTIONS).start()
    yield process
    process.kill()


async def test_no_key_that_is_anywhere_opens_what_redis_wrote_down(
    redis: RedisProcess, tmp_path: Path
) -> None:
    house = SharedHouse(tmp_path / "data", redis)
    await house.open()
    await house.live(20, first=0)
    house.dump()
    young = house.taken(tmp_path / "young")
    await house.let_go()
    await house.live(20, first=20)
    await house.let_go()
    grown = house.taken(tmp_path / "grown")  # the file still holds what was let go
    house.dump()
    house.write_anew()
    later = house.taken(tmp_path / "later")
    house.now += 2 * DAY_MS
    await house.let_go()
    latest = house.taken(tmp_path / "latest")
    await house.backplane.close()

    # Before its time is over, all of it opens, and places are found: the attack works.
    assert talk(range(20)) | cases(0, 10) == young.opened()
    assert places_opened(young, young)
    assert places_found(young, young)
    # The file keeps what was let go until it is written anew; past a day no talk of it opens.
    assert talk(range(16, 40)) == grown.opened() & talk(range(40))
    assert cases(0, 10) <= grown.opened()
    assert talk(range(16, 40)) | {state(4)} == later.opened()
    # In the end no talk and no place opens, wherever it was copied, and none is found again.
    for loot in (young, grown, later, latest):
        assert set() == loot.opened(keys_of=latest) & talk(range(40))
        assert not places_opened(loot, latest)
        assert not places_found(loot, latest)
    # Nothing of anybody was ever written down in the clear.
    clear = [MEMBER, ALIAS, "talk in", "case ", "state of ", "places:zebra"]
    for loot in (young, grown, later, latest):
        assert [] == [words for words in clear if loot.holds(words.encode())]


def places_opened(loot: Loot, keys_of: Loot) -> set[bytes]:
    """Return every place that any key found opens."""
    sealed = loot.sealed()
    return {text for key in keys_of.keys_found() for text in tried(key, SEALED_AS, sealed)}


def places_found(loot: Loot, keys_of: Loot) -> bool:
    """Return whether somebody who knows whom he looks for finds them by name."""
    known = (PLACES, f"{PLACES}\n{MEMBER}", f"{PLACES}:{MEMBER}")
    named = (derive(key, b"kith.v1 places") for key in keys_of.keys_found())
    names = (digest(key, text.encode(), "sha256")[:16].hex() for key in named for text in known)
    return any(loot.holds(name.encode()) for name in names)
