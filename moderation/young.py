"""What follows when somebody says that they are a child: kindly, and nobody is sent away.

That they said so is kept as long as their words are. Until then the guards look as they do where
the young meet, there is no line of two for them, and a volunteer is asked to say hello.
"""

from contextlib import suppress

from moderation.levels import Level
from moderation.ports import Now, Secrets, WatchedStreams
from moderation.private_line import home_of, is_line
from moderation.raising import Concern, raised
from rooms.events import MessagePosted, YoungSaid
from rooms.ports import AlreadyThere, Once, Stale


async def told(  # noqa: PLR0913, PLR0917 - what was said where, and what it is told to
    streams: WatchedStreams, secrets: Secrets, now: Now, room_id: str, said: MessagePosted, n: int
) -> None:
    """Remember it and ask a volunteer, once; where the young meet there is nothing to be done."""
    room = home_of(room_id)
    card = await streams.card(room)
    if (card is not None and card.is_young) or await streams.is_young(room, said.by):
        return
    with suppress(AlreadyThere):
        await streams.mail(room, YoungSaid(said.by), Once(said.by, f"young|{said.id}", b""))
    of = 0 if is_line(room_id) else n
    concern = Concern("young", room, said.by, Level.S3, rule="young", of=of, alias=said.alias)
    async with streams.raising(room):
        while True:
            desk = await streams.desk(room)
            head, case = desk.head, raised(desk, concern, secrets, now)
            with suppress(Stale):
                await streams.raise_case(room, case, None, (), head=head)
                return
