"""How often somebody may try to come to the desk: by network prefix, as at every other door.

The desk's count is its own, so that a crowd at the rooms' door keeps no volunteer out.
"""

import asyncio
from dataclasses import dataclass

from aiohttp import web

from moderation.refusal import DeskCode, No
from server.connection.limits import Prefixes
from server.connection.peers import Peers

AT_THE_DESK = b"desk"


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts attempts."""

    prefixes: Prefixes
    peers: Peers

    def check(self, request: web.Request) -> None:
        """Count one attempt; raise `No` if there were too many of late."""
        bucket = self.peers.bucket(request)
        if bucket is None:
            return
        now = asyncio.get_running_loop().time()
        if self.prefixes.enter(bucket + AT_THE_DESK, now) > 0:
            raise No(DeskCode.SLOW_DOWN)
