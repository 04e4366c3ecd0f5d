"""Another circle of a room that is full: what it is called, and what it is like."""

from rooms.events import RoomOpened
from rooms.house import House, RoomCard, opening

LONGEST_ID = 32  # as every room's (PROTOCOL, "Start")


def next_circle(house: House, full: RoomCard) -> RoomOpened:
    """Return the opening of another circle beside a full room: `gambling-2`, `gambling-3`.

    Circles stay together under their root's id, also when the root itself was closed.
    """
    like = house.rooms.get(full.root, full)
    title = like.title if like.id == full.root else like.title.rpartition(" (")[0]
    numbers = range(2, len(house.rooms) + 3)
    number = next(i for i in numbers if _id(full.root, i) not in house.rooms)
    id_ = _id(full.root, number)
    return opening(RoomOpened, like, id_, f"{title} ({number})", circle_of=full.root)


def _id(root: str, number: int) -> str:
    ending = f"-{number}"
    return root[: LONGEST_ID - len(ending)] + ending
