"""Who of a room is on this node, to be handed what is for them alone."""

from typing import Generic, Protocol, TypeVar

from server.wire.frames import ServerFrame


class Receiver(Protocol):
    """A member's connection."""

    def send(self, frame: ServerFrame) -> None:
        """Queue a frame for this member alone."""


R = TypeVar("R", bound=Receiver)


class Receivers(Generic[R]):
    """The connections of members, by the room or line they are on."""

    def __init__(self) -> None:
        self._rooms: dict[str, dict[str, tuple[R, ...]]] = {}

    def arrive(self, room_id: str, member: str, receiver: R) -> None:
        """Count a connection in; once, however often it comes."""
        members = self._rooms.setdefault(room_id, {})
        if receiver not in members.get(member, ()):
            members[member] = (*members.get(member, ()), receiver)

    def depart(self, room_id: str, member: str, receiver: R) -> None:
        """Count a connection out."""
        members = self._rooms.get(room_id, {})
        left = tuple(other for other in members.get(member, ()) if other is not receiver)
        if left:
            members[member] = left
            return
        members.pop(member, None)
        if not members:
            self._rooms.pop(room_id, None)

    def of(self, room_id: str, member: str) -> tuple[R, ...]:
        """Return the connections that a member has there."""
        return self._rooms.get(room_id, {}).get(member, ())

    def members(self, room_id: str) -> list[str]:
        """Return everybody who is there."""
        return list(self._rooms.get(room_id, ()))

    def rooms(self) -> list[str]:
        """Return every room and line that somebody is on."""
        return list(self._rooms)
