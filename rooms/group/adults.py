"""Trained adults where young people meet: named by a coordinator who knows them, for a term.

Nobody takes this for themselves, and no member gives it: the server cannot know who is trained.
"""

from collections.abc import Mapping

from rooms.group.events import AdultEnded, AdultNamed
from rooms.group.roles import refuse_guest
from rooms.group.state import DAY_MS, Adult, Group

TERM_MS = 90 * DAY_MS  # a key that is not used for so long is not known either: then ask again


def called(people: Mapping[str, str], alias: str) -> list[str]:
    """Return the members who have these two words, however they are written."""
    wanted = _plain(alias)
    return [member for member, words in people.items() if _plain(words) == wanted]


def name(group: Group, adult_id: str, member: str, alias: str, now: int) -> AdultNamed:
    """Name somebody, or let their term begin anew; `adult_id` is for somebody new."""
    refuse_guest(group, member, now)
    known = (one for one, adult in group.adults.items() if adult.member == member)
    return AdultNamed(next(known, adult_id), member, alias, now + TERM_MS)


def take_back(group: Group, alias: str) -> list[AdultEnded]:
    """Return what ends it for whoever was named under these two words; nothing if nobody was."""
    words = {adult_id: adult.alias for adult_id, adult in group.adults.items()}
    return [AdultEnded(adult_id) for adult_id in called(words, alias)]


def gone(group: Group, member: str) -> list[AdultEnded]:
    """Return what follows when somebody is gone for good."""
    return [AdultEnded(one) for one, adult in group.adults.items() if adult.member == member]


def named(group: Group, now: int) -> list[Adult]:
    """Return who is a trained adult here now."""
    return [adult for adult in group.adults.values() if now < adult.until]


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
