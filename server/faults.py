"""The four families of errors, in one table: what the person gets and whether the socket ends.

| family | the person gets | close |
|---|---|---|
| Refusal | nack with its code | no |
| WireFault | close 4500 | yes |
| Unavailable | nack unavailable | no |
| anything else | something broke | 1011 |
"""

from dataclasses import dataclass

from rooms.refusal import Code, Refusal
from server.backplane import Unavailable
from server.wire.closes import Close
from server.wire.codec import WireFault

STORE_AGAIN_S = 2

# What a person is told as a refusal; all else ends the socket, or is a bug.
Refused = Refusal | Unavailable | TimeoutError
REFUSED = (Refusal, Unavailable, TimeoutError)


@dataclass(frozen=True, slots=True)
class Fault:
    """What an error comes to: a refusal to tell, or a close, or both."""

    refusal: Refusal | None
    close: Close | None
    is_bug: bool = False


def fault_of(error: Exception) -> Fault:
    """Look the error up in the table."""
    match error:
        case Refusal() | Unavailable() | TimeoutError():
            return Fault(refusal_of(error), None)
        case WireFault():
            return Fault(None, Close.FAULT)
        case _:
            return Fault(None, Close.OUR_BUG, is_bug=True)


def refusal_of(error: Refused) -> Refusal:
    """Return what an error is told as: itself, or that the store is away."""
    if isinstance(error, Refusal):
        return error
    return Refusal(Code.UNAVAILABLE, after_s=STORE_AGAIN_S)


def close_for_refused_enter(code: Code) -> Close:
    """Return how a socket ends whose `enter` was refused."""
    match code:
        case Code.NO_SUCH_ROOM | Code.PASS_UNKNOWN | Code.PASS_USED | Code.PASS_OVER:
            return Close.NO_SUCH_ROOM
        case Code.REMOVED:
            return Close.REMOVED
        case _:
            return Close.COME_BACK
