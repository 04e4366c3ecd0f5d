"""Close codes: 1000-1013 are the protocol's own, 40xx say come back, 45xx stay away."""

from enum import IntEnum


class Close(IntEnum):
    """Why a socket ends."""

    DONE = 1000
    BROKEN = 1002
    NOT_UTF8 = 1007
    TOO_BIG = 1009
    OUR_BUG = 1011
    RESTARTING = 1012
    TOO_SLOW = 1013
    REPLACED = 4002
    COME_BACK = 4004
    FAULT = 4500
    WRONG_ORIGIN = 4501
    NO_SUCH_ROOM = 4502
    REMOVED = 4503
    NOT_SIGNED_IN = 4504


def may_return(code: int) -> bool:
    """Whether a client that was closed with `code` should try again by itself."""
    stay_away = {Close.DONE, Close.NOT_UTF8, Close.TOO_BIG}
    return code not in stay_away and not 4500 <= code < 4600  # noqa: PLR2004 - the range above
