"""Whether a socket may be written to past its transport, and where.

While a transport holds nothing back, one call of the system does all that its own machinery would
do. Only for sockets whose bytes go out as they are: nothing is encrypted on the way.
"""

import os
import socket

NO_WAY = -1


def descriptor(transport: object) -> int:
    """Return the descriptor that a transport writes to as it is given; `NO_WAY` if it has none.

    It belongs to the transport: it is another socket's as soon as this one is closed. So it may
    be used only right after `is_closing` said no.
    """
    asked = getattr(transport, "get_extra_info", None)
    if asked is None or os.name != "posix" or asked("sslcontext") is not None:
        return NO_WAY
    sock = asked("socket")
    if sock is None or sock.type != socket.SOCK_STREAM:
        return NO_WAY
    return int(sock.fileno())
