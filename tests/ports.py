"""Ports of loopback for what tests start, that nothing else takes while it is down.

What dials out is given its ports above 32,768 by the kernel; a program that was killed would find
its port taken by somebody's call when it is started again there. These lie below, and each of
several test programs begins somewhere else.
"""

import socket
from itertools import cycle
from random import SystemRandom

_LOWEST, _HIGHEST = 10_000, 32_000
_first = SystemRandom().randrange(_LOWEST, _HIGHEST)
_ports = cycle([*range(_first, _HIGHEST), *range(_LOWEST, _first)])


def free_port() -> int:
    """Return a port nobody listens on, another one each time."""
    while True:
        port = next(_ports)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
