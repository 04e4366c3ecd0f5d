"""The four families of errors, in one table: what the person gets and whether the socket ends.

| family | the person gets | close |
|---|---|---|
| Refusal | nack with its code | no |
| WireFault | close 4500 | yes |
| Unavailable | nack unavailable | no |
| anything else | something broke | 1011 |
"""

from dataclasses import dataclass

from msgspec import UNSET

from rooms.refusal import Code, Refusal
from server.backplane import Unavailable
from server.wire.closes import Close
from server.wire.codec import WireFault
from server.wire.frames import Nack

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


def nack(refusal: Refusal, frame_id: str | None) -> Nack:
    """Return a refusal as a frame; only what it has."""
    return Nack(
        code=refusal.code.value,
        id=UNSET if frame_id is None else frame_id,
        after_s=UNSET if refusal.after_s is None else refusal.after_s,
        spans=list(refusal.spans) or UNSET,
        held=refusal.held or UNSET,
        next=UNSET if refusal.next_room is None else refusal.next_room,
        until=refusal.ends.until if refusal.ends else UNSET,
        reason=refusal.ends.reason if refusal.ends else UNSET,
        appeal=refusal.ends.appeal if refusal.ends else UNSET,
        why=refusal.why.value if refusal.why else UNSET,
    )


def close_for_refused_enter(code: Code) -> Close:
    """Return how a socket ends whose `enter` was refused."""
    match code:
        case Code.NO_SUCH_ROOM | Code.PASS_UNKNOWN | Code.PASS_USED | Code.PASS_OVER:
            return Close.NO_SUCH_ROOM
        case Code.REMOVED:
            return Close.REMOVED
        case _:
            return Close.COME_BACK
