"""The group as a terminal tells of it: who does what, which guests, and who is here as one."""

from collections.abc import Callable, Collection
from datetime import datetime

from client.group_commands import ROLES
from client.screen import Screen
from server.wire.asking import asked_about
from server.wire.frames import Group, GuestFacts, RoleFacts

NOBODY = Group(roles=[], guests=[], sponsors=[])


class OurGroup:
    """What was told of it last. `say` and `name` give words, and who somebody is."""

    def __init__(
        self, screen: Screen, say: Callable[[str], str], name: Callable[[str], str]
    ) -> None:
        self._screen = screen
        self._say = say
        self._name = name
        self._group = NOBODY

    @property
    def mine(self) -> str:
        """The role one has, or nothing."""
        me = self._screen.me
        return next((held.role for held in self._group.roles if held.id == me), "")

    def guest(self, number: int) -> str:
        """Return the id of the guest so numbered on the screen, or nothing."""
        waiting = self._waiting()
        return waiting[number - 1].guest if 0 < number <= len(waiting) else ""

    def sponsor(self, name: str) -> str:
        """Return the id of whoever of these two words would stand by somebody, or nothing."""
        wanted = name.casefold()
        others = (one for one in self._group.sponsors if one.alias.casefold() == wanted)
        return next((one.id for one in others), "")

    def badge(self, member: str) -> str:
        """Return what a guest is; nothing for members."""
        found = (one.profession for one in self._group.guests if one.member == member)
        what = next(found, "")
        return self._say(f"guest.{what}") if what else ""

    def hear(self, group: Group) -> None:
        """Follow what changes: who serves, and which guest comes or goes."""
        before, self._group = self._group, group
        self._hear_asked(before, group)
        held = {one.role: one for one in before.roles}
        for role in group.roles:
            if role.id != getattr(held.get(role.role), "id", ""):
                self._screen.tell("group.does", what=self._say(f"role.{role.role}"), who=role.alias)
        self._tell_adults({one.id for one in before.adults or ()})
        here = {one.guest for one in before.guests if one.member and not one.left}
        for one in group.guests:
            if one.member and one.guest not in here and not one.left:
                who = self._name(one.member)
                self._screen.tell("group.guest_here", who=who, what=self.badge(one.member))
            elif one.left and one.guest in here:
                self._screen.tell("group.guest_left")

    def _tell_adults(self, told: Collection[str] = ()) -> None:
        """Say who is a trained adult, where young people meet."""
        for one in self._group.adults or ():
            if one.id not in told:
                self._screen.tell("group.adult", who=one.alias)

    def _hear_asked(self, before: Group, group: Group) -> None:
        """Tell once that the group is asked about a guest, while anybody can still say no."""
        heard, now = {one.guest for one in before.guests}, datetime.now().astimezone()
        if asked_about(group, round(now.timestamp() * 1000)) - heard:
            self._screen.tell("group.asked_note")

    def tell(self) -> None:
        """Say all of it."""
        self._tell_adults()
        held = {one.role: one for one in self._group.roles}
        for role in ROLES:
            self._role(role, held.get(role))
        for number, one in enumerate(self._waiting(), 1):
            what = self._say(f"guest.{one.profession}")
            self._screen.tell("group.guest", n=number, what=what, when=_clock(one.starts))
            self._how_far(one)
        for sponsor in self._group.sponsors:
            if sponsor.id != self._screen.me:
                self._screen.tell("pair.offers", who=sponsor.alias)
        self._screen.tell("group.how")

    def _how_far(self, guest: GuestFacts) -> None:
        if guest.declined:
            self._screen.detail("group.guest_declined")
            return
        if guest.objected:
            self._screen.detail("group.guest_objected", when=_clock(guest.agreed))
            return
        key = "group.guest_asked" if not guest.checked else "group.guest_checked"
        self._screen.detail(key, when=_clock(guest.agreed))
        if guest.coordinator:
            self._screen.detail("group.guest_coordinator")

    def _role(self, role: str, held: RoleFacts | None) -> None:
        what = self._say(f"role.{role}")
        if held is None:
            self._screen.tell("group.nobody", what=what)
            return
        self._screen.tell("group.until", what=what, who=held.alias, when=_clock(held.until))
        if held.offered == self._screen.me:
            self._screen.tell("group.offered_you", role=role)

    def _waiting(self) -> list[GuestFacts]:
        return [one for one in self._group.guests if not one.member]


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000).astimezone():%Y-%m-%d %H:%M}"
