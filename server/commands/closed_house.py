"""An operator's command while no server runs: carried out on the house's store itself."""

from collections.abc import Mapping
from typing import Any

from rooms.formats.house_formats import HouseFormats
from server.auditing import Heads
from server.commands.commanded import carry_out
from server.commands.operating import Operating
from server.desk.inviting import Inviting
from server.foundation import foundation
from server.settings import Settings
from server.streams.kinds import AUDIT, HOUSE
from server.streams.names import HOUSE as HOUSE_STREAM


async def carry_out_alone(settings: Settings, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """Open the house, do what is asked, close it, and return what the command is told."""
    async with foundation(settings) as ground:
        heads = Heads(settings.data / "keys")
        ground.streams.listen(AUDIT.prefix, heads.changed)
        house = await ground.streams.log(HOUSE, HOUSE_STREAM)
        forms = HouseFormats(lambda: house.state)
        operating = Operating(ground, forms, heads, limited=settings.limits)
        await operating.first_start()
        inviting = await Inviting.open(ground, settings)
        answer = await carry_out(operating, inviting, question)
        heads.write()
        return answer
