"""What a member asks for beside the talk: to be counted among those who wait, or a slip."""

import asyncio
from collections.abc import Callable
from typing import assert_never

from server.services import Services
from server.wire.frames import Ack, Card, Duty, ServerFrame, Slip, Wait


async def asked_beside(
    frame: Slip | Wait,
    services: Services,
    room_id: str,
    member: str,
    send: Callable[[ServerFrame], None],
) -> None:
    """Do it, and answer. Raises `Refusal`."""
    match frame:
        case Slip():
            code = await services.slips.of(room_id, member)
            send(Card(kind="slip", duty=Duty(on=services.duty.on), code=code))
        case Wait() if frame.up is False:
            await services.waiting.stop(room_id, member)
        case Wait():
            now = asyncio.get_running_loop().time()
            await services.waiting.wait(room_id, member, now, pair=frame.pair is True)
        case _:
            assert_never(frame)
    send(Ack(id=frame.id, saved=services.backplane.durable))
