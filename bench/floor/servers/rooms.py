"""What the bare servers in Python share: readers by room, and telling where they listen."""

import sys
from collections import defaultdict
from typing import Any

import uvloop

rooms: defaultdict[str, set[Any]] = defaultdict(set)

uvloop.install()


def tell(port: int) -> None:
    """Say where it listens."""
    sys.stdout.write(f"port {port}\n")
    sys.stdout.flush()
