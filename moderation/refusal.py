"""The one list of reasons the desk says no. Codes travel; words live in the catalogues."""

from enum import StrEnum


class DeskCode(StrEnum):
    """Why something was not done."""

    NO_SUCH_CASE = "no_such_case"
    CLOSED = "closed"
    TAKEN = "taken"
    STALE_LEASE = "stale_lease"
    NOBODY_HAS_IT = "nobody_has_it"
    TWO_ALREADY = "two_already"
    TWO_SEVERE = "two_severe"
    RESTING = "resting"
    NOT_ALLOWED = "not_allowed"
    NOT_ON_SHIFT = "not_on_shift"
    NEEDS_ANOTHER = "needs_another"
    NEEDS_REASON = "needs_reason"
    NEEDS_WORDS = "needs_words"
    BLANK_LEFT = "blank_left"
    NO_SUCH_MESSAGE = "no_such_message"
    NOT_DELIVERED = "not_delivered"
    NO_LINE = "no_line"
    NOBODY_KNOWN = "nobody_known"
    STILL_OPEN = "still_open"
    INVITATION_FORGED = "invitation_forged"
    INVITATION_USED = "invitation_used"
    INVITATION_EXPIRED = "invitation_expired"
    INVITATION_VOID = "invitation_void"
    NO_SUCH_INVITATION = "no_such_invitation"
    PASSKEY_REFUSED = "passkey_refused"
    PASSKEY_KNOWN = "passkey_known"
    NOT_SIGNED_IN = "not_signed_in"
    SIGN_IN_AGAIN = "sign_in_again"
    WRONG_ORIGIN = "wrong_origin"
    BAD_NAME = "bad_name"
    NAME_TAKEN = "name_taken"
    NO_SUCH_VOLUNTEER = "no_such_volunteer"
    LAST_COORDINATOR = "last_coordinator"
    NO_SUCH_SHIFT = "no_such_shift"
    NO_SUCH_GUEST = "no_such_guest"
    NO_SUCH_ROOM = "no_such_room"
    NOT_YOUNG = "not_young"
    NOBODY_HAS_WORDS = "nobody_has_words"
    TWO_HAVE_WORDS = "two_have_words"
    IS_GUEST = "is_guest"
    NOT_NAMED = "not_named"
    OVERLAP = "overlap"
    BAD_TIME = "bad_time"
    BAD_DEVICE = "bad_device"
    NO_DEVICE = "no_device"
    TOO_MANY = "too_many"
    SLOW_DOWN = "slow_down"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"


class No(Exception):
    """The desk said no; `by` is the volunteer who has the case, where that is the reason."""

    def __init__(self, code: DeskCode, by: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.by = by
