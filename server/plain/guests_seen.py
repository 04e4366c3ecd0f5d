"""The group's guests as a reader without script is told of them: each thing once."""

from collections.abc import Callable, Mapping

from server.plain.fragments import Fragments
from server.wire.asking import asked_about
from server.wire.frames import Group


class GuestsSeen:
    """Who is a guest, and what they are."""

    def __init__(self, fragments: Fragments, now: Callable[[], int]) -> None:
        self.badges: Mapping[str, str] = {}
        self._fragments = fragments
        self._now = now
        self._asked: set[str] = set()

    def know(self, group: Group) -> Mapping[str, str]:
        """Follow who is a guest; return those who have come."""
        before = self.badges
        self.badges = {g.member: g.profession for g in group.guests if g.member}
        return {member: what for member, what in self.badges.items() if member not in before}

    def told(self, came: Mapping[str, str], group: Group, you: str) -> str:
        """Say who has come, to oneself otherwise, and about whom the group is asked."""
        note, draw = self._fragments.note, self._fragments.guest
        oneself = note("group.you_are_guest") if you in came else ""
        others = "".join(draw(what) for member, what in came.items() if member != you)
        return oneself + others + self._asks(group)

    def _asks(self, group: Group) -> str:
        """Tell once that the group is asked about a guest, while anybody can still say no."""
        asked = asked_about(group, self._now())
        new, self._asked = asked - self._asked, self._asked | asked
        return self._fragments.note("group.asked_note") if new else ""
