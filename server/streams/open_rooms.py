"""Finding an open room in the house, also one that another node opened a moment ago."""

from rooms.house import RoomCard
from server.streams.kinds import HOUSE
from server.streams.names import HOUSE as HOUSE_STREAM
from server.streams.streams import Streams


async def find_open(streams: Streams, room_id: str) -> RoomCard | None:
    """Return an open room's card; the store is asked before it is said that there is none."""
    house = await streams.log(HOUSE, HOUSE_STREAM)
    if house.state.find(room_id) is None:
        await streams.refresh(house)
    return house.state.find(room_id)
