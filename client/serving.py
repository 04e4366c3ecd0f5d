"""What can be done for the group from a terminal: a role, a pause, a word about a guest."""

from client import identity
from client.commands import Do
from client.events import Accepted
from client.group_commands import ROLES, AboutGuest, Role, ServeAs
from client.link import Link
from client.our_group import OurGroup
from server.wire.frames import Guest, Halt, Serve


class NothingToDo(Exception):
    """There is no such guest, or no role to give back; `key` says which."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def serve(link: Link, group: OurGroup, deed: Do | ServeAs | AboutGuest) -> Accepted:
    """Ask it of the room. Raises `Refused`, `LinkEnded`, `NothingToDo`."""
    ident = identity.new_id()
    match deed:
        case ServeAs():
            return await link.ask(Serve(id=ident, role=deed.role, what="take"))
        case AboutGuest():
            guest = group.guest(deed.number)
            if not guest:
                raise NothingToDo("group.no_guest")
            return await link.ask(Guest(id=ident, guest=guest, what=deed.what))
        case Do(what="noserve"):
            role = _my_role(group)
            return await link.ask(Serve(id=ident, role=role, what="lay_down"))
        case Do(what="move"):
            return await link.ask(Halt(id=ident, on=True, aside=True))
        case _:
            return await link.ask(Halt(id=ident, on=deed.what == "halt"))


def _my_role(group: OurGroup) -> Role:
    """Return the role one has."""
    role = ROLES.get(group.mine)
    if role is None:
        raise NothingToDo("group.no_role")
    return role
