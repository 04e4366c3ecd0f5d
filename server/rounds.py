"""What happens by the clock: presence, pulses, probes, keeping. One task each, never dying."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from errno import EDQUOT, EIO, ENOSPC, EROFS

from server.backplane import Unavailable
from server.directory import Directory
from server.doors import doorkeeper
from server.meeting_clock import EVERY_S
from server.neighbours import Neighbours
from server.notes import Note, Place, note, note_bug
from server.presence.company import SHOW_S
from server.presence.places import RENEW_S
from server.services import Services
from server.streams.let_go import write_late
from server.streams.names import (
    group_stream,
    mail_stream,
    members_stream,
    pairs_stream,
    room_stream,
)
from server.upkeep import litter
from server.upkeep.disk import FreeSpace
from server.upkeep.health import PROBE_EVERY_S, Health
from server.upkeep.keeping import Keeping
from server.wire.frames import Outage

SECOND_S = 1.0
OUTAGE_LOOK_S = 0.25
SWEEP_S = 20.0
OF_THE_DISK = {EIO, ENOSPC, EROFS, EDQUOT}
OF_A_ROOM = (room_stream, mail_stream, members_stream, group_stream, pairs_stream)
COUNT_S = 30.0  # counts in the directory are between one and two of these late


Turn = tuple[float, Callable[[], Awaitable[None]]]


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do something again and again; what fails is noted and tried again next time."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        try:
            await do()
        except (Unavailable, TimeoutError):
            pass  # the probe says so, once for each outage
        except Exception as error:  # noqa: BLE001 - a bug here must not stop the clock
            if isinstance(error, OSError) and error.errno in OF_THE_DISK:
                note(Note.DISK_FAILED, error=error.errno)  # a file beside the store, not a bug
            else:
                note_bug(Place.SWEEPER, error)
        due = max(due + seconds, loop.time())
        await asyncio.sleep(due - loop.time())


class Rounds:
    """The rounds of one node."""

    def __init__(
        self,
        services: Services,
        keeping: Keeping,
        health: Health,
        disk: FreeSpace,
        directory: Directory,
    ) -> None:
        self._services = services
        self._keeping = keeping
        self._health = health
        self._disk = disk
        self._directory = directory
        self._counted: dict[str, int] = {}
        self._away = False
        self._open: set[str] = set()
        self._neighbours = Neighbours(services.backplane, services.places, services.clock.parts)

    @property
    def in_company(self) -> bool:
        """Whether other nodes are there to come back to."""
        return self._neighbours.any

    def start(
        self, group: asyncio.TaskGroup, more: Sequence[Turn] = ()
    ) -> list[asyncio.Task[None]]:
        """Begin all rounds in the group."""
        rounds: Sequence[Turn] = (
            *more,
            (SECOND_S, self._pulse),
            (SECOND_S, self._look_at_disk),
            (SECOND_S, self._tell),
            (SECOND_S, self._close_closed),
            (PROBE_EVERY_S, self._probe),
            (OUTAGE_LOOK_S, self._look_for_outage),
            (SHOW_S, self._services.company.show),
            (EVERY_S, self._services.clock.turn),
            (RENEW_S, self._services.places.renew),
            (SWEEP_S, self._keeping.sweep),
            (SWEEP_S, self._keeping.erase_hidden),
            (COUNT_S, self._count),
            (doorkeeper.LOOK_S, self._free_doors),
            (litter.EVERY_S, litter.look),
        )
        going = [group.create_task(every(seconds, do)) for seconds, do in rounds]
        return [*going, group.create_task(self._neighbours.listen())]

    async def _pulse(self) -> None:
        """Go on whatever the store does: a socket without a pulse looks dead to its page."""
        self._services.ticker.second()

    async def _look_at_disk(self) -> None:
        await asyncio.to_thread(self._disk.tend)
        await write_late(self._services.streams.let_go)

    async def _tell(self) -> None:
        await self._neighbours.tell(await self._services.places.tell(_now()))

    async def _free_doors(self) -> None:
        await self._services.doorkeeper.free(self._services.places.counts())

    async def _close_closed(self) -> None:
        """Let nobody sit in a room that is closed: a node that was deaf for a while may learn
        of it from a snapshot, where nothing happens any more.
        """
        here = set(self._services.places.counts())
        still = {room_id for room_id in here if self._directory.is_open(room_id)}
        for room_id in self._open & here - still:
            self._services.places.close(room_id)
        self._open = still

    async def _probe(self) -> None:
        await self._health.probe(_now())

    async def _look_for_outage(self) -> None:
        """Tell everybody within a second that the store went, or came back."""
        if self._away and self._services.backplane.reachable():
            await self._health.probe(_now())  # it is heard again: does it take words, too?
        if self._health.away != self._away:
            self._away = self._health.away
            self._services.hub.tell_all(Outage(on=self._away))

    async def _count(self) -> None:
        self._directory.counted(self._counted, self._neighbours.parts())
        self._counted = self._neighbours.counts()
        await self._neighbours.tell_counts()
        self._services.prefixes.forget_idle(_now())
        self._unload()
        await self._services.circles.close_empty(self._services.places.knows)

    def _unload(self) -> None:
        """Forget rooms with nobody in them; their streams stay where they are."""
        places, brought = self._services.places, self._keeping.to_erase.brought
        for room_id in {*places.idle(), *(room for room in brought if not places.knows(room))}:
            if self._services.streams.is_coming_in(room_id) or self._has_hidden(room_id):
                continue
            brought.discard(room_id)
            places.forget(room_id)
            self._services.hub.close(room_id)
            for stream in OF_A_ROOM:
                self._services.streams.unload(stream(room_id))

    def _has_hidden(self, room_id: str) -> bool:
        """Whether a room must stay loaded, so that what is to be erased there is, in time."""
        channel = self._services.hub.open_channel(room_id)
        return channel is not None and channel.log.state.must_stay


def _now() -> float:
    return asyncio.get_running_loop().time()
