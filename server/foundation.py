"""What every command stands on: the data folder's keys, its store, and the streams over it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server.backplane import Backplane, StoreDamaged
from server.backplane.clock import wall_ms
from server.backplane.primaries import Primaries, part_of, shards_of
from server.backplane.sqlite import SqliteBackplane
from server.backplane.veil import Veil
from server.crypto.files import KeysDamaged
from server.crypto.keys import HouseKeys
from server.crypto.ratchet import FACTS, TALK, KeyClass, Ratchet
from server.crypto.sealing import Sealer
from server.crypto.veil import HouseVeil
from server.ending import ended
from server.moved import refuse_if_moved
from server.settings import Settings
from server.streams.kinds import class_of
from server.streams.let_go import FILE as LET_GO_FILE
from server.streams.let_go import LetGo
from server.streams.names import ALL_SHARDS
from server.streams.streams import Streams
from server.upkeep.disk import make_room
from server.upkeep.trusted_clock import clock_apart, is_held

NOT_SAVED = (
    "This Redis answers before the disk has what it was given, so messages are shown as sent and "
    "not as saved. Set appendonly yes, appendfsync always and no-appendfsync-on-rewrite no."
)


@dataclass(frozen=True, slots=True)
class Foundation:
    """An open store. `clock_held` says that its clock is not believed; `warnings` are
    sentences for the operator.
    """

    keys: HouseKeys
    ratchets: Mapping[KeyClass, Ratchet]
    backplane: Backplane
    streams: Streams
    epoch: str
    clock_held: bool
    last_used: int = 0  # when the store was last in use before this start (ms)
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """A store that was chosen and is not open yet. One that is shared is found by its keys, and
    `wear`s a veil over what it would show to whoever runs it.
    """

    backplane: Backplane
    keys: HouseKeys | None = None
    wear: Callable[[Veil], None] | None = None


@asynccontextmanager
async def foundation(settings: Settings) -> AsyncIterator[Foundation]:
    """Open the store that the settings name, follow its streams, and close it again."""
    folder = settings.data / "keys"
    refuse_if_moved(settings)
    store = _shared(settings) if settings.redis else _embedded(settings)
    backplane, keys = store.backplane, store.keys
    epoch = await backplane.open()
    last_used = backplane.last_at()
    try:
        # The embedded store's folder is ours only once it is open: keys come after it.
        _check_keys(settings, backplane)
        keys = keys or _own_keys(folder, used=backplane.last_at() > 0)
        ratchets = {c: Ratchet.open(folder, c, backplane.now()) for c in (TALK, FACTS)}
        sealer = Sealer(ratchets, class_of, backplane.now)
        if store.wear is not None:
            store.wear(HouseVeil(sealer, ratchets[TALK], backplane.now))
        let_go = LetGo(folder / LET_GO_FILE, backplane.now)
        let_go.begin()
        streams = Streams(backplane, sealer, let_go)
        held = is_held(
            folder, _clock(settings, backplane), backplane.last_at(), accept=settings.accept_clock
        )
        async with asyncio.TaskGroup() as group:  # should the fold fail, everything ends
            following = group.create_task(streams.run())
            warnings = _warnings(settings, backplane)
            yield Foundation(keys, ratchets, backplane, streams, epoch, held, last_used, warnings)
            await ended([following])
    finally:
        await backplane.close()


def _embedded(settings: Settings) -> Store:
    return Store(SqliteBackplane(settings.data, when_full=lambda: make_room(settings.data)))


def _shared(settings: Settings) -> Store:
    from server.backplane.redis import RedisBackplane

    keys, urls = _shared_keys(settings.data), settings.primaries
    count = len(urls)
    stores = [
        RedisBackplane(
            url, house=keys.house, shards=shards_of(n, count, ALL_SHARDS), part=part_of(n, count)
        )
        for n, url in enumerate(urls)
    ]
    backplane = stores[0] if count == 1 else Primaries(stores, ALL_SHARDS)
    return Store(backplane, keys, backplane.wear)


def _check_keys(settings: Settings, backplane: Backplane) -> None:
    """Refuse a store whose keys are gone: new ones would open nothing that is in it."""
    names = ("house.keys", *(f"{key_class.name}.ratchet" for key_class in (TALK, FACTS)))
    missing = [name for name in names if not (settings.data / "keys" / name).exists()]
    if missing and backplane.last_at():
        raise StoreDamaged(
            f"The data folder {settings.data} has a store, but its keys are missing: "
            f"{', '.join(missing)}. Bring back the folder keys, or move the store away to begin "
            "with an empty house: without its keys nothing in it can be read."
        )


def _warnings(settings: Settings, backplane: Backplane) -> Sequence[str]:
    """Return what a node on a shared store should be told plainly; it runs all the same."""
    if not settings.redis:
        return ()
    sentences = (clock_apart(wall_ms(), backplane.now()), None if backplane.durable else NOT_SAVED)
    return [sentence for sentence in sentences if sentence]


def _shared_keys(data: Path) -> HouseKeys:
    """Open the keys that all nodes have alike; no lock, since the folder may be shared."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return HouseKeys.open(data / "keys")


def _own_keys(folder: Path, *, used: bool) -> HouseKeys:
    """Open the house's keys; new ones are made only beside a store that was never used."""
    if used and not any(folder.glob("house.keys")):
        raise KeysDamaged(
            f"The key file {folder / 'house.keys'} is missing, though the store is there. Bring"
            " back a copy of it: without these keys no member is known any more."
        )
    return HouseKeys.open(folder)


def _clock(settings: Settings, backplane: Backplane) -> int:
    """Return the clock to be believed or not: the machine's, or the shared store's."""
    return backplane.now() if settings.redis else wall_ms()
