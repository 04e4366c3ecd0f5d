"""The one list of reasons the desk says no. Codes travel; words live in the catalogues."""

from enum import StrEnum


class DeskCode(StrEnum):
    """Why something was not done."""

    NO_SUCH_CASE = "no_such_case"
    CLOSED = "closed"
    TAKEN = "taken"
    STALE_LEASE = "stale_lease"
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
    STILL_OPEN = "still_open"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"


class No(Exception):
    """The desk said no; `by` is the volunteer who has the case, where that is the reason."""

    def __init__(self, code: DeskCode, by: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.by = by
