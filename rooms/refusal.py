"""The one list of reasons a room says no. Codes travel; words live in the catalogues."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Why something was not accepted."""

    BAD_TEXT = "bad_text"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    PERSONAL_DETAIL = "personal_detail"
    METHOD_DETAIL = "method_detail"
    SLOW_DOOR = "slow_door"
    ATTACK = "attack"
    NOT_YOUR_TURN = "not_your_turn"
    NO_TURNS = "no_turns"
    YOUR_TURN = "your_turn"
    IN_LINE = "in_line"
    NO_TIME_LEFT = "no_time_left"
    HAD_A_TURN = "had_a_turn"
    NOT_HERE = "not_here"
    NO_FEEDBACK = "no_feedback"
    NOT_THE_CHAIR = "not_the_chair"
    NO_CHAIR = "no_chair"
    ROLE_TAKEN = "role_taken"
    WENT_ON = "went_on"
    NO_MEETING = "no_meeting"
    MEETING_ON = "meeting_on"
    TOO_FEW = "too_few"
    ADULTS_MISSING = "adults_missing"
    NO_SLIP = "no_slip"
    ONE_ROLE = "one_role"
    NOT_YOUR_ROLE = "not_your_role"
    OTHERS_FIRST = "others_first"
    NEW_HERE = "new_here"
    NOT_FOR_GUESTS = "not_for_guests"
    NOT_FOR_YOUNG = "not_for_young"
    NEEDS_VOTE = "needs_vote"
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"
    TOO_MANY_GUESTS = "too_many_guests"
    NO_SUCH_GUEST = "no_such_guest"
    CHECKED_ALREADY = "checked_already"
    NOT_CHECKED = "not_checked"
    NOT_AGREED = "not_agreed"
    SAID_NO = "said_no"
    PASS_UNKNOWN = "pass_unknown"  # noqa: S105 - a code
    PASS_EARLY = "pass_early"  # noqa: S105 - a code
    PASS_USED = "pass_used"  # noqa: S105 - a code
    PASS_OVER = "pass_over"  # noqa: S105 - a code
    STEPPED_OUT = "stepped_out"
    NO_SIDE_ROOM = "no_side_room"
    NO_SPONSOR = "no_sponsor"
    SPONSOR_BUSY = "sponsor_busy"
    ASKED_ALREADY = "asked_already"
    NOT_ANSWERED = "not_answered"
    PAUSED = "paused"
    NO_SUCH_LINE = "no_such_line"
    OWN_LINE = "own_line"
    MUTED = "muted"
    REMOVED = "removed"
    SLOW_DOWN = "slow_down"
    ID_REUSED = "id_reused"
    ROOM_FULL = "room_full"
    NO_SUCH_ROOM = "no_such_room"
    UNAVAILABLE = "unavailable"
    MOVING = "moving"
    DISK = "disk"


class NotNow(StrEnum):
    """What stands in the way of somebody's words in a meeting, beside `not_your_turn`."""

    NOBODY = "nobody"  # nobody writes in this part
    ADULTS = "adults"  # young people wait for a trained adult
    FREE = "free"  # nobody has the piece: it has to be asked for
    OTHER = "other"  # somebody else speaks
    ANSWERED = "answered"  # one answer each, and this one was given
    ASKED = "asked"  # one question in all, and it was asked
    GUEST = "guest"  # the guest speaks
    GUESTS = "guests"  # a guest writes in a guest's part


# After these the same id is to be sent again; after every other, nothing was or will be stored.
TRY_AGAIN = frozenset({Code.SLOW_DOWN, Code.UNAVAILABLE, Code.MOVING, Code.DISK})


@dataclass(frozen=True, slots=True)
class Ends:
    """What somebody who was removed is told: until when (ms), the class of reason, and the code
    with which they may ask another volunteer to look again.
    """

    until: int
    reason: str
    appeal: str


class Refusal(Exception):
    """The room said no. Carries a code, and at most where and when, never text."""

    def __init__(  # noqa: PLR0913 - everything a refusal may tell, by name
        self,
        code: Code,
        *,
        after_s: int | None = None,
        spans: Sequence[tuple[int, int]] = (),
        next_room: str | None = None,
        held: bool = False,
        ends: Ends | None = None,
        why: NotNow | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.after_s = after_s
        self.spans = tuple(spans)
        self.next_room = next_room
        self.ends = ends
        self.why = why
        self.held = held  # not shown to the room, but kept for a volunteer to look at


def too_fast(wait_s: float) -> Refusal:
    """Return what somebody is told who has to wait for so long: whole seconds, never too few."""
    return Refusal(Code.SLOW_DOWN, after_s=max(1, round(wait_s + 0.5)))
