"""What can be done about lines of two from a terminal: offer, ask, say no, end."""

from client import identity
from client.commands import Do
from client.events import Accepted
from client.group_commands import AskFor, EndLine
from client.link import Link
from client.our_group import OurGroup
from client.pairs import Pairs, is_pair
from client.serving import NothingToDo
from server.wire.frames import Sponsor

SAID = {"stand": "pair.stands", "nostand": "pair.stands_not"}


async def stand_by(
    link: Link, group: OurGroup, pairs: Pairs, deed: Do | AskFor | EndLine
) -> Accepted:
    """Ask it of the room. Raises `Refused`, `LinkEnded`, `NothingToDo`."""
    ident = identity.new_id()
    match deed:
        case AskFor():
            to = group.sponsor(deed.name)
            if not to:
                raise NothingToDo("pair.nobody")
            return await link.ask(Sponsor(id=ident, what="ask", to=to))
        case EndLine():
            line = pairs.line(deed.number) or (link.room if is_pair(link.room) else "")
            if not line:
                raise NothingToDo("pair.which")
            return await link.ask(Sponsor(id=ident, what="end", line=line))
        case _:
            is_offer = deed.what == "stand"
            return await link.ask(Sponsor(id=ident, what="offer" if is_offer else "withdraw"))


def said_of(deed: Do | AskFor | EndLine) -> str:
    """Return the key of what is said when it is done."""
    match deed:
        case AskFor():
            return "pair.sent"
        case EndLine():
            return "group.done"
        case _:
            return SAID[deed.what]
