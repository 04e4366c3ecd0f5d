"""Who is on shift, on any node: leases that a heartbeat renews, so that the number is true."""

import msgspec

from server.backplane import Backplane
from server.duty.duty import Duty
from server.streams.names import HOUSE_SHARD
from server.wire.desk import OnDuty

NAME = HOUSE_SHARD + "duty"
SHIFT_S = 50.0  # two heartbeats and a bit: who is not heard of is not on duty
EVERYBODY = 1 << 20


class Shifts:
    """The shifts of the house; `count` brings `Duty` up to date."""

    def __init__(self, backplane: Backplane, duty: Duty) -> None:
        self._backplane = backplane
        self._duty = duty
        self._on: list[OnDuty] = []

    @property
    def on(self) -> list[OnDuty]:
        """Everybody on shift, as last counted."""
        return self._on

    async def begin(self, who: OnDuty) -> None:
        """Count a volunteer in, or renew their shift."""
        value = msgspec.json.encode(who).decode()
        await self._backplane.lease(NAME, who.id, value, SHIFT_S, EVERYBODY)

    async def end(self, volunteer: str) -> None:
        """Count a volunteer out at once."""
        await self._backplane.release(NAME, volunteer)

    async def count(self) -> bool:
        """Count again; return whether anything changed."""
        leases = await self._backplane.leases(NAME)
        now_on = [msgspec.json.decode(value, type=OnDuty) for value in leases.values()]
        now_on.sort(key=lambda volunteer: volunteer.name)
        changed, self._on = now_on != self._on, now_on
        self._duty.counted(sum(1 for volunteer in now_on if volunteer.role != "shadow"))
        return changed
