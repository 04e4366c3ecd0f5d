"""Run `kith` where whoever comes in while a file is there has been in the room for ten minutes:
no test sits through them. Without it, everybody is as new as they are.
"""

import os
import sys
from pathlib import Path

from server.cli import main
from server.presence.attending import Attending

KNOWN_S = 700.0
MARK = Path(os.environ["KITH_TEST_KNOWN"])
arrive = Attending.arrive


def arrived(self: Attending, room: str, member: str, now: float) -> None:
    arrive(self, room, member, now - KNOWN_S if MARK.exists() else now)


Attending.arrive = arrived  # type: ignore[method-assign]  # time is what no test waits for
sys.exit(main(sys.argv[1:]))
