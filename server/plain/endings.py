"""Why a stream ends, in words, and whether it goes on by itself."""

from rooms.refusal import Code, Refusal
from server.group.alone import STEPPED_OUT_S
from server.plain.fragments import Told
from server.wire.frames import Bye

SOON_S = 3
BACK_S = 4  # a node that restarts needs about so long

TIME_IS_UP = Told(("plain.time_is_up",), again_s=SOON_S)
LEFT = Told(("room.card_left",))
STUCK = Told(("plain.silence",), again_s=0)
OUR_BUG = Told(("error.heading_other", "error.text_other"), again_s=0)
TOO_MANY = Told(("plain.too_many",), again_s=0)
PASS_OVER = Told(("group.pass_over",))
STEPPED_OUT = Told(("group.step_out",), again_s=STEPPED_OUT_S)
NO_SUCH_ROOM = Told(("room.card_closed",))


def goodbye(bye: Bye) -> Told:
    """Return what a `bye` says."""
    match bye.code:
        case "restarting":
            return Told(("plain.restarting",), again_s=bye.after_s + BACK_S)
        case "replaced":
            return Told(("plain.replaced",), again_s=0)
        case Code.NO_SUCH_ROOM:
            return NO_SUCH_ROOM
        case Code.PASS_OVER:
            return PASS_OVER
        case Code.STEPPED_OUT:
            return STEPPED_OUT
        case _:
            return STUCK


def refused(refusal: Refusal, circle: str = "") -> Told:
    """Return what a refused `enter` says; `circle` is the address of another one with space."""
    wait_s = refusal.after_s or SOON_S
    match refusal.code:
        case Code.ROOM_FULL:
            return Told(("room.over_full", "plain.full"), again_s=20, next=circle)
        case Code.SLOW_DOWN:
            return Told(("plain.wait",), again_s=wait_s, values={"n": wait_s})
        case Code.NO_SUCH_ROOM:
            return NO_SUCH_ROOM
        case Code.PASS_OVER:
            return PASS_OVER
        case Code.STEPPED_OUT:
            return STEPPED_OUT
        case Code.REMOVED:
            return Told(("room.card_removed",), ends=refusal.ends)
        case _:
            return Told(("plain.outage",), again_s=wait_s)
