"""Which thresholds the detectors go by in a room: its topic's, or those where the young meet."""

from rooms.house import RoomCard

GENERAL, YOUTH = "general", "youth"
KINDS = frozenset(
    {"depression", "gambling", "families", "alcohol", "grief", "domestic_violence", "eating"}
)


def room_kind(card: RoomCard | None) -> str:
    """Return the kind of a room; of one that is not open, the general one."""
    if card is None:
        return GENERAL
    if card.is_young:
        return YOUTH
    return card.topic if card.topic in KINDS else GENERAL
