"""Claims as leases of the store: they end by themselves when nobody renews them.

A case's lease holds when its holder was last heard of; the fold of the desk says who has it,
the lease only whether they are still there.
"""

from collections.abc import Callable

from server.backplane import Backplane
from server.desk.stored import shard_of_case
from server.streams.names import HOUSE_SHARD

LEASE_S = 120.0
LOST_MS = 45_000  # so long without a heartbeat, and the line is lost (CARE, "The desk")


class StoredClaims:
    """`moderation.work.Claims`."""

    def __init__(self, backplane: Backplane, now: Callable[[], int]) -> None:
        self._backplane = backplane
        self._now = now

    async def take(self, case: str, volunteer: str) -> None:
        """Hold the case's lease, or renew it."""
        heard = str(self._now())
        await self._backplane.lease(_name(case), volunteer, heard, LEASE_S, 1 << 30)

    async def release(self, case: str, volunteer: str) -> None:
        """Let the lease go."""
        await self._backplane.release(_name(case), volunteer)

    async def is_lost(self, case: str, volunteer: str) -> bool:
        """Return whether the holder was not heard of for too long."""
        heard = (await self._backplane.leases(_name(case))).get(volunteer)
        return heard is None or self._now() - int(heard) > LOST_MS

    async def take_severe(self, volunteer: str, case: str) -> bool:
        """Take the volunteer's own lease for one S1 at a time."""
        name = _severe(volunteer)
        return (await self._backplane.lease(name, case, "", LEASE_S, 1)).held

    async def release_severe(self, volunteer: str, case: str) -> None:
        """Let the volunteer's own lease go."""
        await self._backplane.release(_severe(volunteer), case)


def _name(case: str) -> str:
    return f"{shard_of_case(case)}claim:{case}"


def _severe(volunteer: str) -> str:
    return f"{HOUSE_SHARD}severe:{volunteer}"
