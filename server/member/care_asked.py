"""What a member asks of volunteers: somebody, a look at a line, an end to what was offered; and
what volunteers are told when a member comes in.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import assert_never

from moderation.private_line import home_of, is_with_volunteer
from rooms.refusal import Code, Refusal
from server.backplane import Unavailable
from server.services import Services
from server.wire.frames import Ack, Answer, Card, Duty, Need, Report, ServerFrame


async def asked_of_care(
    frame: Need | Report | Answer,
    services: Services,
    room_id: str,
    member: str,
    send: Callable[[ServerFrame], None],
) -> None:
    """Do it, and answer. Raises `Refusal`. On a private line it is of the room it came from."""
    home, is_told = home_of(room_id), False
    match frame:
        case Report():
            if is_with_volunteer(room_id):  # the one other reader is the volunteer
                raise Refusal(Code.NO_SUCH_LINE)
            await services.care.report(room_id, member, frame.id, frame.n, frame.why)
        case Need():
            is_told = not await services.care.need(home, member, frame.id)
        case Answer(what="not_now"):
            await services.lines.decline(home, member)
        case Answer():
            await services.lines.not_meant(home, member)
        case _:
            assert_never(frame)
    send(Ack(id=frame.id, saved=services.backplane.durable))
    if is_told:  # a new one's card comes from the desk, to every socket of theirs
        send(Card(kind="help", duty=Duty(on=services.duty.on)))


async def told_of_coming(services: Services, room_id: str, member: str) -> None:
    """Tell volunteers of somebody they worry for who comes in; it keeps nobody out."""
    with suppress(Unavailable, TimeoutError):
        await services.care.came_in(room_id, member)
