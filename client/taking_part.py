"""What can be done in a meeting from a terminal."""

from client import identity
from client.commands import After, Do, PassOn
from client.events import Accepted
from client.link import Link
from client.sitting import Sitting
from server.wire.frames import Alone


class NobodyOfThisName(Exception):
    """The piece was to be given to somebody who is not here."""


async def take_part(link: Link, sitting: Sitting, deed: Do | PassOn | After) -> Accepted:
    """Ask it of the room. Raises `Refused`, `LinkEnded`, `NobodyOfThisName`."""
    match deed:
        case PassOn():
            return await link.pass_on(_member(link, deed.to))
        case After():
            return await link.wish(deed.what)
        case Do(what="turn"):
            return await link.hand(up=True)
        case Do(what="last"):
            return await link.hand(up=True, last=True)
        case Do(what="noturn"):
            return await link.hand(up=False)
        case Do(what="next"):
            return await link.next(sitting.step)
        case Do(what="alone" | "notalone" as what):
            noted = await link.ask(Alone(id=identity.new_id(), up=what == "alone"))
            sitting.asked_out(up=what == "alone")
            return noted
        case _:
            return await link.lead(up=deed.what == "lead")


def _member(link: Link, name: str) -> str:
    """Return the member of these two words; nobody is meant by none."""
    if not name:
        return ""
    wanted = name.casefold()
    for ident, alias in link.members.items():
        if alias.casefold() == wanted:
            return ident
    raise NobodyOfThisName
